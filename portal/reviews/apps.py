from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "portal.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from portal.calendars.watchers import Watcher, register
        from portal.reviews import handing  # noqa: F401  (declares its message)
        from portal.reviews.recount import note_change, preview

        register(Watcher(preview, note_change))
