"""The columns of the list of credit records: what an export writes, an import reads."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import CreditRecord
from portal.core.exports import Sheet, column


class CreditRecordResource(Sheet):
    credit_code = column(_("Unified Social Credit Code"), "credit_code")
    name = column(_("name of the enterprise"), "name")
    category = column(_("list"), "get_category_display")
    source = column(_("source"), "source")
    reference = column(_("number of the decision or case"), "reference")
    since = column(_("published on"), "since")
    until = column(_("published until"), "until")
    repaired_on = column(_("repaired on"), "repaired_on")
    is_demo = column(_("demo data"), "is_demo")

    class Meta:
        model = CreditRecord
        fields = export_order = (
            "credit_code", "name", "category", "source", "reference", "since", "until", "repaired_on", "is_demo",
        )  # fmt: skip

    notes = {
        "reference": _("Tells the records of an enterprise on one list apart: a row with a known number changes it."),
        "until": _("Empty: until five years after publication, or until it is repaired."),
        "repaired_on": _("From this day on the record does not count any more."),
    }

    def filter_export(self, queryset: QuerySet[CreditRecord], **kwargs: object) -> QuerySet[CreditRecord]:
        return queryset
