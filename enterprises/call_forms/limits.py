"""How much a field takes: the usual measure of each kind, and the measure that nothing exceeds."""

import re
from typing import Any

from enterprises.call_forms.definition import FieldDef
from enterprises.enums import FieldKind

# Codes are names of form fields and keys of answers; the cells of a table are named `<code>-<row>-<column>`.
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

TEXT_LENGTH, MOST_TEXT = 200, 500
LONG_TEXT_LENGTH, MOST_LONG_TEXT = 2000, 10_000
ROWS, MOST_ROWS = 200, 500
# A page posts at most `DATA_UPLOAD_MAX_NUMBER_FIELDS` values; a table leaves room for the rest of its section.
MOST_CELLS = 3000
MOST_COLUMNS, MOST_OPTIONS = 12, 60
MOST_SECTIONS, MOST_FIELDS = 40, 300
FILES, MOST_FILES = 5, 20
DECIMALS, MOST_DECIMALS = 2, 6
# More digits before the point than any sum of money has.
MOST_DIGITS = 15
PLAIN_KINDS = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.CHOICE)

# Which limits a kind knows.
BY_KIND: dict[str, tuple[str, ...]] = {
    FieldKind.TEXT: ("max_length",),
    FieldKind.LONG_TEXT: ("max_length",),
    FieldKind.NUMBER: ("min", "max", "decimals"),
    FieldKind.MONEY: ("min", "max"),
    FieldKind.DATE: ("not_before", "not_after"),
    FieldKind.CHOICE: (),
    FieldKind.CHOICES: ("max_choices",),
    FieldKind.FILE: ("max_files",),
    FieldKind.TABLE: ("min_rows", "max_rows"),
    FieldKind.STATEMENT: (),
}


def whole(limits: dict[str, Any], name: str, usual: int, most: int) -> int:
    """A limit that counts things: what was set, within what is possible."""
    value = limits.get(name)
    return min(max(int(value), 0), most) if isinstance(value, int) and not isinstance(value, bool) else usual


def max_length(field: FieldDef) -> int:
    if field.kind == FieldKind.LONG_TEXT:
        return whole(field.limits, "max_length", LONG_TEXT_LENGTH, MOST_LONG_TEXT) or LONG_TEXT_LENGTH
    return whole(field.limits, "max_length", TEXT_LENGTH, MOST_TEXT) or TEXT_LENGTH


def max_rows(field: FieldDef) -> int:
    return whole(field.limits, "max_rows", ROWS, MOST_ROWS) or ROWS


def min_rows(field: FieldDef) -> int:
    """So many rows, once there is one: a table that may stay empty may stay empty."""
    return whole(field.limits, "min_rows", 0, MOST_ROWS)


def max_files(field: FieldDef) -> int:
    return whole(field.limits, "max_files", FILES, MOST_FILES) or 1


def decimals(field: FieldDef) -> int:
    if field.kind == FieldKind.MONEY:
        return DECIMALS
    return whole(field.limits, "decimals", DECIMALS, MOST_DECIMALS)
