"""What is wrong with a condition: it names an earlier field, by an operator that fits its kind, with a value."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from enterprises.call_forms.conditions import DEPTH, NEEDS_NO_VALUE, TESTS, is_empty
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.form_fields import limit_day
from enterprises.call_forms.values import is_figure
from enterprises.enums import FieldKind

ANY_KIND = {"filled", "empty"}
_ORDERED = {"gte", "lte", "eq", "ne"}
# Which operators mean something for a kind.
OPERATORS_OF: dict[str, set[str]] = {
    FieldKind.TEXT: {"eq", "ne", "contains"},
    FieldKind.LONG_TEXT: {"contains"},
    FieldKind.NUMBER: _ORDERED,
    FieldKind.MONEY: _ORDERED,
    FieldKind.DATE: _ORDERED,
    FieldKind.CHOICE: {"eq", "ne", "in"},
    FieldKind.CHOICES: {"contains", "in"},
    FieldKind.FILE: set(),
    FieldKind.TABLE: set(),
    FieldKind.STATEMENT: set(),
}


def operators_for(kind: str) -> set[str]:
    return OPERATORS_OF.get(kind, set()) | ANY_KIND


def condition_problems(condition: Any, known: dict[str, FieldDef], depth: int = DEPTH) -> Iterator[str]:
    """`known`: the fields that stand before."""
    if condition is None:
        return
    words = [word for word in ("all", "any") if isinstance(condition, dict) and word in condition]
    if not isinstance(condition, dict) or depth == 0 or len(words) > 1:
        yield _("its condition can’t be read.")
    elif words:
        parts = condition[words[0]]
        if not isinstance(parts, list) or not parts:
            yield _("its condition can’t be read.")
            return
        for part in parts:
            yield from condition_problems(part if part is not None else 0, known, depth - 1)
    else:
        yield from _of_leaf(condition, known)


def _of_leaf(leaf: dict[str, Any], known: dict[str, FieldDef]) -> Iterator[str]:
    code, operator = leaf.get("field"), leaf.get("op")
    field = known.get(code) if isinstance(code, str) else None
    if field is None:
        yield _("its condition names “%(code)s”, which is no field that stands before it.") % {"code": code}
        return
    if not isinstance(operator, str) or operator not in TESTS or operator not in operators_for(field.kind):
        yield _("its condition compares “%(name)s” in a way that does not go with its kind.") % {"name": field.label}
        return
    if operator not in NEEDS_NO_VALUE:
        yield from _of_value(field, operator, leaf.get("value"))


def _of_value(field: FieldDef, operator: str, value: Any) -> Iterator[str]:
    values = value if operator == "in" and isinstance(value, list) else [value]
    if any(is_empty(one) for one in values) or not values:
        yield _("its condition compares “%(name)s” with nothing.") % {"name": field.label}
        return
    for one in values:
        if not _fits(field, one):
            yield _("its condition compares “%(name)s” with “%(value)s”, which it can’t be.") % {
                "name": field.label,
                "value": one,
            }


def _fits(field: FieldDef, value: Any) -> bool:
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return field.option(value) is not None
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return is_figure(value)
    if field.kind == FieldKind.DATE:
        return value != "today" and limit_day(value) is not None
    return isinstance(value, str)
