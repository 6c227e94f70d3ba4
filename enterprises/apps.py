from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        from enterprises import claim_workflow, loaders, notifications, offers, org_notifications, workflow  # noqa: F401
        from enterprises.accounts_of import reseal
        from enterprises.credit.records import CreditRecords
        from enterprises.datasets import MARKET_ENTITIES
        from enterprises.desk.batches.choices import register as register_moves
        from enterprises.desk.batches.fund_moves import MOVES
        from enterprises.files import may_read
        from enterprises.grants import notifications as grant_notifications  # noqa: F401
        from enterprises.impact import changed_results
        from enterprises.money.payees import reseal_lines
        from enterprises.name_index import look_after
        from enterprises.notice_days import notice_days
        from enterprises.notices import objection_workflow  # noqa: F401
        from enterprises.notices.awards import AWARDS
        from enterprises.notices.persons import reseal_persons
        from enterprises.profiles import profiles
        from enterprises.registry import towards_the_target
        from enterprises.roster import Roster
        from policies.alerts.calendar import register as register_days
        from policies.impact import register as register_impact
        from policies.imports.nouns import register as register_list
        from policies.offers import register as register_offers
        from policies.profiles import register as register_profiles
        from policies.progress_sources import register as register_count
        from portal.attachments.access import register as register_access
        from portal.core.open_data import register as register_dataset
        from portal.core.resealing import register as register_sealed

        # Before anybody asks for a name on SQLite, whose triggers are lost when a migration makes the table anew.
        post_migrate.connect(look_after, sender=self, dispatch_uid="enterprises.name_index")
        register_offers(offers.offers)
        register_days(notice_days)
        register_access(may_read)
        register_impact(changed_results)
        register_profiles(profiles)
        register_list(Roster())
        register_list(CreditRecords())
        register_count(towards_the_target)
        register_moves(MOVES)
        register_dataset(MARKET_ENTITIES)
        register_dataset(AWARDS)
        register_sealed("account numbers", lambda: reseal() + reseal_lines())
        register_sealed("persons who object", reseal_persons)
