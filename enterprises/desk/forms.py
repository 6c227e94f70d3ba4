"""The forms of the steps: what is typed here goes to `application_flow.take` once, or stays on the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from enterprises.decisions.reasons import REASONS, fits
from enterprises.enums import Outcome
from enterprises.evaluation import result_of
from enterprises.models import Application
from enterprises.permissions import current_decision
from enterprises.sections import targets
from portal.core.money import fen
from portal.reviews.enums import RequestKind

GROUPS = {"fact": _("Conditions and figures"), "answer": _("Answers"), "paper": _("Application papers")}


class StepForm(forms.Form):
    """A step that needs nothing but the click."""

    def redrawn(self) -> None:
        """Shown with what was typed, and nothing in it judged yet."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def for_step(self) -> dict[str, Any]:
        """What goes to the step, in the words of its guards and effects."""
        return {}


class CommentForm(StepForm):
    comment = forms.CharField(
        label=_("Reason or result"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason or the result: it stays with the case.")},
    )

    def __init__(self, *args: Any, told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = _("The applicant reads it word for word.") if told else _("Only officials read it.")
        self.fields["comment"].help_text = reader

    def for_step(self) -> dict[str, Any]:
        return {"comment": self.cleaned_data["comment"]}


class CorrectionForm(StepForm):
    """One complete list of what to correct: for each field and paper a mark, why, and how."""

    kind = forms.ChoiceField(
        label=_("What kind of correction"),
        choices=[
            (RequestKind.INCOMPLETE, _("Something is missing: the applicant adds it")),
            (RequestKind.INCORRECT, _("Something does not agree: the applicant corrects or explains it")),
        ],
        initial=RequestKind.INCOMPLETE,
        widget=forms.RadioSelect,
    )

    def __init__(self, application: Application, data: Any = None, *, marked: Mapping[str, str] | None = None) -> None:
        """`marked` are targets that are ticked from the start, each with why, as far as the review said so."""
        super().__init__(data)
        self.application = application
        marked = marked or {}
        self.names = targets(application)
        for number, (target, name) in enumerate(self.names.items()):
            self.fields[f"mark_{number}"] = forms.BooleanField(label=name, required=False, initial=target in marked)
            self.fields[f"why_{number}"] = forms.CharField(
                label=_("Why"), max_length=500, required=False, initial=marked.get(target, "")
            )
            self.fields[f"how_{number}"] = forms.CharField(
                label=_("How to put it right"), max_length=500, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(len(self.names)):
            if (
                cleaned.get(f"mark_{number}")
                and not cleaned.get(f"why_{number}")
                and f"why_{number}" not in self.errors
            ):
                self.add_error(f"why_{number}", _("Say why: the applicant reads it."))
            if cleaned.get(f"why_{number}") and not cleaned.get(f"mark_{number}"):
                self.add_error(f"mark_{number}", _("Tick this as well, or clear what you wrote below it."))
        if not self.errors and not self.lines():
            raise ValidationError(_("Mark at least one field or paper, and say why it must be corrected."))
        return cleaned

    def lines(self) -> list[dict[str, str]]:
        """The marked fields and papers, as the step wants them, with the name that the applicant reads."""
        values = self.cleaned_data
        return [
            {"target": target, "name": name, "why": values[f"why_{number}"], "how": values.get(f"how_{number}", "")}
            for number, (target, name) in enumerate(self.names.items())
            if values.get(f"mark_{number}")
        ]

    def groups(self) -> list[dict[str, Any]]:
        """For the page: the fields of each target, by section."""
        rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in GROUPS}
        for number, target in enumerate(self.names):
            fields = {part: self[f"{part}_{number}"] for part in ("mark", "why", "how")}
            rows[target.partition(":")[0]].append(fields)
        return [{"title": GROUPS[kind], "rows": found} for kind, found in rows.items() if found]

    def for_step(self) -> dict[str, Any]:
        return {"lines": self.lines(), "kind": self.cleaned_data["kind"]}


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
