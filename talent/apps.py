from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalentConfig(AppConfig):
    name = "talent"
    label = "talent"
    verbose_name = _("Talent")

    def ready(self) -> None:
        from talent import loaders  # noqa: F401  (registers the loader of the talent facts)
