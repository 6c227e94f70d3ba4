"""One condition of a measure: a field, an operator, a value, and the clause it rests on."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .errors import Path, RuleError
from .fields import Field
from .parsing import check_keys, check_list, date_value, rule_number
from .texts import Label, Text

if TYPE_CHECKING:
    from .vocabulary import Vocabulary

KEYS = ("field", "op", "value", "clause", "msg_zh", "msg_en")
NO_VALUE = ("is_true", "is_false")
NEGATIVE = ("ne", "not_in", "is_false")

TESTS: dict[str, Callable[[object, object], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "in": lambda used, value: used in value,
    "not_in": lambda used, value: used not in value,
    "gte": operator.ge,
    "lte": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
    "prefix": lambda used, value: used.startswith(value),
    "is_true": lambda used, value: used is True,
    "is_false": lambda used, value: used is False,
    "between_dates": lambda used, value: value[0] <= used <= value[1],
}

_EQUALITY = ("eq", "ne", "in", "not_in")
_ORDER = ("eq", "ne", "gte", "lte", "gt", "lt")
ALLOWED: dict[str, tuple[str, ...]] = {
    "bool": ("is_true", "is_false", "eq", "ne"),
    "enum": _EQUALITY,
    "code": (*_EQUALITY, "prefix"),
    "money": (*_ORDER, "in", "not_in"),
    "number": (*_ORDER, "in", "not_in"),
    "integer": (*_ORDER, "in", "not_in"),
    "date": (*_ORDER, "between_dates"),
}


@dataclass(frozen=True)
class Condition:
    field: Field
    op: str
    value: object
    clause: str
    group: str  # "common", "all" or "any"
    message: object = None

    def holds(self, used: object) -> bool:
        """A tuple is several people: one of them is enough, unless the condition excludes."""
        test = TESTS[self.op]
        if isinstance(used, tuple):
            return (all if self.op in NEGATIVE else any)(test(one, self.value) for one in used)
        return test(used, self.value)


def parse_condition(data: object, path: Path, vocabulary: "Vocabulary", *, clause: str, group: str) -> Condition:
    check_keys(data, path, required=("field", "op"), allowed=KEYS)
    field = vocabulary.field(data["field"], (*path, "field"))
    op = data["op"]
    if op not in vocabulary.operators:
        raise RuleError((*path, "op"), Text(_("The operator “%(name)s” is not known."), name=op))
    if op not in ALLOWED[field.type]:
        raise RuleError(
            (*path, "op"),
            Text(_("“%(op)s” cannot be used with %(field)s."), op=op, field=field.code),
        )
    message = Label(zh=_optional(data, "msg_zh", path), en=_optional(data, "msg_en", path))
    return Condition(
        field=field,
        op=op,
        value=_parse_value(data, path, field),
        clause=_optional(data, "clause", path) or clause,
        group=group,
        message=message if message.zh or message.en else None,
    )


def _optional(data: Mapping, key: str, path: Path) -> str:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise RuleError((*path, key), _("A text is expected here. Put it in quotation marks."))
    return value or ""


def _parse_value(data: Mapping, path: Path, field: Field) -> object:
    op, value, path = data["op"], data.get("value"), (*path, "value")
    if op in NO_VALUE:
        if value is not None:
            raise RuleError(path, Text(_("“%(op)s” takes no value."), op=op))
        return None
    if value is None:
        raise RuleError(path[:-1], Text(_("The key “%(name)s” is missing."), name="value"))
    if op in ("in", "not_in"):
        check_list(value, path)
        if not value:
            raise RuleError(path, _("The list must not be empty."))
        return tuple(_parse_one(one, (*path, index), field) for index, one in enumerate(value))
    if op == "between_dates":
        return _parse_span(value, path)
    return _parse_prefix(value, path) if op == "prefix" else _parse_one(value, path, field)


def _parse_prefix(value: object, path: Path) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{1,6}", value):
        raise RuleError(path, _("Give the first figures of the code, such as 3702."))
    return value


def _parse_span(value: object, path: Path) -> tuple:
    check_list(value, path)
    if len(value) != 2:
        raise RuleError(path, _("Two dates are expected here: the first and the last day."))
    first, last = (date_value(day, (*path, index)) for index, day in enumerate(value))
    if first > last:
        raise RuleError(path, _("The first day is after the last day."))
    return first, last


def _parse_one(value: object, path: Path, field: Field) -> object:
    if field.type == "date":
        return date_value(value, path)
    if field.numeric:
        number = rule_number(value, path)
        if number is None or (field.type == "integer" and number != number.to_integral_value()):
            raise RuleError(path, Text(_("%(field)s is compared with a number."), field=field.code))
        return number
    if field.type == "bool":
        if not isinstance(value, bool):
            raise RuleError(path, _("Yes or no (true or false) is expected here."))
        return value
    if not isinstance(value, str):
        raise RuleError(path, _("A text is expected here. Put it in quotation marks."))
    if field.type == "enum" and value not in field.values:
        raise RuleError(path, Text(_("“%(name)s” is not a value of %(field)s."), name=value, field=field.code))
    if field.type == "code" and not re.fullmatch("[0-9]{6}", value):
        raise RuleError(path, _("Give the code of six digits, such as 370212."))
    return value
