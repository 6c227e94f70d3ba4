"""The rules of one measure, read from its data and checked against the vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from .conditions import Condition, parse_condition
from .errors import RuleError
from .parsing import check_keys, check_list, date_value
from .subsidy import Subsidy
from .texts import Text
from .vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD, Vocabulary


@dataclass(frozen=True)
class RuleSet:
    vocabulary: Vocabulary
    own: tuple[Condition, ...]
    subsidy: Subsidy
    accounting_period: tuple[date, date] | None

    @classmethod
    def from_data(cls, data: Mapping, vocabulary: Vocabulary) -> "RuleSet":
        """`data` is one entry of measures.yaml; keys that are no rules are left alone."""
        check_keys(data, (), required=("eligibility", "subsidy"))
        return cls(
            vocabulary=vocabulary,
            own=_parse_own(data["eligibility"], vocabulary),
            subsidy=Subsidy.parse(data["subsidy"], ("subsidy",), vocabulary),
            accounting_period=_parse_period(data.get("accounting_period")),
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """In the order of their clauses: common ones first, then `all`, then `any`."""
        return (*self.vocabulary.common, *self.own)

    def asked_as(self, code: str) -> str:
        """People and items are listed one by one where the formula looks at each."""
        formula = self.subsidy.formula
        if code == PERSON_FIELD and formula.asks_people:
            return PEOPLE
        return ITEMS if code == ITEM_FIELD and formula.asks_items else code

    def inputs_of(self, code: str) -> list[str]:
        """What must be asked to know a field: itself, or what it is derived from."""
        field = self.vocabulary.fields[code]
        if field.derived is None:
            return [self.asked_as(code)]
        return [inner for one in field.derived.inputs for inner in self.inputs_of(one)]

    @property
    def asked_codes(self) -> list[str]:
        """Every fact to ask for: the hardest filter first, then the common ones, then the amount."""
        conditions = (*self.own, *self.vocabulary.common)
        codes = [one.field.code for one in conditions] + [field.code for field in self.subsidy.fields]
        return list(dict.fromkeys(asked for code in codes for asked in self.inputs_of(code)))


def _parse_own(data: object, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    check_keys(data, ("eligibility",), allowed=("all", "any"))
    found: list[Condition] = []
    for group in ("all", "any"):
        path = ("eligibility", group)
        entries = data.get(group, ())
        check_list(entries, path)
        if group in data and not entries:
            raise RuleError(path, _("The list must not be empty."))
        for index, entry in enumerate(entries):
            clause = f"3.{len(found) + 1}"
            found.append(parse_condition(entry, (*path, index), vocabulary, clause=clause, group=group))
    if not found:
        raise RuleError(("eligibility",), Text(_("The key “%(name)s” is missing."), name="all"))
    return tuple(found)


def _parse_period(data: object) -> tuple[date, date] | None:
    if data is None:
        return None
    path = ("accounting_period",)
    check_keys(data, path, required=("from", "to"), allowed=("from", "to"))
    first, last = (date_value(data[key], (*path, key)) for key in ("from", "to"))
    if first > last:
        raise RuleError(path, _("The first day is after the last day."))
    return first, last
