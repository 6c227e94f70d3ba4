"""Formulas that look the amount up in a table: tiers, match."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .drafts import Draft, NextTier
from .errors import Path, RuleError
from .facts import Facts
from .fields import Field
from .formulas import numeric_field
from .parsing import check_keys, check_list, number_value, whole_value
from .texts import Inner, Quantity, Text
from .vocabulary import PERSON_FIELD, Vocabulary


@dataclass(frozen=True)
class Tiers:
    """The highest tier whose threshold is met gives a fixed amount; tiers do not add up."""

    base: Field
    tiers: tuple[tuple[Decimal, Decimal], ...]
    asks_items = False
    asks_people = False

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "Tiers":
        check_keys(data, path, required=("base", "tiers"), allowed=("base", "tiers"))
        base, path = numeric_field(data, "base", path, vocabulary), (*path, "tiers")
        check_list(data["tiers"], path)
        if not data["tiers"]:
            raise RuleError(path, _("The list must not be empty."))
        tiers: list[tuple[Decimal, Decimal]] = []
        for index, entry in enumerate(data["tiers"]):
            here = (*path, index)
            check_keys(entry, here, required=("from", "amount_cny"), allowed=("from", "amount_cny"))
            tier = (number_value(entry, "from", here, above=None), whole_value(entry, "amount_cny", here))
            if tiers and not (tier[0] > tiers[-1][0] and tier[1] > tiers[-1][1]):
                raise RuleError(here, _("The tiers are out of order: put the lowest first, each one higher."))
            tiers.append(tier)
        return cls(base, tuple(tiers))

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.base,)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        draft = Draft()
        values = draft.take(facts, self.fields)
        if values is None:
            return draft
        reached = [tier for tier in self.tiers if values[0] >= tier[0]]
        draft.amount = reached[-1][1] if reached else Decimal(0)
        ahead = self.tiers[len(reached) :]
        if ahead:
            threshold, amount = ahead[0]
            draft.next_tier = NextTier(self.base, threshold, amount, amount - draft.amount, threshold - values[0])
        draft.add(self._label(reached), draft.amount)
        return draft

    def _label(self, reached: list[tuple[Decimal, Decimal]]) -> Text:
        if not reached:
            return Text(_("Below the lowest tier"))
        return Text(_("Tier from %(threshold)s"), threshold=Quantity(reached[-1][0], self.base.unit))

    def standards(self) -> list[Text]:
        lines = [
            Text(
                _("%(amount)s from %(threshold)s of %(base)s"), amount=Quantity(amount, "CNY"),
                threshold=Quantity(threshold, self.base.unit), base=Inner(self.base.label),
            )
            for threshold, amount in self.tiers
        ]  # fmt: skip
        return lines

    def further(self) -> list[Text]:
        return [Text(_("Only the highest tier reached counts"))] if len(self.tiers) > 1 else []


@dataclass(frozen=True)
class Match:
    """A value is looked up in a table of cases; `per: person` adds one line for each person."""

    base: Field
    cases: Mapping[str, Decimal]
    per_person: bool
    asks_items = False

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "Match":
        check_keys(data, path, required=("base", "cases"), allowed=("base", "cases", "per"))
        base = vocabulary.field(data["base"], (*path, "base"))
        if base.type != "enum":
            raise RuleError((*path, "base"), Text(_("%(field)s has no list of values."), field=base.code))
        per = data.get("per")
        if per not in (None, "person") or (per and base.code != PERSON_FIELD):
            raise RuleError((*path, "per"), Text(_("Only “per: person” with %(field)s is known."), field=PERSON_FIELD))
        return cls(base, cls._parse_cases(data["cases"], (*path, "cases"), base), per == "person")

    @staticmethod
    def _parse_cases(data: object, path: Path, base: Field) -> dict[str, Decimal]:
        check_list(data, path)
        if not data:
            raise RuleError(path, _("The list must not be empty."))
        cases: dict[str, Decimal] = {}
        for index, entry in enumerate(data):
            here = (*path, index)
            check_keys(entry, here, required=("value", "amount_cny"), allowed=("value", "amount_cny"))
            value = entry["value"]
            if value not in base.values:
                pattern = _("“%(name)s” is not a value of %(field)s.")
                raise RuleError((*here, "value"), Text(pattern, name=value, field=base.code))
            if value in cases:
                raise RuleError((*here, "value"), Text(_("“%(name)s” is there twice."), name=value))
            cases[value] = whole_value(entry, "amount_cny", here)
        return cases

    @property
    def asks_people(self) -> bool:
        return self.per_person

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.base,)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        draft = Draft()
        values = draft.take(facts, self.fields)
        if values is None:
            return draft
        found = values[0] if isinstance(values[0], tuple) else (values[0],)
        amounts = [self.cases.get(value, Decimal(0)) for value in found]
        for number, (value, amount) in enumerate(zip(found, amounts, strict=True), start=1):
            shown = self.base.show(value)
            label = Text(_("Person %(number)s: %(value)s"), number=number, value=shown)
            nothing = Text(_("Nothing is granted for %(value)s."), value=shown)
            draft.add(label if self.per_person else shown, amount, "" if value in self.cases else nothing)
        # Without `per: person` a measure supports one case: the best of those given.
        draft.amount = sum(amounts, Decimal(0)) if self.per_person else max(amounts)
        return draft

    def standards(self) -> list[Text]:
        pattern = _("%(amount)s for each person: %(value)s") if self.per_person else _("%(amount)s for %(value)s")
        return [
            Text(pattern, amount=Quantity(amount, "CNY"), value=self.base.show(value))
            for value, amount in self.cases.items()
        ]

    def further(self) -> list[Text]:
        return []
