"""The inputs of each kind of formula: what they are called, what may stand in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.editing.rule_values import FigureField, with_unit
from policies.rules import Field, Vocabulary
from policies.rules.formulas import MONEY

KINDS = {
    "rate": _("A share of an amount"),
    "per_unit": _("A fixed sum for each full unit"),
    "increment": _("A share of the increase"),
    "tiers": _("Fixed sums by tier"),
    "match": _("A fixed sum for each case of a list"),
    "sum": _("Several parts added up"),
}
OF_ITEMS = ("per_item_cap_cny", "max_items", "item_zh", "item_en")
INPUTS = {
    "rate": ("base", "pct", *OF_ITEMS),
    "per_unit": ("base", "unit", "amount_per_unit_cny"),
    "increment": ("current", "previous", "pct"),
    "tiers": ("base",),
    "match": ("base", "per_person"),
    "sum": (),
}
ROWS = {"tiers": ("from", "amount_cny"), "match": ("value", "amount_cny")}
ROWS_NAME = {"tiers": "tiers", "match": "cases"}
WHOLE = ("cap_cny", "once_per_applicant", "paid_on_approval")
PART = ("cap_unit", "cap_each")
LABELS = {
    "base": _("Worked out from"),
    "current": _("Figure of the period"),
    "previous": _("Figure of the period before"),
    "pct": _("Share"),
    "unit": _("Size of a full unit"),
    "amount_per_unit_cny": _("Sum for each full unit"),
    "per_item_cap_cny": _("Ceiling for each item"),
    "max_items": _("Number of items that count"),
    "item_zh": _("What an item is called, in Chinese"),
    "item_en": _("What an item is called, in English"),
    "per_person": _("For each person, one line a person"),
    "from": _("From"),
    "value": _("Case of the list"),
    "amount_cny": _("Sum"),
    "cap_unit": _("Ceiling grows with"),
    "cap_each": _("Ceiling for each one"),
    "cap_cny": _("Ceiling for each applicant and year"),
    "once_per_applicant": _("Granted only once to each applicant"),
    "paid_on_approval": _("Share paid on approval"),
}
HINTS = {
    "per_item_cap_cny": _("Only for audited eligible cost; costs are then asked one by one."),
    "paid_on_approval": _("The rest is paid after acceptance. Empty: all at once."),
    "cap_unit": _("For example the number of booths. Empty: this part has no ceiling of its own."),
    "item_zh": _("With its counter, such as 项认证."),
}
UNITS = {
    "pct": "%", "paid_on_approval": "%", "amount_per_unit_cny": "CNY", "per_item_cap_cny": "CNY", "amount_cny": "CNY",
    "cap_each": "CNY", "cap_cny": "CNY",
}  # fmt: skip
TEXTS = ("item_zh", "item_en")
TICKS = ("per_person", "once_per_applicant")
FIELDS = ("base", "current", "previous", "cap_unit")
# What may be left empty; everything else is needed before the formula says anything.
OPTIONAL = ("per_item_cap_cny", "max_items", *TEXTS, *TICKS, "paid_on_approval", *PART)


def candidates(name: str, kind: str, words: Vocabulary) -> list[tuple[str, Any]]:
    """The facts that an input of this kind can be worked out from."""

    def fits(field: Field) -> bool:
        if name == "cap_unit":
            return field.type == "integer"
        if kind in ("rate", "increment"):
            return field.numeric and field.unit in MONEY
        return field.type == "enum" if kind == "match" else field.numeric

    return [(code, field.label) for code, field in words.fields.items() if fits(field)]


def formula_field(name: str, kind: str, words: Vocabulary, base: Field | None) -> forms.Field:
    common: dict[str, Any] = {"label": LABELS[name], "help_text": HINTS.get(name, "")}
    common["required"] = name not in OPTIONAL
    if name in TICKS:
        return forms.BooleanField(**common)
    if name in TEXTS:
        return forms.CharField(max_length=40, **common)
    if name in FIELDS:
        return forms.ChoiceField(choices=[("", _("Choose")), *candidates(name, kind, words)], **common)
    if name == "value":
        choices = [(value, base.show(value)) for value in base.values] if base else []
        return forms.ChoiceField(choices=[("", _("Choose")), *choices], **common)
    unit = base.unit if base and name in ("from", "unit") else UNITS.get(name, "")
    return with_unit(FigureField(**common), unit)
