"""The pages of one section and of one field, in Chinese and English side by side. A draft may keep gaps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.limits import CODE
from enterprises.desk.builder.conditions import ConditionForm
from enterprises.desk.builder.limit_fields import given_limits, limit_fields
from enterprises.desk.builder.rows import column_rows, option_rows
from enterprises.enums import FieldKind
from enterprises.models import FormField, FormSection
from enterprises.prefill import prefill_choices

Known = dict[str, FieldDef]


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
        self.fields |= limit_fields(self.kind, instance.limits)
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
        field.limits = given_limits(self.kind, self.cleaned_data)
        field.options = self.options.value() if self.options else []
        field.columns = self.columns.value() if self.columns else []
        if self.condition.is_flat:
            field.show_if = self.condition.value()
