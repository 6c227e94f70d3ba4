"""System checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection


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
