"""The value that a condition is compared with: which input it takes, how it is typed and how it is stored."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.editing.rule_typed import Typed, first
from policies.fact_fields import NO, YES, ListField, NumberField
from policies.rules import Field
from policies.rules.conditions import NO_VALUE
from policies.rules.parsing import LARGEST
from portal.core.money import format_number

NOTHING, FLAG, CHOICE, CHOICES, NUMBER, NUMBERS, DATE, SPAN, CODE, CODES = (
    "nothing", "flag", "choice", "choices", "number", "numbers", "date", "span", "code", "codes",
)  # fmt: skip
MANY = ("in", "not_in")
SHAPES = {"bool": (FLAG, FLAG), "enum": (CHOICE, CHOICES), "code": (CODE, CODES), "date": (DATE, DATE)}
FLAGS = {YES: True, NO: False}
DAY = {"type": "date"}
# What keeps the values of a list apart as they are typed; a comma is part of a number.
BREAKS = {NUMBERS: r"[\n;、]+", CODES: r"[\s,;、]+"}


def shape_of(field: Field | None, op: str) -> str:
    if field is None or op in NO_VALUE or not op:
        return NOTHING
    if op == "between_dates":
        return SPAN
    return SHAPES.get(field.type, (NUMBER, NUMBERS))[op in MANY]


def plain_number(number: Decimal) -> int | float:
    """The number as JSON holds it, exactly; ValueError where it has more digits than that."""
    if number == number.to_integral_value():
        return int(number)
    if Decimal(repr(float(number))) != number:
        raise ValueError(number)
    return float(number)


def check_figure(number: Decimal) -> None:
    if abs(number) > LARGEST:
        raise ValidationError(_("This number is too large."), code="large")
    try:
        plain_number(number)
    except ValueError as error:
        raise ValidationError(_("This number has too many decimal places."), code="places") from error


class FigureField(NumberField):
    """A number of a rule: within the bounds of the rules and exact as data."""

    def clean(self, value: Any) -> Decimal | None:
        number = super().clean(value)
        if number is not None:
            check_figure(number)
        return number


class FiguresField(ListField):
    def clean(self, value: Any) -> list[Any]:
        numbers = super().clean(value)
        for number in numbers:
            check_figure(number)
        return numbers


def value_fields(shape: str, field: Field | None, typed: Typed) -> dict[str, forms.Field]:
    """The inputs for a value, by their names; none where nothing is compared."""
    label = {"label": _("Compared with")}
    unit = field.unit if field else ""
    match shape:
        case "nothing":
            return {}
        case "flag":
            return {"value": forms.ChoiceField(choices=[("", "–"), (YES, _("Yes")), (NO, _("No"))], **label)}
        case "choice":
            return {"value": forms.ChoiceField(choices=[("", _("Choose")), *choices_of(field)], **label)}
        case "choices":
            widget = forms.CheckboxSelectMultiple
            choices = chosen_first(choices_of(field), typed.get("value", ()))
            return {"value": forms.MultipleChoiceField(choices=choices, widget=widget, **label)}
        case "number":
            return {"value": with_unit(FigureField(**label), unit)}
        case "numbers":
            return {"value": FiguresField(numbers=True, help_text=_("One number on each line."), **label)}
        case "date":
            return {"value": forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), **label)}
        case "span":
            names = {"first": _("First day"), "last": _("Last day")}
            return {name: _day(text) for name, text in names.items()}
        case "codes":
            hint = _("Codes of six digits, apart by commas.")
            return {"value": ListField(numbers=False, help_text=hint, **label)}
    return {"value": forms.CharField(max_length=40, help_text=_("Figures only, such as 370212 or 3702."), **label)}


def _day(label: object) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    return forms.DateField(label=label, widget=widget)


def with_unit(field: forms.Field, unit: str) -> forms.Field:
    field.unit = {"pct": "%", "m2": "m²"}.get(unit, unit)  # type: ignore[attr-defined]
    return field


def choices_of(field: Field | None) -> list[tuple[str, Any]]:
    return [(value, field.show(value)) for value in field.values] if field else []


def chosen_first(choices: list[tuple[str, Any]], chosen: Iterable[str]) -> list[tuple[str, Any]]:
    """What is chosen keeps its order, because a browser sends ticks in the order of the page."""
    by_value = dict(choices)
    ticked = [value for value in dict.fromkeys(chosen) if value in by_value]
    return [(value, by_value[value]) for value in ticked] + [one for one in choices if one[0] not in ticked]


def typed_value(shape: str, value: Any) -> Typed:
    """A stored value as it stands in the inputs; what does not fit them is shown as it is."""
    if value is None:
        return {}
    if shape == SPAN and isinstance(value, list | tuple):
        return {name: [str(day)] for name, day in zip(("first", "last"), value, strict=False)}
    if shape == CHOICES and isinstance(value, list | tuple):
        return {"value": [str(one) for one in value]}
    if isinstance(value, list | tuple):
        return {"value": [("\n" if shape == NUMBERS else ", ").join(map(written, value))]}
    return {"value": [written(value)]}


def written(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return format_number(Decimal(str(value))) if isinstance(value, int | float | Decimal) else str(value)


def stored_value(shape: str, form: forms.Form, typed: Typed) -> Any:
    """The value as a rule holds it; what cannot be read stays as it was typed, so that nothing is lost."""
    if shape == NOTHING:
        return None
    if shape == SPAN:
        days = [_stored_one(form.cleaned_data.get(name) or first(typed, name)) for name in ("first", "last")]
        return days if any(days) else None
    value = form.cleaned_data.get("value")
    if value in (None, "", []):
        return first(typed, "value") or None
    if shape == FLAG:
        return FLAGS[value]
    return [_stored_one(one) for one in value] if isinstance(value, list) else _stored_one(value)


def _stored_one(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def reshaped(old: str, new: str, typed: Typed) -> Typed:
    """What was typed into one kind of input, carried over into another as far as it goes."""
    values = [first(typed, name) for name in ("first", "last")] if old == SPAN else typed.get("value", [])
    if old in BREAKS:
        values = [part for text in values for part in re.split(BREAKS[old], text)]
    values = [value for value in values if value.strip()]
    if not values or new == NOTHING:
        return {}
    if new == SPAN:
        return {"first": values[:1], "last": values[-1:]}
    if new in (NUMBERS, CODES):
        return {"value": [("\n" if new == NUMBERS else ", ").join(values)]}
    return {"value": values if new == CHOICES else values[:1]}
