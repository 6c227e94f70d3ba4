"""System checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection


def refuse_demo() -> None:
    """Called as a web process starts. A database that can't be asked now is asked again by its first request."""
    try:
        found = no_demo_accounts(None)
    except OperationalError:
        return
    if found:
        raise ImproperlyConfigured("Demo accounts are present: production does not start with them.")


@register(Tags.database, deploy=True)
def no_demo_accounts(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Demo accounts have published passwords: production must not know them."""
    if settings.DEMO_ALLOWED:
        return []
    from django.contrib.auth import get_user_model

    model = get_user_model()
    if model._meta.db_table in connection.introspection.table_names() and model.objects.filter(is_demo=True).exists():
        return [Error("Demo accounts are present.", hint="Use a database without the demo.", id="portal.E001")]
    return []
