"""Form fields for the questions that rules ask. What people type is read kindly: 1,200,000 or １２００ is a number."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.rules import OFFICIAL, Question

YES, NO, UNSURE = "yes", "no", "official"
ANSWERS = {YES: True, NO: False, UNSURE: OFFICIAL}
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
UNITS = {
    "CNY": "CNY",
    "USD": "USD",
    "pct": "%",
    "years": _("years"),
    "months": _("months"),
    "m2": "m²",
}
# So few choices are shown at once instead of in a list that must be opened.
FEW = 5
MOST_ENTRIES = 100


def read_number(text: str) -> Decimal:
    plain = re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", text))
    if not NUMBER.fullmatch(plain):
        raise ValidationError(_("Give a number."), code="number")
    return Decimal(plain)


def write_number(number: Any) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class NumberField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().to_python(value)
        return read_number(text) if text else None

    def run_validators(self, value: Any) -> None:
        """The validators of a text do not fit a number; the rules check its range."""

    def prepare_value(self, value: Any) -> Any:
        return write_number(value) if isinstance(value, Decimal | int | float) else value


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or “leave it to an official” where the applicant cannot know."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(YES, _("Yes")), (NO, _("No")), (UNSURE, _("I am not sure: leave it to an official"))]
        super().__init__(
            choices=choices, coerce=ANSWERS.__getitem__, empty_value=None, widget=forms.RadioSelect, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return next((text for text, answer in ANSWERS.items() if value is not None and answer == value), value)


class ListField(forms.CharField):
    """Several values: one a line for costs, apart by commas or blanks for classes of people."""

    def __init__(self, *, numbers: bool, **kwargs: Any) -> None:
        self.numbers = numbers
        widget = forms.Textarea(attrs={"rows": 3}) if numbers else forms.TextInput()
        super().__init__(widget=widget, max_length=4000, **kwargs)

    def to_python(self, value: Any) -> list[Any]:  # type: ignore[override]
        text = unicodedata.normalize("NFKC", super().to_python(value))
        parts = [part for part in re.split(r"[;\n、]+" if self.numbers else r"[\s,;、]+", text) if part.strip()]
        if len(parts) > MOST_ENTRIES:
            raise ValidationError(_("Give at most %(limit)s entries."), code="many", params={"limit": MOST_ENTRIES})
        return [read_number(part) if self.numbers else part.upper() for part in parts]

    def validate(self, value: list[Any]) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The length was bounded before the text was taken apart."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(map(write_number, value)) if self.numbers else ", ".join(map(str, value))
        return value

    def clean(self, value: Any) -> list[Any]:
        if len(str(value or "")) > 4000:
            raise ValidationError(_("Give at most %(limit)s entries."), code="many", params={"limit": MOST_ENTRIES})
        return super().clean(value)


def form_field(question: Question) -> forms.Field:
    """The field for a question; its `unit` is what stands behind the box."""
    common: dict[str, Any] = {"label": question.label, "help_text": question.help}
    field = _field(question, common)
    unit = "" if isinstance(field, ListField) else UNITS.get(question.unit, question.unit)
    field.unit = unit  # type: ignore[attr-defined]
    return field


def _field(question: Question, common: dict[str, Any]) -> forms.Field:
    match question.kind:
        case "bool":
            return YesNoField(**common)
        case "choice" if question.choices:
            return _choice(question, common)
        case "choice":
            return forms.CharField(max_length=40, **common)
        case "date":
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(widget=widget, **common)
        case "people" | "items":
            return ListField(numbers=question.kind == "items", **common | {"help_text": _list_help(question)})
        case _:
            return NumberField(**common)


def _choice(question: Question, common: dict[str, Any]) -> forms.ChoiceField:
    if len(question.choices) <= FEW:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("Choose")), *question.choices], **common)


def _list_help(question: Question) -> str:
    if question.kind == "items":
        hint = _("One amount on each line, in CNY.")
    else:
        codes = ", ".join(code for code, _label in question.choices)
        hint = _("One class for each person, apart by commas: %(codes)s.") % {"codes": codes}
    return f"{hint} {question.help}".strip()
