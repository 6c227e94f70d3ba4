from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalentConfig(AppConfig):
    name = "talent"
    label = "talent"
    verbose_name = _("Talent")

    def ready(self) -> None:
        from enterprises.demo.more import register as register_demo
        from enterprises.desk.batches.choices import register as register_moves
        from policies.imports.nouns import register as register_list
        from talent import loaders, workflow  # noqa: F401  (register the loader of the talent facts, and the flows)
        from talent.cases import persons, requests  # noqa: F401  (requests declares its messages)
        from talent.demo.cases import make_cases
        from talent.demo.checks import make_checks
        from talent.demo.desk_words import make_desk_words
        from talent.desk.moves import MOVES
        from talent.partners.answers import PartnerAnswers
        from talent.rights import house

        persons.register()
        register_list(PartnerAnswers())
        house.join()
        register_demo(make_cases)
        register_demo(make_desk_words)
        register_demo(make_checks)
        register_moves(MOVES)
