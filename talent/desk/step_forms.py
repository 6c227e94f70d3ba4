"""The forms of the steps of a facilitation case: what is typed here goes to the flow once, or stays on the page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.calendars.workdays import due_on
from portal.core import clock
from portal.reviews.step_forms import RequestForm, StepForm
from talent.cases.enums import LetterOutcome
from talent.cases.permissions import current_letter
from talent.cases.table import limit, row_of_kind
from talent.cases.targets import targets
from talent.desk.letter_texts import proposed
from talent.models import Agency, TalentCase

SECTIONS = {"field": _("Fields"), "paper": _("Papers")}
DAY = forms.DateInput(attrs={"type": "date"})


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CaseRequestForm(RequestForm):
    """The one complete list of what the person must correct."""

    def __init__(self, case: TalentCase, data: Any = None, *, marked: Mapping[str, str] | None = None) -> None:
        super().__init__(targets(case), SECTIONS, data, marked=marked)


class NotAcceptedForm(StepForm):
    """The reason in both languages: the letter carries both."""

    comment = forms.CharField(
        label=_("Reason in Chinese"),
        help_text=_("The person reads it word for word."),
        max_length=2000,
        widget=area(4),
        error_messages={"required": _("Write the reason or the result: it stays with the case.")},
    )
    reason_en = forms.CharField(
        label=_("Reason in English"),
        help_text=_("The letter carries both texts, paragraph beside paragraph."),
        max_length=4000,
        widget=area(4),
    )

    def __init__(self, case: TalentCase, data: Any = None) -> None:
        super().__init__(data)

    def for_step(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("comment", "reason_en")}


class AskPartnerForm(StepForm):
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Partner authority"))
    question = forms.CharField(
        label=_("Question"),
        help_text=_("What the authority is asked to confirm. No passport number and no date of birth."),
        max_length=2000,
        widget=area(4),
    )
    due_on = forms.DateField(label=_("Answer by"), widget=DAY)

    def __init__(self, case: TalentCase | None, data: Any = None) -> None:
        """Without a case: a question for several of them."""
        super().__init__(data)
        code = row_of_kind(case.kind)["partner"] if case else ""
        self.fields["agency"].queryset = Agency.objects.order_by("order", "code")
        self.fields["agency"].initial = Agency.objects.filter(code=code).first() if code else None
        usual = limit("partner")
        self.fields["due_on"].initial = due_on(clock.today(), usual.n, usual.unit).on

    def clean_due_on(self) -> Any:
        due = self.cleaned_data["due_on"]
        if due < clock.today():
            raise forms.ValidationError(_("The day of the answer lies in the past."))
        return due

    def for_step(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agency", "question", "due_on")}


class PartnerAnswerForm(StepForm):
    confirmed = forms.TypedChoiceField(
        label=_("Answer of the authority"),
        choices=[("yes", _("It confirms")), ("no", _("It does not confirm"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What it said"),
        help_text=_("Needed where it does not confirm."),
        max_length=2000,
        required=False,
        widget=area(4),
    )
    reference = forms.CharField(label=_("Reference of the answer"), max_length=100, required=False)

    def __init__(self, case: TalentCase, data: Any = None) -> None:
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("confirmed") is False and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Write down why the partner authority does not confirm."))
        return cleaned

    def for_step(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("confirmed", "answer", "reference")}


class LetterForm(StepForm):
    """Both halves of the letter; the usual text of its kind is filled in."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(one.value, one.label) for one in (LetterOutcome.ISSUE, LetterOutcome.REFUSE)],
        widget=forms.RadioSelect,
    )
    body_zh = forms.CharField(
        label=_("Text in Chinese"),
        help_text=_("The letter carries both texts, paragraph beside paragraph."),
        max_length=4000,
        widget=area(6),
    )
    body_en = forms.CharField(label=_("Text in English"), max_length=4000, widget=area(6))
    basis = forms.CharField(
        label=_("Legal basis"), help_text=_("Needed for a refusal."), max_length=300, required=False
    )
    valid_until = forms.DateField(
        label=_("Valid until"), help_text=_("For a letter that is issued."), required=False, widget=DAY
    )

    def __init__(self, case: TalentCase, data: Any = None) -> None:
        super().__init__(data, initial=_draft(case))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        until, outcome = cleaned.get("valid_until"), cleaned.get("outcome")
        if until is not None and until < clock.today():
            self.add_error("valid_until", _("The letter would have run out already. Choose a later day."))
        if outcome == LetterOutcome.REFUSE and not cleaned.get("basis", "").strip():
            self.add_error("basis", _("Name the legal basis of the refusal."))
        for name in ("body_zh", "body_en"):
            if "…" in cleaned.get(name, "") and outcome == LetterOutcome.ISSUE:
                self.add_error(name, _("Put the missing words where “…” stands."))
        return cleaned

    def for_step(self) -> dict[str, Any]:
        names = ("outcome", "body_zh", "body_en", "basis", "valid_until")
        return {name: self.cleaned_data[name] for name in names}


def _draft(case: TalentCase) -> dict[str, Any]:
    """What was drafted before and sent back, otherwise the usual text."""
    earlier = current_letter(case) or case.letters.filter(signed_at=None).order_by("-pk").first()
    if earlier is not None:
        return {name: getattr(earlier, name) for name in ("outcome", "body_zh", "body_en", "basis", "valid_until")}
    days = row_of_kind(case.kind)["letter"]["valid_days"]
    usual = proposed(case)
    return usual | {"outcome": LetterOutcome.ISSUE, "valid_until": clock.today() + timedelta(days=days)}


FORMS: dict[str, type[StepForm]] = {
    "send_back": CaseRequestForm,
    "refuse_acceptance": NotAcceptedForm,
    "ask_partner": AskPartnerForm,
    "enter_answer": PartnerAnswerForm,
    "draft_letter": LetterForm,
}


def form_class_of(name: str) -> Any:
    return FORMS.get(name)
