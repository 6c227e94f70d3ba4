from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portal.accounts.adapter import set_mail_door
        from portal.notifications import checks  # noqa: F401
        from portal.notifications.actions import deliver_ready_mail

        set_mail_door(deliver_ready_mail)
        # Each service declares its kinds of message in its notifications.py.
        autodiscover_modules("notifications")
