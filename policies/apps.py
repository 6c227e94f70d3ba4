from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    label = "policies"
    verbose_name = _("Policies")

    def ready(self) -> None:
        from policies import datasets, impact, loaders, notifications, workflow  # noqa: F401  (each registers itself)
        from policies.alerts import letters  # noqa: F401  (declares its kind of message)
        from policies.document_files import may_read
        from policies.search import gathered
        from portal.attachments.access import register as register_access
        from portal.core.loading import during_loads

        datasets.register_all()
        during_loads(gathered)
        impact.register_own()
        register_access(may_read)
