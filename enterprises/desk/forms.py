"""The forms of the steps: what is typed here goes to `application_flow.take` once, or stays on the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.decisions.reasons import REASONS, fits
from enterprises.enums import Outcome
from enterprises.evaluation import result_of
from enterprises.models import Application
from enterprises.permissions import current_decision
from enterprises.sections import targets
from portal.core.money import fen
from portal.reviews.step_forms import RequestForm, StepForm

GROUPS = {"fact": _("Conditions and figures"), "answer": _("Answers"), "paper": _("Application papers")}


class CorrectionForm(RequestForm):
    """The fields and papers of this application."""

    def __init__(self, application: Application, data: Any = None, *, marked: Mapping[str, str] | None = None) -> None:
        super().__init__(targets(application), GROUPS, data, marked=marked)
        self.application = application


class DecisionForm(StepForm):
    """Support or not, how much, why and on which clause. The rule's own amount is filled in."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=_("Amount in yuan"),
        help_text=_("At most what the rule gives; leave it empty when the application is not supported."),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=False,
    )
    reason_code = forms.ChoiceField(
        label=_("Coded reason"),
        help_text=_("What is counted; it stands in both languages above the reason in the letter."),
        required=False,
        choices=[("", "–"), *((one.code, one.label) for one in REASONS.values())],
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the letter to the applicant."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give the reason: it stands in the letter to the applicant.")},
    )
    clause = forms.CharField(
        label=_("Clause"),
        help_text=_("The clause of the policy document it rests on, such as 3.2."),
        max_length=40,
        required=False,
    )

    def __init__(self, application: Application, data: Any = None) -> None:
        super().__init__(data, initial=_draft(application))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        supported = cleaned.get("outcome") == Outcome.APPROVE
        if supported and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount, or choose not to support the application."))
        if cleaned.get("outcome") and not fits(cleaned.get("reason_code", ""), cleaned["outcome"]):
            self.add_error("reason_code", _("This reason belongs to the other outcome."))
        return cleaned

    def for_step(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        supported = cleaned["outcome"] == Outcome.APPROVE
        return {
            "outcome": cleaned["outcome"],
            "amount_fen": fen(cleaned["amount"]) if supported else 0,
            "reason_code": cleaned["reason_code"],
            "reason": cleaned["reason"],
            "clause": cleaned["clause"],
        }


def _draft(application: Application) -> dict[str, Any]:
    """The earlier draft if there is one, otherwise what the rule says."""
    earlier = current_decision(application)
    if earlier is not None:
        amount = earlier.amount_cny if earlier.amount_fen else application.computed_cny
        same = {name: getattr(earlier, name) for name in ("outcome", "reason_code", "reason", "clause")}
        return same | {"amount": amount}
    failed = [one.clause for one in result_of(application).conditions if one.verdict == "not_met" and one.clause]
    article = application.call.measure.article
    return {
        "outcome": Outcome.REJECT if failed else Outcome.APPROVE,
        "amount": application.computed_cny,
        "clause": ", ".join(failed)[:40] or str(article or ""),
    }
