"""The pages of one section and of one field, in Chinese and English side by side. A draft may keep gaps."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.limits import BY_KIND, CODE
from enterprises.desk.builder.conditions import ConditionForm
from enterprises.desk.builder.rows import column_rows, option_rows
from enterprises.enums import FieldKind
from enterprises.models import FormField, FormSection
from enterprises.prefill import prefill_choices
from policies.fact_fields import NumberField, write_number

Known = dict[str, FieldDef]
LIMITS = {
    "max_length": _("At most so many characters"),
    "min": _("At least"),
    "max": _("At most"),
    "decimals": _("Places after the decimal point"),
    "not_before": _("Not before (a day, or today)"),
    "not_after": _("Not after (a day, or today)"),
    "max_choices": _("At most so many choices"),
    "max_files": _("At most so many files"),
    "min_rows": _("At least so many rows"),
    "max_rows": _("At most so many rows"),
}
WHOLE = ("max_length", "decimals", "max_choices", "max_files", "min_rows", "max_rows")
DAY = re.compile(r"today|今天|\d{4}-\d{2}-\d{2}", re.ASCII)


def check_code(code: str, taken: set[str]) -> str:
    if not CODE.fullmatch(code):
        raise ValidationError(_("The code takes small letters, digits and underscores only, and begins with a letter."))
    if code in taken:
        raise ValidationError(_("Another one has this code already."))
    return code


class SectionForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = FormSection
        fields = ("code", "title_zh", "title_en", "intro_zh", "intro_en")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("intro_zh", "intro_en")}

    def __init__(self, instance: FormSection, known: Known, taken: set[str], seen: str, data: Any = None) -> None:
        super().__init__(data, instance=instance, initial={"seen": seen})
        self.taken = taken
        self.condition = ConditionForm(known, instance.show_if, data)
        for name in ("title_zh", "title_en"):
            self.fields[name].required = False

    def clean_code(self) -> str:
        return check_code(self.cleaned_data["code"], self.taken)

    def is_valid(self) -> bool:
        return super().is_valid() & self.condition.is_valid()

    def write(self, section: FormSection) -> None:
        for name in self.Meta.fields:
            setattr(section, name, self.cleaned_data[name])
        if self.condition.is_flat:
            section.show_if = self.condition.value()


class FieldForm(forms.ModelForm):
    """Its inputs are those of the kind that is chosen; after another choice, “Show the inputs” brings them."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = FormField
        fields = ("code", "kind", "label_zh", "label_en", "help_zh", "help_en", "required", "reference", "prefill")

    def __init__(self, instance: FormField, known: Known, taken: set[str], seen: str, data: Any = None) -> None:
        super().__init__(data, instance=instance, initial={"seen": seen})
        self.taken = taken
        kind = data.get("kind") if data is not None else instance.kind
        self.kind = FieldKind(kind) if kind in FieldKind.values else FieldKind.TEXT
        for name in ("label_zh", "label_en"):
            self.fields[name].required = False
        for name in ("help_zh", "help_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["prefill"] = forms.ChoiceField(
            label=_("Filled in from"), choices=[("", _("Nothing")), *prefill_choices()], required=False
        )
        self.fields["reference"].choices = [("", _("Any number of times")), *self.fields["reference"].choices[1:]]
        for name in BY_KIND[self.kind]:
            self.fields[f"limit_{name}"] = _limit_field(name, instance.limits.get(name))
        choice = self.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        self.options = option_rows(instance.options, data) if choice else None
        self.columns = column_rows(instance.columns, data) if self.kind == FieldKind.TABLE else None
        self.condition = ConditionForm(known, instance.show_if, data)

    def clean_code(self) -> str:
        return check_code(self.cleaned_data["code"], self.taken)

    @property
    def parts(self) -> list[Any]:
        return [part for part in (self.options, self.columns, self.condition) if part is not None]

    def is_valid(self) -> bool:
        return super().is_valid() & (not [part for part in self.parts if not part.is_valid()])

    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("limit_")]

    def write(self, field: FormField) -> None:
        for name in self.Meta.fields:
            setattr(field, name, self.cleaned_data[name])
        field.limits = {
            name: value
            for name in BY_KIND[self.kind]
            if (value := self.cleaned_data.get(f"limit_{name}")) not in (None, "")
        }
        field.limits = {
            name: value if isinstance(value, int | str) else write_number(value) for name, value in field.limits.items()
        }
        field.options = self.options.value() if self.options else []
        field.columns = _with_limits(self.columns.value(), field.columns) if self.columns else []
        if self.condition.is_flat:
            field.show_if = self.condition.value()


def _with_limits(columns: list[dict[str, Any]], before: Any) -> list[dict[str, Any]]:
    """The limits of a column have no inputs: it keeps those it has as long as its kind stays."""
    kept = {(row.get("code"), row.get("kind")): row.get("limits") for row in before or [] if isinstance(row, dict)}
    limits = [kept.get((column["code"], column["kind"])) for column in columns]
    return [column | ({"limits": one} if one else {}) for column, one in zip(columns, limits, strict=True)]


class DayLimit(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not DAY.fullmatch(text):
            raise ValidationError(_("Write a day like 2026-11-30, or today."))
        return "today" if text == "今天" else text


def _limit_field(name: str, stored: Any) -> forms.Field:
    common = {"label": LIMITS[name], "required": False, "initial": stored}
    if name in WHOLE:
        return forms.IntegerField(min_value=0, max_value=100_000, **common)
    return DayLimit(max_length=10, **common) if name.startswith("not_") else NumberField(**common)
