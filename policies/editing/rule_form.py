"""One condition as a row of inputs: what is asked, how it is compared, with what, and its own wording."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.editing import rule_values
from policies.editing.draft_form import DraftForm
from policies.editing.rule_sentences import Pair
from policies.editing.rule_typed import Typed, first, for_form
from policies.rules import Field, Vocabulary
from policies.rules.conditions import ALLOWED
from policies.rules.texts import listing

OPERATORS = {
    "eq": _("equals"),
    "ne": _("differs from"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "gte": _("is at least"),
    "lte": _("is at most"),
    "gt": _("is more than"),
    "lt": _("is less than"),
    "prefix": _("begins with"),
    "is_true": _("must be yes"),
    "is_false": _("must be no"),
    "between_dates": _("lies between two days"),
}
DATES = {
    "gte": _("is on or after"),
    "lte": _("is on or before"),
    "gt": _("is after"),
    "lt": _("is before"),
}
GROUPS = (("all", _("Must be met")), ("any", _("One of several is enough")))
WORDING = ("clause", "msg_zh", "msg_en")
LENGTHS = {"clause": 40, "msg_zh": 300, "msg_en": 300}


def operators_of(field: Field | None, words: Vocabulary) -> dict[str, Any]:
    """The comparisons that this kind of field allows, with their names."""
    if field is None:
        return {}
    special = DATES if field.type == "date" else {}
    return {op: special.get(op, OPERATORS[op]) for op in ALLOWED[field.type] if op in words.operators}


def field_choices(words: Vocabulary) -> list[tuple[str, Any]]:
    return [(code, field.label) for code, field in words.fields.items()]


def typed_condition(entry: Any, group: str, words: Vocabulary) -> Typed:
    """A stored condition as it stands in the inputs."""
    data = entry if isinstance(entry, dict) else {}
    code, op = str(data.get("field") or ""), str(data.get("op") or "")
    shape = rule_values.shape_of(words.fields.get(code), op)
    typed = {"group": [group], "field": [code], "op": [op], "shown": [f"{code}|{op}"]}
    typed |= {name: [str(data[name])] for name in WORDING if data.get(name)}
    return typed | rule_values.typed_value(shape, data.get("value"))


def adapted(typed: Typed, words: Vocabulary) -> Typed:
    """After another field or comparison was chosen, the inputs follow; what was typed goes along if it fits."""
    code, op = first(typed, "field"), first(typed, "op")
    field = words.fields.get(code)
    old_code, _bar, old_op = first(typed, "shown").partition("|")
    old_field = words.fields.get(old_code)
    if code != old_code and op not in operators_of(field, words):
        op = next(iter(operators_of(field, words)), "")
    old, new = rule_values.shape_of(old_field, old_op), rule_values.shape_of(field, op)
    kept = {name: values for name, values in typed.items() if name not in ("value", "first", "last")}
    kept |= {"op": [op], "shown": [f"{code}|{op}"]}
    if code == old_code and old == new:
        return kept | {name: typed[name] for name in ("value", "first", "last") if name in typed}
    alike = code == old_code or (field and old_field and field.type == old_field.type and field.type != "enum")
    return kept | (rule_values.reshaped(old, new, typed) if alike else {})


class ConditionForm(DraftForm):
    """Gaps are named beside the row and block the publication."""

    def __init__(self, typed: Typed, prefix: str, words: Vocabulary) -> None:
        self.typed = adapted(typed, words)
        super().__init__(for_form(self.typed, prefix), prefix=prefix)
        code, self.op = first(self.typed, "field"), first(self.typed, "op")
        self.field = words.fields.get(code)
        self.shape = rule_values.shape_of(self.field, self.op)
        self.inputs = rule_values.value_fields(self.shape, self.field, self.typed)
        self.fields |= self._fields(words) | self.inputs

    def _fields(self, words: Vocabulary) -> dict[str, forms.Field]:
        operators = operators_of(self.field, words)
        refused = _("This comparison cannot be used here. Possible are: %(names)s.")
        names = listing(operators.values())
        fields: dict[str, forms.Field] = {
            "group": forms.ChoiceField(label=_("Counts as"), choices=GROUPS),
            "field": forms.ChoiceField(
                label=_("What is asked"), choices=[("", _("Choose")), *field_choices(words)]
            ),
            "op": forms.ChoiceField(
                label=_("Comparison"), choices=list(operators.items()),
                error_messages={"invalid_choice": refused % {"names": names}},
            ),
            "shown": forms.CharField(widget=forms.HiddenInput, required=False),
        }  # fmt: skip
        labels = {
            "clause": (_("Clause number"), _("Empty takes the next number.")),
            "msg_zh": (_("Own wording in Chinese"), ""),
            "msg_en": (_("Own wording in English"), ""),
        }
        for name, (label, hint) in labels.items():
            most = LENGTHS[name]
            fields[name] = forms.CharField(label=label, help_text=hint, max_length=most, required=False)
        return fields

    @property
    def group(self) -> str:
        return "any" if first(self.typed, "group") == "any" else "all"

    @property
    def entry(self) -> dict[str, Any]:
        """The condition as a rule holds it, gaps left out; `is_valid()` must have been called."""
        value = rule_values.stored_value(self.shape, self, self.typed)
        given = {"field": first(self.typed, "field"), "op": self.op, "value": value}
        given |= {name: first(self.typed, name)[: LENGTHS[name]] for name in WORDING}
        return {name: one for name, one in given.items() if one not in (None, "")}

    @property
    def gap(self) -> str:
        """What is still to be filled in before the condition says anything."""
        if self.field is None:
            return str(_("Choose what is asked."))
        if self.shape != rule_values.NOTHING and "value" not in self.entry:
            return str(_("Give the value that the answer is compared with."))
        return ""


@dataclass
class ConditionRow:
    """A condition on the page: its inputs, the sentence that the applicant will read, what is wrong with it."""

    form: ConditionForm
    number: int
    clause: str = ""
    sentence: Pair | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        return f"m-c-{self.number}"

    @property
    def inputs(self) -> list[Any]:
        return [self.form[name] for name in self.form.inputs]

    @property
    def unit(self) -> str:
        return getattr(self.form.fields.get("value"), "unit", "")

    @property
    def has_wording(self) -> bool:
        return any(first(self.form.typed, name) for name in WORDING) or any(
            name in self.form.errors for name in WORDING
        )
