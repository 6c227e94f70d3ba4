"""Rows of inputs in the builder: the choices of a field, the columns of a table. An empty row is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.limits import MOST_COLUMNS, MOST_OPTIONS, PLAIN_KINDS
from enterprises.desk.builder.limit_fields import given_limits, limit_fields
from enterprises.enums import FieldKind, ReferenceKind

SPARE = 3
OnceOnly = [("", _("Any number of times")), *ReferenceKind.choices]


class OptionRow(forms.Form):
    value = forms.CharField(label=_("Code"), max_length=40, required=False)
    zh = forms.CharField(label=_("In Chinese"), max_length=200, required=False)
    en = forms.CharField(label=_("In English"), max_length=300, required=False)

    def row(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ColumnRow(forms.Form):
    """Its limits are those of the kind that is chosen; after another choice, “Show the inputs” brings them."""

    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    zh = forms.CharField(label=_("Label in Chinese"), max_length=200, required=False)
    en = forms.CharField(label=_("Label in English"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in PLAIN_KINDS], required=False
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    reference = forms.ChoiceField(label=_("Used once only"), choices=OnceOnly, required=False)
    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For one choice: one a line, as code | Chinese | English."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, prefix: str, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        kind = initial.get("kind") if data is None else data.get(f"{prefix}-kind")
        self.limited_as = kind if kind in PLAIN_KINDS else FieldKind.TEXT.value
        self.fields |= limit_fields(self.limited_as, initial.get("limits"))

    def row(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        found = {
            "code": cleaned["code"],
            "kind": cleaned["kind"] or FieldKind.TEXT.value,
            "zh": cleaned["zh"],
            "en": cleaned["en"],
            "required": cleaned["required"],
        }
        if cleaned["reference"]:
            found["reference"] = cleaned["reference"]
        if cleaned["kind"] == FieldKind.CHOICE:
            found["options"] = read_choices(cleaned["choices"])
        if limits := given_limits(self.limited_as, cleaned):
            found["limits"] = limits
        return found


def read_choices(text: str) -> list[dict[str, str]]:
    """`own | 自建 | Own` a line; a line that lacks a part leaves it empty, and the problems of the form say so."""
    lines = [line for line in text.splitlines() if line.strip()]
    parts = [[part.strip() for part in line.split("|")] + ["", ""] for line in lines]
    return [{"value": part[0], "zh": part[1], "en": part[2]} for part in parts]


def written_choices(options: Any) -> str:
    rows = [row for row in options or [] if isinstance(row, dict)]
    return "\n".join(" | ".join(str(row.get(name, "")) for name in ("value", "zh", "en")) for row in rows)


class Rows:
    """The rows of one kind on a page: those that are stored, or those that were posted."""

    def __init__(self, name: str, row_form: type[forms.Form], most: int, stored: list[Any], data: Any) -> None:
        self.name, self.most = name, most
        if data is None or f"{name}-rows" not in data:
            self.count = min(len(stored) + SPARE, most)
            data = None
        else:
            count = str(data.get(f"{name}-rows", ""))
            count = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
            self.count = min(count + (SPARE if data.get("more") == name else 0), most)
        self.forms = [
            row_form(data, prefix=f"{name}-{n}", initial=stored[n] if n < len(stored) else {})
            for n in range(self.count)
        ]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    def value(self) -> list[dict[str, Any]]:
        """Rows with a code or a text in them."""
        return [
            form.row()
            for form in self.forms
            if any(form.cleaned_data.get(name) for name in ("value", "code", "zh", "en"))
        ]


def option_rows(options: Any, data: Any) -> Rows:
    return Rows("options", OptionRow, MOST_OPTIONS, [row for row in options or [] if isinstance(row, dict)], data)


def column_rows(columns: Any, data: Any) -> Rows:
    stored = [row for row in columns or [] if isinstance(row, dict)]
    shown = [row | {"choices": written_choices(row.get("options"))} for row in stored]
    return Rows("columns", ColumnRow, MOST_COLUMNS, shown, data)
