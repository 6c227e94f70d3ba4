"""The form field of each kind. What people type is read kindly: full-width digits and commas are a number."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.limits import MOST_DIGITS, decimals, max_length, whole
from enterprises.call_forms.table import TableField
from enterprises.enums import FieldKind
from policies.fact_fields import NumberField
from portal.attachments.forms import AttachmentField
from portal.core import clock
from portal.core.money import format_number

# So few choices are shown at once instead of in a list that must be opened.
FEW = 7
EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2200, 12, 31)


class FigureField(NumberField):
    """A number within its limits."""

    def __init__(self, field: FieldDef, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = decimals(field)
        usual = "0" if field.kind == FieldKind.MONEY else None
        self.least, self.most = _decimal(field.limits.get("min", usual)), _decimal(field.limits.get("max"))

    def to_python(self, value: Any) -> Decimal | None:
        number = super().to_python(value)
        if number is None:
            return None
        if number.adjusted() >= MOST_DIGITS:
            raise ValidationError(_("This number is too large. Check its zeros and its unit."), code="digits")
        if number != round(number, self.places):
            text = _("Give at most %(places)s places after the decimal point.")
            raise ValidationError(text, code="places", params={"places": self.places})
        return self._within(number)

    def _within(self, number: Decimal) -> Decimal:
        if self.least is not None and number < self.least:
            text = _("Give at least %(limit)s.")
            raise ValidationError(text, code="min", params={"limit": format_number(self.least)})
        if self.most is not None and number > self.most:
            text = _("Give at most %(limit)s.")
            raise ValidationError(text, code="max", params={"limit": format_number(self.most)})
        return number

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else super().prepare_value(value)


class DayField(forms.DateField):
    """A day within its limits; `today` moves with the calendar."""

    def __init__(self, field: FieldDef, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"], **kwargs)
        self.earliest, self.latest = field.limits.get("not_before"), field.limits.get("not_after")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        earliest, latest = limit_day(self.earliest) or EARLIEST, limit_day(self.latest) or LATEST
        if day is not None and day < earliest:
            text = _("Give %(day)s or a later day.")
            raise ValidationError(text, code="early", params={"day": formats.date_format(earliest)})
        if day is not None and day > latest:
            text = _("Give %(day)s or an earlier day.")
            raise ValidationError(text, code="late", params={"day": formats.date_format(latest)})
        return day


class LongTextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        """A browser sends two characters for the end of a line and counts one."""
        return super().to_python(value).replace("\r\n", "\n")


class SeveralField(forms.MultipleChoiceField):
    def __init__(self, field: FieldDef, **kwargs: Any) -> None:
        super().__init__(choices=_choices(field), widget=forms.CheckboxSelectMultiple, **kwargs)
        self.most = whole(field.limits, "max_choices", len(field.options), len(field.options))

    def clean(self, value: Any) -> list[str]:
        chosen = list(dict.fromkeys(super().clean(value)))
        if self.most and len(chosen) > self.most:
            raise ValidationError(_("Choose at most %(limit)s."), code="many", params={"limit": self.most})
        return chosen


def form_field(field: FieldDef, *, partial: bool = False, given: bool = False) -> forms.Field:
    """The field that reads an answer. `partial`: it may be missing; `given`: a file is there already."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": field.required and not partial and not given,
    }
    made = _made(field, common, partial)
    made.unit = _("CNY") if field.kind == FieldKind.MONEY else ""  # type: ignore[attr-defined]
    return made


def _made(field: FieldDef, common: dict[str, Any], partial: bool) -> forms.Field:
    match field.kind:
        case FieldKind.LONG_TEXT:
            return LongTextField(max_length=max_length(field), widget=forms.Textarea(attrs={"rows": 6}), **common)
        case FieldKind.NUMBER | FieldKind.MONEY:
            return FigureField(field, **common)
        case FieldKind.DATE:
            return DayField(field, **common)
        case FieldKind.CHOICE:
            return _choice(field, common)
        case FieldKind.CHOICES:
            return SeveralField(field, **common)
        case FieldKind.FILE:
            return AttachmentField(**common)
        case FieldKind.TABLE:
            return TableField(field, lambda column: _cell(column, partial), partial=partial, **common)
        case FieldKind.STATEMENT:
            required = _("Tick this: without it the section is not complete.")
            return forms.BooleanField(error_messages={"required": required}, **common)
        case _:
            return forms.CharField(max_length=max_length(field), **common)


def _cell(column: FieldDef, partial: bool) -> forms.Field:
    """A choice in a table is a list, whatever its length."""
    made = form_field(column, partial=partial)
    if column.kind == FieldKind.CHOICE:
        made.widget = forms.Select(choices=[("", _("Choose")), *_choices(column)])
    return made


def _choices(field: FieldDef) -> list[tuple[str, str]]:
    return [(option.value, option.label) for option in field.options]


def _choice(field: FieldDef, common: dict[str, Any]) -> forms.ChoiceField:
    if len(field.options) <= FEW:
        return forms.ChoiceField(choices=_choices(field), widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("Choose")), *_choices(field)], **common)


def limit_day(value: Any) -> dt.date | None:
    if value == "today":
        return clock.today()
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
