"""Answers as JSON, as a form field's value, and as their reader would write them."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.call_forms.conditions import is_empty
from enterprises.call_forms.definition import FieldDef
from enterprises.enums import FieldKind
from policies.fact_fields import write_number
from portal.core.money import format_cny, format_number


def to_json(field: FieldDef, value: Any) -> Any:
    """A checked value for the JSON column: figures as decimal strings, days as ISO, None for no answer."""
    if field.kind == FieldKind.TABLE:
        columns = field.columns
        return [{column.code: to_json(column, row.get(column.code)) for column in columns} for row in value or []]
    if field.kind == FieldKind.STATEMENT:
        return True if value else None
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if is_empty(value) else value


def initial(field: FieldDef, stored: Any) -> Any:
    """What a form shows for a stored answer. Nothing here trusts what is stored: it may come from another version."""
    if field.kind == FieldKind.TABLE:
        rows = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []
        return [{column.code: initial(column, row.get(column.code)) for column in field.columns} for row in rows]
    if field.kind == FieldKind.CHOICES:
        return [str(value) for value in stored] if isinstance(stored, list) else []
    if field.kind == FieldKind.STATEMENT:
        return stored is True
    return stored if isinstance(stored, str | int | float) and not isinstance(stored, bool) else ""


def shown_value(field: FieldDef, value: Any) -> str:
    """An answer in words, in the active language; empty for none."""
    if is_empty(value):
        return ""
    match field.kind:
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _figure(field, value)
        case FieldKind.DATE:
            return _day(value)
        case FieldKind.CHOICE:
            return _label(field, value)
        case FieldKind.CHOICES:
            values = value if isinstance(value, list) else [value]
            return _("; ").join(_label(field, one) for one in values)
        case FieldKind.TABLE:
            return _table(field, value)
        case FieldKind.STATEMENT:
            return _("Agreed")
        case FieldKind.FILE:
            return _("; ").join(map(str, value)) if isinstance(value, list) else str(value)
        case _:
            return str(value)


def is_figure(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _figure(field: FieldDef, value: Any) -> str:
    if not is_figure(value):
        return str(value)
    number = Decimal(str(value))
    return format_cny(number) if field.kind == FieldKind.MONEY else format_number(number)


def _day(value: Any) -> str:
    try:
        return formats.date_format(dt.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _label(field: FieldDef, value: Any) -> str:
    option = field.option(value)
    return option.label if option else str(value)


def _table(field: FieldDef, value: Any) -> str:
    rows = value if isinstance(value, list) else []
    return ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": len(rows)}


def table_rows(field: FieldDef, value: Any) -> list[list[str]]:
    """The cells of a table in words, row by row, in the order of its columns."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [[shown_value(column, row.get(column.code)) for column in field.columns] for row in rows]
