"""One fact that rules may ask about: its type, unit, names, values, and how it follows from others."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from math import isfinite

from django.utils.translation import gettext_lazy as _

from .errors import Path, RuleError
from .parsing import check_keys, check_list, parse_label, text_value
from .texts import NO, YES, Day, Label, Quantity, Text, listing

TYPES = ("bool", "enum", "code", "money", "number", "integer", "date")
NUMERIC = ("money", "number", "integer")
KEYS = ("field", "type", "unit", "zh", "en", "values", "value_labels", "source_doc", "derived", "help")

OPERATIONS: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}


MOST_LETTERS = 500  # longer expressions could exhaust the stack when they are worked out


class ZeroBaseError(ArithmeticError):
    """A derived value has no base: it would be divided by zero, or by less. The argument is that figure."""


@cache
def _tree(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def _work_out(node: ast.expr, values: Mapping[str, Decimal]) -> Decimal:
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Constant):
        return Decimal(str(node.value))
    left, right = _work_out(node.left, values), _work_out(node.right, values)
    if isinstance(node.op, ast.Div) and right <= 0:  # growth from a loss is no growth rate
        raise ZeroBaseError(right)
    return OPERATIONS[type(node.op)](left, right)


def _inputs(node: ast.AST) -> list[str]:
    """Names in an expression of + - * / only; anything else raises ValueError."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and isfinite(node.value):
        return []
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return _inputs(node.left) + _inputs(node.right)
    raise ValueError


@dataclass(frozen=True)
class Expression:
    source: str
    inputs: tuple[str, ...]

    @classmethod
    def parse(cls, source: object, path: Path) -> "Expression":
        try:
            if len(str(source)) > MOST_LETTERS:
                raise ValueError
            inputs = _inputs(_tree(str(source)))
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise RuleError(path, _("This is not a sum of fields and numbers with + - * /.")) from error
        return cls(str(source), tuple(dict.fromkeys(inputs)))

    def compute(self, values: Mapping[str, Decimal]) -> Decimal:
        return _work_out(_tree(self.source), values)


@dataclass(frozen=True)
class Field:
    code: str
    type: str
    label: object
    unit: str = ""
    values: tuple[str, ...] = ()
    value_labels: Mapping[str, Label] = field(default_factory=dict)
    source_doc: str = ""
    derived: Expression | None = None
    help: object = ""

    @property
    def numeric(self) -> bool:
        return self.type in NUMERIC

    @classmethod
    def parse(cls, data: object, path: Path) -> "Field":
        check_keys(data, path, required=("field", "type", "zh", "en"), allowed=KEYS)
        if data["type"] not in TYPES:
            raise RuleError((*path, "type"), Text(_("The type “%(name)s” is not known."), name=data["type"]))
        for key in ("unit", "source_doc"):
            if not isinstance(data.get(key, ""), str):
                raise RuleError((*path, key), _("A text is expected here."))
        check_list(data.get("values", ()), (*path, "values"))
        values = tuple(data.get("values", ()))
        if data["type"] == "enum" and not (values and all(isinstance(value, str) for value in values)):
            raise RuleError(path, _("A field of type enum needs its values."))
        derived = Expression.parse(data["derived"], (*path, "derived")) if "derived" in data else None
        return cls(
            code=text_value(data, "field", path), type=data["type"], label=parse_label(data, path),
            unit=data.get("unit", ""), values=values, source_doc=data.get("source_doc", ""), derived=derived,
            value_labels=_value_labels(data, path),
            help=parse_label(data["help"], (*path, "help")) if "help" in data else "",
        )  # fmt: skip

    def show(self, value: object) -> object:
        """The value as a reader would write it, in the language active when it is shown."""
        if isinstance(value, tuple):
            return listing(self.show(one) for one in value)
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, Decimal):
            return Quantity(value, self.unit)
        if isinstance(value, date):
            return Day(value)
        label = self.value_labels.get(value)
        return Text(_("%(code)s (%(label)s)"), code=value, label=label) if self.type == "code" and label else (
            label or value)  # fmt: skip


def _value_labels(data: Mapping, path: Path) -> dict[str, Label]:
    path = (*path, "value_labels")
    labels = data.get("value_labels", {})
    if not isinstance(labels, Mapping):
        raise RuleError(path, _("A group of keys and values is expected here."))
    for code in labels:
        if data["type"] == "enum" and code not in data["values"]:
            raise RuleError((*path, code), Text(_("“%(name)s” is not one of the values."), name=code))
    return {code: parse_label(label, (*path, code)) for code, label in labels.items()}
