"""The formula of an amount as a form. Parts of a sum are forms of the same kind inside it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.editing import formula_fields as known
from policies.editing.draft_form import DraftForm
from policies.editing.rule_typed import Typed, first, for_form, rows_in
from policies.editing.rule_values import plain_number
from policies.rules import Field, Vocabulary
from policies.rules.errors import Path
from policies.rules.vocabulary import ITEM_FIELD

NEEDED = _("Fill this in.")
# Where a place in the data stands on the page under another name.
ELSEWHERE = {"part_cap_per_unit": "cap_each", "paid": "paid_on_approval", "per": "per_person", "item": "item_zh"}


class FigureForm(DraftForm):
    """Inputs whose names are those of the data. Gaps are named, and block publication."""

    typed: Typed

    def figure(self, name: str) -> Any:
        """A number as data; what cannot be read stays as it was typed; None where nothing was."""
        value = self.cleaned_data.get(name)
        if isinstance(value, Decimal):
            return plain_number(value)
        return value or first(self.typed, name) or None

    def given(self, *names: str) -> dict[str, Any]:
        found = {name: self.figure(name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def blame(self, name: str | None, message: object) -> None:
        """Show what is wrong beside the input, or above all of them."""
        self.add_error(name if name in self.fields else None, ValidationError(str(message)))


class RowForm(FigureForm):
    """A tier or a case."""

    def __init__(self, typed: Typed, prefix: str, kind: str, words: Vocabulary, base: Field | None) -> None:
        self.typed, self.kind = typed, kind
        super().__init__(for_form(typed, prefix), prefix=prefix)
        for name in known.ROWS[kind]:
            self.fields[name] = known.formula_field(name, kind, words, base)

    @property
    def data_of_row(self) -> dict[str, Any]:
        return self.given(*known.ROWS[self.kind])

    def gaps(self) -> Iterator[tuple["FigureForm", str]]:
        yield from ((self, name) for name in self.fields if self.figure(name) is None)


class FormulaForm(FigureForm):
    def __init__(self, typed: Typed, prefix: str, words: Vocabulary, *, part: bool = False) -> None:
        self.words, self.part, self.kind = words, part, first(typed, "kind")
        self.typed = self._adapted(typed)
        super().__init__(for_form(self.typed, prefix), prefix=prefix)
        self.base = words.fields.get(first(self.typed, "base"))
        kinds = [(kind, label) for kind, label in known.KINDS.items() if not (part and kind == "sum")]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of amount"), choices=[("", _("Choose")), *kinds])
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for name in (*self._names(), *(known.PART if part else known.WHOLE)):
            self.fields[name] = known.formula_field(name, self.kind, words, self.base)
        self.rows = self._rows(prefix)
        nested = rows_in(self.typed, "parts") if self.kind == "sum" and not part else []
        self.parts = [FormulaForm(row, f"{prefix}-parts-{n}", words, part=True) for n, row in enumerate(nested)]

    def _adapted(self, typed: Typed) -> Typed:
        """Another kind of formula may not know the fact that the last one was worked out from."""
        kept = typed | {"shown": [self.kind]}
        possible = dict(known.candidates("base", self.kind, self.words))
        asked = "base" in known.INPUTS.get(self.kind, ())
        return kept | {"base": [""]} if asked and first(typed, "base") not in possible else kept

    def _names(self) -> list[str]:
        """Only one fact is listed item by item: the inputs of items are shown for it, or where something is in them."""
        items = first(self.typed, "base") == ITEM_FIELD or any(first(self.typed, name) for name in known.OF_ITEMS)
        return [name for name in known.INPUTS.get(self.kind, ()) if items or name not in known.OF_ITEMS]

    def _rows(self, prefix: str) -> list[RowForm]:
        name = known.ROWS_NAME.get(self.kind)
        rows = rows_in(self.typed, name) if name else []
        return [RowForm(row, f"{prefix}-{name}-{n}", self.kind, self.words, self.base) for n, row in enumerate(rows)]

    @property
    def inputs(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in ("kind", "shown")]

    @property
    def is_sum(self) -> bool:
        return self.kind == "sum" and not self.part

    @property
    def has_rows(self) -> bool:
        return self.kind in known.ROWS_NAME

    @property
    def all_forms(self) -> list[FigureForm]:
        return [self, *self.rows, *(form for part in self.parts for form in part.all_forms)]

    @property
    def rows_name(self) -> str:
        """For the buttons: where the tiers or cases stand."""
        return f"{self.prefix.removeprefix('m-')}-{known.ROWS_NAME.get(self.kind, '')}"

    @property
    def leftovers(self) -> list[tuple[str, str]]:
        """What was typed for another kind of formula: kept on the page, so that nothing is lost by looking."""
        rows = (known.ROWS_NAME.get(self.kind, ""), "parts" if self.kind == "sum" else "")
        used = tuple(f"{name}-" for name in rows if name)
        kept = ((name, values) for name, values in self.typed.items() if name not in self.fields)
        return [
            (self.add_prefix(name), values[0])
            for name, values in kept
            if values and values[0] and not name.startswith(used)
        ]

    @property
    def converted(self) -> bool:
        """A share of dollars is paid in yuan."""
        names = {"rate": ("base",), "increment": ("current", "previous")}.get(self.kind, ())
        fields = [self.words.fields.get(first(self.typed, name)) for name in names]
        return any(field is not None and field.unit == "USD" for field in fields)

    def formula(self) -> dict[str, Any]:
        """The formula as a rule holds it, gaps left out; `is_valid()` must have been called on all forms."""
        data: dict[str, Any] = {"kind": self.kind} if self.kind else {}
        plain = (name for name in known.INPUTS.get(self.kind, ()) if name not in (*known.TEXTS, *known.TICKS))
        data |= self.given(*plain) | self._special()
        if self.kind == "sum":
            data["parts"] = [part.formula() for part in self.parts]
        elif self.kind in known.ROWS_NAME:
            data[known.ROWS_NAME[self.kind]] = [row.data_of_row for row in self.rows]
        return data | (self._of_part() if self.part else self._of_whole())

    def _special(self) -> dict[str, Any]:
        data: dict[str, Any] = {"convert": "USD_CNY"} if self.converted else {}
        item = {half: first(self.typed, f"item_{half}")[:40] for half in ("zh", "en")}
        if self.kind == "rate" and any(item.values()):
            data["item"] = {half: text for half, text in item.items() if text}
        if self.kind == "match" and self.cleaned_data.get("per_person"):
            data["per"] = "person"
        return data

    def _of_part(self) -> dict[str, Any]:
        cap = {"unit": first(self.typed, "cap_unit") or None, "cny": self.figure("cap_each")}
        cap = {name: value for name, value in cap.items() if value is not None}
        return {"part_cap_per_unit": cap} if cap else {}

    def _of_whole(self) -> dict[str, Any]:
        data = self.given("cap_cny")
        if self.cleaned_data.get("once_per_applicant"):
            data["once_per_applicant"] = True
        share = self.figure("paid_on_approval")
        if share is not None:
            rest = plain_number(100 - Decimal(str(share))) if isinstance(share, int | float) else None
            data["paid"] = {"on_approval_pct": share} | ({} if rest is None else {"on_acceptance_pct": rest})
        return data

    def gaps(self) -> Iterator[tuple[FigureForm, str]]:
        """The inputs that are still empty."""
        if not self.kind:
            yield self, "kind"
        for name in self.fields:
            if name not in ("kind", "shown", *known.OPTIONAL) and self.figure(name) is None:
                yield self, name
        of_part = {name: self.figure(name) for name in known.PART if name in self.fields}
        if any(of_part.values()):
            yield from ((self, name) for name, value in of_part.items() if value is None)
        for form in (*self.rows, *self.parts):
            yield from form.gaps()

    def place(self, path: Path, message: object) -> None:
        """Show what the engine says beside the input that its path leads to."""
        name = str(path[0]) if path else ""
        inner = {"parts": self.parts, "tiers": self.rows, "cases": self.rows}.get(name)
        if inner is not None and len(path) > 1 and int(path[1]) < len(inner):
            form = inner[int(path[1])]
            if isinstance(form, FormulaForm):
                form.place(path[2:], message)
            else:
                form.blame(str(path[2]) if len(path) > 2 else None, message)
            return
        self.blame(ELSEWHERE.get(name, name), message)
