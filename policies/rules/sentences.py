"""A condition in words: what it asks, what was found, and what would change the verdict."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext_lazy as _

from .conditions import Condition
from .fields import Field
from .texts import TWO_PLACES, WIDE, Quantity, Text, listing

STATEMENTS = {
    "eq": _("%(label)s is %(value)s"),
    "ne": _("%(label)s is not %(value)s"),
    "in": _("%(label)s is one of: %(value)s"),
    "not_in": _("%(label)s is none of: %(value)s"),
    "gte": _("%(label)s of at least %(value)s"),
    "lte": _("%(label)s of at most %(value)s"),
    "gt": _("%(label)s of more than %(value)s"),
    "lt": _("%(label)s of less than %(value)s"),
    "prefix": _("%(label)s begins with %(value)s"),
    "is_true": "%(label)s",
    "is_false": _("Does not apply: %(label)s"),
    "between_dates": _("%(label)s from %(first)s to %(last)s"),
}
COUNT_STATEMENTS = {
    "gte": _("%(label)s: at least %(value)s"),
    "lte": _("%(label)s: at most %(value)s"),
    "gt": _("%(label)s: more than %(value)s"),
    "lt": _("%(label)s: less than %(value)s"),
}
DATE_STATEMENTS = {
    "gte": _("%(label)s on or after %(value)s"),
    "lte": _("%(label)s on or before %(value)s"),
    "gt": _("%(label)s after %(value)s"),
    "lt": _("%(label)s before %(value)s"),
}
NEEDS = {
    "eq": _("Needs to be %(value)s."),
    "ne": _("Must not be %(value)s."),
    "in": _("Needs to be one of: %(value)s."),
    "not_in": _("Must be none of: %(value)s."),
    "gte": _("Needs at least %(value)s: %(difference)s more."),
    "lte": _("May be at most %(value)s: %(difference)s too much."),
    "gt": _("Needs more than %(value)s."),
    "lt": _("Must be less than %(value)s."),
    "prefix": _("Needs to begin with %(value)s."),
    "is_true": _("The answer would have to be yes."),
    "is_false": _("The answer would have to be no."),
    "between_dates": _("Needs a date from %(first)s to %(last)s."),
}
DATE_NEEDS = {
    "gte": _("Needs a date on or after %(value)s."),
    "lte": _("Needs a date on or before %(value)s."),
    "gt": _("Needs a date after %(value)s."),
    "lt": _("Needs a date before %(value)s."),
}
# Codes for `sources`; any other text is shown as the name of the source.
SOURCES = {
    "applicant": _("Your answer: %(value)s."),
    "credit_code": _("Your credit code says %(value)s."),
    "licence": _("The business licence says %(value)s."),
    "record": _("In your enterprise record: %(value)s."),
    "register": _("The public register says: %(value)s."),
    "officer": _("Entered by an official: %(value)s."),
    "derived": _("%(label)s is %(value)s, worked out from your figures."),
    "items": _("Sum of the costs you listed: %(value)s."),
    "people": _("The people you listed: %(value)s."),
}


def _values(condition: Condition) -> dict[str, object]:
    field, value = condition.field, condition.value
    values = {"label": field.label}
    if condition.op == "between_dates":
        return {**values, "first": field.show(value[0]), "last": field.show(value[1])}
    shown = field.show(value[0] if isinstance(value, tuple) and len(value) == 1 else value)
    return {**values, "value": value if condition.op == "prefix" else shown}


def _pattern(condition: Condition, patterns: Mapping, special: Mapping) -> object:
    op = condition.op
    if condition.field.type == "bool" and op in ("eq", "ne"):
        op = "is_true" if (op == "eq") is condition.value else "is_false"
    if op in special:
        return special[op]
    if isinstance(condition.value, tuple) and len(condition.value) == 1:
        op = {"in": "eq", "not_in": "ne"}.get(op, op)
    return patterns[op]


def statement(condition: Condition) -> object:
    """The condition as a sentence; wording given with the rule wins."""
    if condition.message:
        return condition.message
    field, special = condition.field, {}
    if field.type == "date":
        special = DATE_STATEMENTS
    elif field.type != "money" and field.unit != "pct":
        special = COUNT_STATEMENTS
    return Text(_pattern(condition, STATEMENTS, special), **_values(condition))


def found(field: Field, used: object, source: str, *, upwards: bool = False) -> Text:
    """`upwards` where less is needed, so that 10.004% never reads as the 10% it exceeds."""
    value = Quantity(used, field.unit, upwards=True) if upwards and isinstance(used, Decimal) else field.show(used)
    if source in SOURCES:
        return Text(SOURCES[source], label=field.label, value=value)
    return Text(_("%(source)s: %(value)s."), source=source, value=value)


def needed(condition: Condition, used: object) -> Text:
    """What would turn a condition that is not met."""
    values = _values(condition)
    if isinstance(condition.value, Decimal) and isinstance(used, Decimal):
        values["difference"] = _difference(condition, used)
    special = DATE_NEEDS if condition.field.type == "date" else {}
    return Text(_pattern(condition, NEEDS, special), **values)


def _difference(condition: Condition, used: Decimal) -> Quantity:
    gap = WIDE.subtract(condition.value, used).copy_abs().quantize(TWO_PLACES, rounding=ROUND_CEILING, context=WIDE)
    return Quantity(gap, "points" if condition.field.unit == "pct" else condition.field.unit, upwards=True)


def asked(labels: list[object]) -> Text:
    return Text(_("Please give: %(labels)s."), labels=listing(labels))


UNANSWERED = Text(_("Not answered yet."))
JUDGED = Text(_("An official will judge this."))
