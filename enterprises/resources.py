"""The columns of the exported registry and ledger. Amounts are in yuan."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import BudgetEntry, Enterprise
from portal.core.exports import Sheet, column
from portal.core.money import yuan


class EnterpriseResource(Sheet):
    name = column(_("name on the licence"), "name")
    name_en = column(_("name in English"), "name_en")
    credit_code = column(_("Unified Social Credit Code"), "credit_code")
    entity_type = column(_("entity type"), "get_entity_type_display")
    district = column(_("district of registration"), "district__name")
    district_code = column(_("district code"), "district__code")
    registered_on = column(_("registered on"), "registered_on")
    is_demo = column(_("demo"), "is_demo")
    created_at = column(_("created"), "created_at")

    class Meta:
        model = Enterprise
        fields = export_order = (
            "name", "name_en", "credit_code", "entity_type", "district", "district_code", "registered_on", "is_demo",
            "created_at",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[Enterprise], **kwargs: object) -> QuerySet[Enterprise]:
        return queryset.select_related("district")


class BudgetEntryResource(Sheet):
    at = column(_("at"), "at")
    call = column(_("call"), "call__code")
    measure = column(_("measure"), "call__measure__title")
    application = column(_("application number"), "application__number")
    enterprise = column(_("enterprise"), "application__enterprise__name")
    credit_code = column(_("Unified Social Credit Code"), "application__enterprise__credit_code")
    kind = column(_("kind"), "get_kind_display")
    amount = column(_("amount in yuan"))
    actor = column(_("by"), "actor__name")

    class Meta:
        model = BudgetEntry
        fields = export_order = (
            "at", "call", "measure", "application", "enterprise", "credit_code", "kind", "amount", "actor",
        )  # fmt: skip

    def filter_export(self, queryset: QuerySet[BudgetEntry], **kwargs: object) -> QuerySet[BudgetEntry]:
        return queryset.select_related("call__measure", "application__enterprise", "actor")

    def dehydrate_amount(self, entry: BudgetEntry) -> Decimal:
        return yuan(entry.amount_fen)
