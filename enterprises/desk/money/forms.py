"""The forms of the steps after the payment: how far the target was met, and how much must come back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises import budget
from enterprises.desk.calls.form import yuan_field
from enterprises.enums import Grade
from enterprises.models import Application
from enterprises.money.controls import last_finding
from portal.core.money import fen, format_cny, yuan
from portal.reviews.step_forms import CommentForm


class EvaluationForm(CommentForm):
    grade = forms.ChoiceField(label=_("Performance target"), choices=Grade, widget=forms.RadioSelect)
    field_order = ("grade", "comment")

    def __init__(self, application: Application, data: Any = None) -> None:
        super().__init__(data, told=True)

    def for_step(self) -> dict[str, Any]:
        return super().for_step() | {"grade": self.cleaned_data["grade"]}


class RecoveryForm(CommentForm):
    """What a control found is filled in."""

    amount = yuan_field(label=_("Amount in yuan"))
    interest = yuan_field(label=_("Interest in yuan"), required=False, help_text=_("Empty: none is demanded."))
    interest_basis = forms.CharField(
        label=_("How the interest is reckoned"), max_length=200, required=False,
        help_text=_("From when, at which rate, by which rule; it stands on the demand."),
    )  # fmt: skip
    clause = forms.CharField(label=_("Clause"), max_length=40, required=False)
    field_order = ("amount", "interest", "interest_basis", "comment", "clause")

    def __init__(self, application: Application, data: Any = None) -> None:
        paid, finding = budget.paid(application), last_finding(application)
        super().__init__(
            data, told=True, initial={"amount": yuan(paid), "comment": finding.findings if finding else ""}
        )
        most = _("At most %(paid)s, which is what was paid.") % {"paid": format_cny(yuan(paid))}
        self.fields["amount"].help_text = most

    def for_step(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return super().for_step() | {
            "amount_fen": fen(cleaned["amount"]),
            "interest_fen": fen(cleaned["interest"] or 0),
            "interest_basis": cleaned["interest_basis"],
            "clause": cleaned["clause"],
        }
