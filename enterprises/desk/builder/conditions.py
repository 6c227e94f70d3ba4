"""A condition as rows of selects: field, comparison, value. All of them must hold, or one is enough."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.condition_problems import operators_for
from enterprises.call_forms.conditions import NEEDS_NO_VALUE, leaves
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.words import OPERATORS
from enterprises.enums import FieldKind
from policies.fact_fields import NumberField, write_number

ROWS = 4
Known = dict[str, FieldDef]


class ConditionRow(forms.Form):
    """The inputs follow the field that was chosen; another field is followed by “Show the inputs”."""

    def __init__(self, known: Known, stored: dict[str, Any], data: Any, number: int) -> None:
        self.known, prefix = known, f"if-{number}"
        chosen = data.get(f"{prefix}-field", "") if data is not None else str(stored.get("field", ""))
        self.target = known.get(chosen)
        super().__init__(data, prefix=prefix, initial=stored)
        choices = [("", _("Choose")), *[(code, f"{field.label} ({code})") for code, field in known.items()]]
        self.fields["field"] = forms.ChoiceField(label=_("Field"), choices=choices, required=False)
        if self.target is None:
            return
        operators = [(code, label) for code, label in OPERATORS.items() if code in operators_for(self.target.kind)]
        self.fields["op"] = forms.ChoiceField(label=_("Comparison"), choices=operators, required=False)
        value = _value_field(self.target)
        if value is not None:
            self.fields["value"] = value
            if isinstance(stored.get("value"), list):
                self.initial["value"] = stored["value"]
            elif isinstance(value, forms.MultipleChoiceField) and stored.get("value") is not None:
                self.initial["value"] = [stored["value"]]

    def leaf(self) -> dict[str, Any] | None:
        """The condition as it is stored; None for an empty row."""
        if self.target is None or not self.cleaned_data.get("field"):
            return None
        operator = self.cleaned_data.get("op") or next(iter(OPERATORS))
        found: dict[str, Any] = {"field": self.target.code, "op": operator}
        if operator in NEEDS_NO_VALUE:
            return found
        return found | {"value": _stored(self.target, operator, self.cleaned_data.get("value"))}


def _value_field(field: FieldDef) -> forms.Field | None:
    match field.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            choices = [(option.value, option.label) for option in field.options]
            return forms.MultipleChoiceField(
                label=_("Value"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
                help_text=_("Several only with “is one of”."),
            )  # fmt: skip
        case FieldKind.NUMBER | FieldKind.MONEY:
            return NumberField(label=_("Value"), required=False)
        case FieldKind.DATE:
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(label=_("Value"), required=False, widget=widget)
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return forms.CharField(label=_("Value"), required=False, max_length=200)
        case _:
            return None


def _stored(field: FieldDef, operator: str, value: Any) -> Any:
    if isinstance(value, list):
        return value if operator == "in" else next(iter(value), "")
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return "" if value is None else write_number(value)
    return value.isoformat() if hasattr(value, "isoformat") else value or ""


class ConditionForm:
    """The condition of a section or field. `known`: the fields that stand before it."""

    def __init__(self, known: Known, stored: Any, data: Any = None) -> None:
        joint = "any" if isinstance(stored, dict) and "any" in stored else "all"
        self.is_flat = _is_flat(stored)
        old = list(leaves(stored)) if stored else []
        chosen = [("all", _("all of these hold")), ("any", _("one of these holds"))]
        self.joint_form = forms.Form(data, initial={"joint": joint})
        self.joint_form.fields["joint"] = forms.ChoiceField(
            label=_("Shown if"), choices=chosen, initial=joint, required=False
        )
        self.stored = stored
        self.rows = [
            ConditionRow(known, old[n] if n < len(old) else {}, data, n) for n in range(max(ROWS, len(old)))
        ] if known else []  # fmt: skip

    @property
    def joint(self) -> Any:
        return self.joint_form["joint"]

    def is_valid(self) -> bool:
        return self.joint_form.is_valid() and (not [row for row in self.rows if not row.is_valid()])

    def value(self) -> Any:
        """None without any row; one row stands by itself."""
        found = [leaf for row in self.rows if (leaf := row.leaf()) is not None]
        if len(found) < 2:
            return found[0] if found else None
        return {self.joint_form.cleaned_data["joint"] or "all": found}


def _is_flat(stored: Any) -> bool:
    """Conditions within conditions come from elsewhere; saving on the page would flatten them."""
    parts = stored.get("all") or stored.get("any") or [] if isinstance(stored, dict) else []
    return not any(isinstance(part, dict) and ("all" in part or "any" in part) for part in parts)
