"""System checks of this app."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def outbox_page_is_for_developers(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The outbox page shows every mail, sign-in codes included, to whoever asks."""
    if settings.OUTBOX_PAGE and not settings.DEMO_ALLOWED:
        return [Error("OUTBOX_PAGE is on.", hint="Only a development machine may show mails.", id="portal.E010")]
    return []
