"""The columns of the exported registry and ledger. Amounts are in yuan."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import BudgetEntry, Enterprise
from portal.core.exports import CodesCell, Sheet, column
from portal.core.money import yuan


class EnterpriseResource(Sheet):
    """The roster. What an export writes, an import reads (`enterprises/roster.py`)."""

    credit_code = column(_("Unified Social Credit Code"), "credit_code")
    name = column(_("name on the licence"), "name")
    name_en = column(_("name in English"), "name_en")
    entity_type = column(_("entity type"), "get_entity_type_display")
    district = column(_("district of registration"))
    zone = column(_("functional zone"), "zone__name")
    registered_on = column(_("registered on"), "registered_on")
    address = column(_("registered address"), "address")
    legal_representative = column(_("legal representative"), "legal_representative")
    investment = column(_("foreign investment"), "get_investment_display")
    categories = column(_("categories of digital trade"), "categories", CodesCell)
    industries = column(_("industries of the 10+1 system"), "industries", CodesCell)
    counts_from = column(_("market entity of digital trade since"), "counts_from")
    is_demo = column(_("demo data"), "is_demo")

    class Meta:
        model = Enterprise
        fields = export_order = (
            "credit_code", "name", "name_en", "entity_type", "district", "zone", "registered_on", "address",
            "legal_representative", "investment", "categories", "industries", "counts_from", "is_demo",
        )  # fmt: skip

    notes = {
        "credit_code": _("Full-width letters and blanks are read as what they stand for. A known code is updated."),
        "district": _("Its code, or its name in Chinese or English."),
        "zone": _("Only where the enterprise sits in one; its code or its name."),
        "categories": _("Codes or titles of the categories, separated by “、”."),
        "industries": _("Codes or titles of the groups, separated by “、”."),
        "counts_from": _("From this day on it counts towards the plan’s market entities; empty: it does not count."),
    }

    def filter_export(self, queryset: QuerySet[Enterprise], **kwargs: object) -> QuerySet[Enterprise]:
        return queryset.select_related("district", "zone").prefetch_related("categories", "industries")

    def dehydrate_district(self, enterprise: Enterprise) -> str:
        """A zone may bear the other name of a district, so that only its code says which of them is meant."""
        return enterprise.district.code if enterprise.district.is_zone else enterprise.district.name


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
