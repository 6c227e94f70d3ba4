from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "portal.calendars"
    label = "calendars"
    verbose_name = _("Working-day calendar")

    def ready(self) -> None:
        from portal.calendars import loaders  # noqa: F401  (registers the loader)
