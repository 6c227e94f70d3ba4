"""The sheet that goes to a partner authority and comes back: its last three columns are the authority's.

It holds no passport number and no date of birth: the last characters of the number are enough to tell two people of
one name apart.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.exports import Sheet, column
from talent.enums import ConsentKind
from talent.models import Consent, PartnerQuestion


class PartnerQuestionResource(Sheet):
    line = column(_("line"), "line")
    agency = column(_("partner authority"), "agency__name")
    case = column(_("case"), "case__number")
    kind = column(_("kind"))
    person = column(_("person"), "case__person__latin_name")
    nationality = column(_("nationality"), "case__person__nationality")
    passport = column(_("passport (last characters)"), "case__person__masked_passport")
    employer = column(_("employer"), "case__employer_name")
    question = column(_("question"), "question")
    due_on = column(_("answer by"), "due_on")
    result = column(_("result: confirms or does not confirm"))
    reference = column(_("reference of the answer"), "reference")
    answer = column(_("what the authority says"), "answer")

    class Meta:
        model = PartnerQuestion
        fields = export_order = (
            "line", "agency", "case", "kind", "person", "nationality", "passport", "employer", "question", "due_on",
            "result", "reference", "answer",
        )  # fmt: skip

    notes = {
        "line": _("Says which question is meant; it must come back as it went out."),
        "result": _("Left empty: not answered yet."),
        "answer": _("Needed where the authority does not confirm."),
    }

    def filter_export(self, queryset: QuerySet[PartnerQuestion], **kwargs: object) -> QuerySet[PartnerQuestion]:
        """Whoever has withdrawn the consent to be passed on stands in no sheet that is made from then on."""
        agreed = Consent.objects.standing().filter(kind=ConsentKind.SHARE_AUTHORITY).values("person")
        return queryset.filter(case__person__in=agreed).select_related("agency", "case__person", "case__employer")

    def dehydrate_kind(self, row: PartnerQuestion) -> str:
        return str(row.case.get_kind_display())

    def dehydrate_result(self, row: PartnerQuestion) -> Any:
        return str(row.get_result_display()) if row.result else None
