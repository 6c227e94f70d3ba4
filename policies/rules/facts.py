"""Facts about an applicant: checked strictly, looked up with where they came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_lazy as _

from .errors import FactsError
from .fields import Field, ZeroBaseError
from .parsing import LARGEST, SMALLEST, date_of, decimal_of
from .texts import Text, listing
from .vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD, Vocabulary

# A plain text, so that it survives a session, a form and a JSON column.
OFFICIAL = "__official__"

MOST_YEARS = 200
MOST_ENTRIES = 1000


class _UnusableError(Exception):
    """Carries the sentence that tells why a value cannot be used."""


@dataclass(frozen=True)
class Fact:
    """What is known about a field: a value with its source, or why there is none."""

    value: object = None
    source: str = ""
    official: bool = False
    reason: Text | None = None
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.value is not None


class Facts:
    def __init__(
        self, vocabulary: Vocabulary, values: Mapping[str, object], sources: Mapping[str, str] | None = None
    ) -> None:
        self.vocabulary = vocabulary
        self.sources = sources or {}
        self.values = _checked(vocabulary, values)
        self._found: dict[str, Fact] = {}

    def look_up(self, code: str) -> Fact:
        if code not in self._found:
            self._found[code] = self._look_up(code)
        return self._found[code]

    def _look_up(self, code: str) -> Fact:
        if code == PERSON_FIELD and PEOPLE in self.values:
            return self._given(PEOPLE, source=PEOPLE)
        field = self.vocabulary.fields.get(code)
        if field and field.derived:
            return self._derive(field)
        if code == ITEM_FIELD and code not in self.values and ITEMS in self.values:
            return self._sum_of_items()
        return self._given(code)

    def _given(self, code: str, source: str = "applicant") -> Fact:
        value = self.values.get(code)
        if value is None:
            return Fact(missing=(code,))
        if value == OFFICIAL:
            return Fact(official=True, source=self.sources.get(code, source))
        return Fact(value=value, source=self.sources.get(code, source))

    def _sum_of_items(self) -> Fact:
        fact = self._given(ITEMS, source=ITEMS)
        return Fact(value=sum(fact.value, Decimal(0)), source=fact.source) if fact.known else fact

    def _derive(self, field: Field) -> Fact:
        """What the portal can work out beats what was typed in."""
        inputs = {code: self.look_up(code) for code in field.derived.inputs}
        if all(fact.known for fact in inputs.values()):
            try:
                value = field.derived.compute({code: fact.value for code, fact in inputs.items()})
            except ZeroBaseError as error:
                return Fact(official=True, source="derived", reason=no_base(field.label, error.args[0]))
            return Fact(value=value, source="derived")
        if field.code in self.values:
            return self._given(field.code)
        if any(fact.official for fact in inputs.values()):
            return Fact(official=True, source="derived")
        return Fact(missing=tuple(code for fact in inputs.values() for code in fact.missing))


def no_base(label: object, base: Decimal) -> Text:
    if base < 0:
        pattern = _(
            "%(label)s cannot be worked out, because the previous figure is below zero. An official will judge this."
        )
    else:
        pattern = _("%(label)s cannot be worked out, because the previous figure is zero. An official will judge this.")
    return Text(pattern, label=label)


def _checked(vocabulary: Vocabulary, values: Mapping[str, object]) -> dict[str, object]:
    if len(values) > MOST_ENTRIES:
        raise FactsError({"facts": _("Give at most 1,000 answers.")})
    checked, errors = {}, {}
    for code, value in values.items():
        if value is None:
            continue
        try:
            checked[code] = _check(vocabulary, code, value)
        except _UnusableError as problem:
            errors[code] = problem.args[0]
    if errors:
        raise FactsError(errors)
    return {code: value for code, value in checked.items() if value != ()}


def _check(vocabulary: Vocabulary, code: str, value: object) -> object:
    field = vocabulary.fields.get(PERSON_FIELD if code == PEOPLE else ITEM_FIELD if code == ITEMS else code)
    if field is None:
        raise _UnusableError(_("This field is not known."))
    if value == OFFICIAL:
        return value
    if code not in (PEOPLE, ITEMS):
        return CHECKS[field.type](field, value)
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        raise _UnusableError(_("Give a list of at most 1,000 entries."))
    return tuple(CHECKS[field.type](field, one) for one in value)


def _check_bool(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnusableError(_("Answer yes or no."))
    return value


def _check_enum(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.values:
        choices = listing(field.show(one) for one in field.values)
        raise _UnusableError(Text(_("Choose one of: %(values)s."), values=choices))
    return value


def _check_code(field: Field, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{6}", value):
        raise _UnusableError(_("Give the code of six digits, such as 370212."))
    return value


def _check_number(field: Field, value: object) -> Decimal:
    number = decimal_of(value)
    if number is None:
        raise _UnusableError(_("Give a number."))
    if not -LARGEST <= number <= LARGEST:
        raise _UnusableError(_("This number is too large."))
    if field.unit == "years" and number > MOST_YEARS:
        raise _UnusableError(_("Give at most 200 years."))
    if number < 0 and field.unit != "pct":  # only a growth rate can fall below zero
        raise _UnusableError(_("Give a number of zero or more."))
    if field.type == "integer" and number != number.to_integral_value():
        raise _UnusableError(_("Give a whole number."))
    if number.as_tuple().exponent < SMALLEST.as_tuple().exponent:
        number = number.quantize(SMALLEST, rounding=ROUND_FLOOR)
    return number


def _check_date(field: Field, value: object) -> date:
    day = date_of(value)
    if day is None or not 1900 <= day.year <= 2200:
        raise _UnusableError(_("Give a date such as 2026-06-30."))
    return day


CHECKS = {
    "bool": _check_bool,
    "enum": _check_enum,
    "code": _check_code,
    "money": _check_number,
    "number": _check_number,
    "integer": _check_number,
    "date": _check_date,
}


def completed_years(start: date, on: date) -> int:
    """Full years between two days, for `years_since_registration`.

    A firm is judged on the day it files, not at the end of the accounting period, which may lie later:
    give the filing day as `on`.
    """
    return max(0, on.year - start.year - ((on.month, on.day) < (start.month, start.day)))
