"""A condition as a sentence, in the active language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.call_forms.conditions import DEPTH, NEEDS_NO_VALUE
from enterprises.call_forms.definition import FieldDef
from enterprises.call_forms.values import shown_value
from enterprises.enums import FieldKind

# What stands in the select of the form builder.
OPERATORS = {
    "eq": gettext_lazy("is"),
    "ne": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "contains": gettext_lazy("contains"),
    "gte": gettext_lazy("is at least"),
    "lte": gettext_lazy("is at most"),
    "filled": gettext_lazy("is answered"),
    "empty": gettext_lazy("is not answered"),
}
_SENTENCES = {
    "eq": gettext_lazy("“%(field)s” is “%(value)s”"),
    "ne": gettext_lazy("“%(field)s” is not “%(value)s”"),
    "in": gettext_lazy("“%(field)s” is one of “%(value)s”"),
    "contains": gettext_lazy("“%(field)s” contains “%(value)s”"),
    "gte": gettext_lazy("“%(field)s” is at least “%(value)s”"),
    "lte": gettext_lazy("“%(field)s” is at most “%(value)s”"),
    "filled": gettext_lazy("“%(field)s” is answered"),
    "empty": gettext_lazy("“%(field)s” is not answered"),
}


def condition_text(condition: Any, fields: Mapping[str, FieldDef], depth: int = DEPTH) -> str:
    """`“Type” is “Software” and “Amount” is at least “100,000”`; empty for no condition."""
    if not isinstance(condition, dict) or depth == 0:
        return ""
    for word, joint in (("all", _(" and ")), ("any", _(" or "))):
        if isinstance(condition.get(word), list):
            parts = [condition_text(part, fields, depth - 1) for part in condition[word]]
            return joint.join(part for part in parts if part)
    sentence = _SENTENCES.get(str(condition.get("op", "")))
    code = str(condition.get("field", ""))
    field = fields.get(code)
    values = {"field": field.label if field else code, "value": _value(field, condition)}
    return str(sentence) % values if sentence else ""


def _value(field: FieldDef | None, condition: dict[str, Any]) -> str:
    if condition.get("op") in NEEDS_NO_VALUE:
        return ""
    value = condition.get("value")
    if field is None or field.kind == FieldKind.TABLE:
        return str(value)
    if isinstance(value, list):
        return _("; ").join(shown_value(field, one) or str(one) for one in value)
    if field.kind == FieldKind.STATEMENT:
        return _("Agreed") if value in (True, "true", "yes", "1") else _("Not agreed")
    return shown_value(field, value) or str(value)
