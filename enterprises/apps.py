from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from enterprises import loaders, notifications, offers, workflow  # noqa: F401  (each registers itself)
        from enterprises.files import may_read
        from policies.offers import register as register_offers
        from portal.attachments.access import register as register_access

        register_offers(offers.offers)
        register_access(may_read)
