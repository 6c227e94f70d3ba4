"""A table with rows in a form: a grid of cells that works without JavaScript.

Cells are named `<code>-<row>-<column>`, `<code>-rows` says how many rows were on the page. “Add a row” and “Remove”
are submit buttons: `add_row=<code>`, `remove_row=<code>:<row>`.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.limits import max_rows, min_rows

Row = dict[str, Any]
MakeField = Callable[[FieldDef], forms.Field]


class TableWidget(forms.Widget):
    """Reads the posted rows and draws them. `errors`: {row: {column: sentence}}, as the field found them."""

    use_fieldset = True

    def __init__(self, field: FieldDef) -> None:
        super().__init__()
        self.table, self.most = field, max_rows(field)
        self.cells: dict[str, forms.Field] = {}
        self.errors: dict[int, dict[str, str]] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """One row more than is allowed is enough to know that there are too many."""
        count = data.get(f"{name}-rows", "")
        count = int(count) if isinstance(count, str) and count.isascii() and count.isdigit() and len(count) < 9 else 0
        gone = self._removed(data, name)
        rows = range(min(count, self.most + 1))
        found = [self._row(data, name, number) for number in rows if number != gone]
        return [*found, {}] if data.get("add_row") == name and len(found) < self.most else found

    def _row(self, data: Any, name: str, number: int) -> Row:
        return {column.code: data.get(f"{name}-{number}-{column.code}", "") for column in self.table.columns}

    def _removed(self, data: Any, name: str) -> int | None:
        code, _colon, number = str(data.get("remove_row", "")).partition(":")
        return int(number) if code == name and number.isascii() and number.isdigit() and len(number) < 9 else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-rows" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        """At least one row, so that there is something to fill in."""
        rows = (value or [{}])[: self.most]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "table": self.table,
            "rows": [
                {"number": number, "cells": [self._cell(name, number, row, column) for column in self.table.columns]}
                for number, row in enumerate(rows)
            ],
            "full": len(rows) >= self.most,
            "most": self.most,
        }
        return render_to_string("enterprises/_table_rows.html", context)

    def _cell(self, name: str, number: int, row: Row, column: FieldDef) -> dict[str, Any]:
        field, cell = self.cells[column.code], f"{name}-{number}-{column.code}"
        wrong = self.errors.get(number, {}).get(column.code, "")
        attrs = {"id": f"id_{cell}", "aria-label": f"{column.label} {number + 1}"}
        if wrong:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{cell}_error"}
        html = field.widget.render(cell, field.prepare_value(row.get(column.code, "")), attrs)
        return {"html": html, "error": wrong, "id": attrs["id"], "column": column}


class TableField(forms.Field):
    """Every row is checked by the same fields; empty rows are left out."""

    widget: TableWidget

    def __init__(self, field: FieldDef, make: MakeField, *, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=TableWidget(field), **kwargs)
        self.table, self.most = field, max_rows(field)
        self.fewest = 0 if partial else min_rows(field)
        self.cells = self.widget.cells = {column.code: make(column) for column in field.columns}

    def clean(self, value: list[Row] | None) -> list[Row]:
        rows = value or []
        if len(rows) > self.most:
            text = _("The table takes at most %(limit)s rows. Put the rest into a file, or add small items together.")
            raise ValidationError(text, code="rows", params={"limit": self.most})
        self.widget.errors = {}
        cleaned = [self._clean_row(number, row) for number, row in enumerate(rows) if self._given(row)]
        if self.widget.errors:
            raise ValidationError(_cell_sentences(self), code="cells")
        fewest = max(self.fewest, 1) if self.required else self.fewest
        if len(cleaned) < fewest and (cleaned or self.required):
            text = ngettext("Fill in at least %(n)s row.", "Fill in at least %(n)s rows.", fewest)
            raise ValidationError(text, code="required" if not cleaned else "few", params={"n": fewest})
        return cleaned

    def _given(self, row: Row) -> bool:
        return any(str(value or "").strip() for value in row.values())

    def _clean_row(self, number: int, row: Row) -> Row:
        cleaned: Row = {}
        for code, field in self.cells.items():
            try:
                cleaned[code] = field.clean(row.get(code, ""))
            except ValidationError as error:
                self.widget.errors.setdefault(number, {})[code] = " ".join(error.messages)
        return cleaned


def _cell_sentences(field: TableField) -> list[str]:
    """Each with its row and column, as many as somebody can use at once."""
    labels = {column.code: column.label for column in field.table.columns}
    found = [
        _("Row %(row)s, %(column)s: %(error)s") % {"row": number + 1, "column": labels[code], "error": sentence}
        for number, wrong in field.widget.errors.items()
        for code, sentence in wrong.items()
    ]
    return found[:10]
