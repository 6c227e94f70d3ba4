"""The whole subsidy: a formula or a sum of them, whole yuan, ceilings, payment in parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.translation import gettext_lazy as _

from .drafts import Draft, NextTier
from .errors import Path, RuleError
from .facts import Facts
from .fields import Field
from .formulas import Increment, PerUnit, Rate, numeric_field
from .parsing import check_keys, check_list, flag_value, number_value, whole_value
from .tables import Match, Tiers
from .texts import Inner, Quantity, Text
from .vocabulary import Vocabulary

SIMPLE = {"rate": Rate, "per_unit": PerUnit, "increment": Increment, "tiers": Tiers, "match": Match}
WRAPPING = ("kind", "cap_cny", "once_per_applicant", "paid")


def _parse_simple(data: Mapping, path: Path, vocabulary: Vocabulary, without: tuple[str, ...]) -> object:
    check_keys(data, path, required=("kind",))
    if not isinstance(data["kind"], str) or data["kind"] not in SIMPLE:
        raise RuleError((*path, "kind"), Text(_("The formula “%(name)s” is not known."), name=data["kind"]))
    rest = {key: value for key, value in data.items() if key not in without}
    return SIMPLE[data["kind"]].parse(rest, path, vocabulary)


@dataclass(frozen=True)
class Part:
    """A component of a sum; its ceiling grows with a number of units, such as booths."""

    formula: object
    cap_unit: Field | None = None
    cap_each: Decimal | None = None

    @classmethod
    def parse(cls, data: object, path: Path, vocabulary: Vocabulary) -> "Part":
        formula = _parse_simple(data, path, vocabulary, ("kind", "part_cap_per_unit"))
        if "part_cap_per_unit" not in data:
            return cls(formula)
        path, cap = (*path, "part_cap_per_unit"), data["part_cap_per_unit"]
        check_keys(cap, path, required=("unit", "cny"), allowed=("unit", "cny"))
        unit = numeric_field(cap, "unit", path, vocabulary)
        if unit.type != "integer":
            raise RuleError((*path, "unit"), Text(_("%(field)s is not a whole number."), field=unit.code))
        return cls(formula, unit, whole_value(cap, "cny", path))

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*((self.cap_unit,) if self.cap_unit else ()), *self.formula.fields)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        if self.cap_unit is None:
            draft = self.formula.calculate(facts, usd_cny)
            if draft.amount is not None:
                draft.round_down()
            return draft
        units = Draft()
        counted = units.take(facts, (self.cap_unit,))
        if counted == [0]:  # nothing was used, so its cost need not be asked
            units.amount = Decimal(0)
            return units
        draft = self.formula.calculate(facts, usd_cny)
        if counted is None or draft.amount is None:
            missing = [*units.missing, *draft.missing]
            official = units.official or draft.official
            return Draft(steps=units.steps + draft.steps, missing=missing, official=official)
        draft.round_down()
        label = Text(_("At most %(cap)s for each one"), cap=Quantity(self.cap_each, "CNY"))
        detail = Text("%(units)s × %(cap)s", units=Quantity(counted[0]), cap=Quantity(self.cap_each, "CNY"))
        draft.steps = units.steps + draft.steps
        draft.limit(counted[0] * self.cap_each, label, detail)
        return draft

    def standards(self) -> list[Text]:
        if self.cap_unit is None:
            return self.formula.standards()
        pattern = _("%(standard)s, at most %(cap)s for each one (%(unit)s)")
        cap, unit = Quantity(self.cap_each, "CNY"), Inner(self.cap_unit.label)
        return [Text(pattern, standard=line, cap=cap, unit=unit) for line in self.formula.standards()]


@dataclass(frozen=True)
class Sum:
    """Components added up. One that lacks an answer counts for nothing until it is given."""

    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, data: Mapping, path: Path, vocabulary: Vocabulary) -> "Sum":
        check_keys(data, path, required=("parts",), allowed=("parts",))
        path = (*path, "parts")
        check_list(data["parts"], path)
        if not data["parts"]:
            raise RuleError(path, _("The list must not be empty."))
        return cls(tuple(Part.parse(one, (*path, n), vocabulary) for n, one in enumerate(data["parts"])))

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple({field.code: field for part in self.parts for field in part.fields}.values())

    @property
    def asks_items(self) -> bool:
        return any(part.formula.asks_items for part in self.parts)

    @property
    def asks_people(self) -> bool:
        return any(part.formula.asks_people for part in self.parts)

    def calculate(self, facts: Facts, usd_cny: Decimal | None) -> Draft:
        total = Draft()
        drafts = [part.calculate(facts, usd_cny) for part in self.parts]
        for draft in drafts:
            total.steps += draft.steps
            total.missing += [code for code in draft.missing if code not in total.missing]
            total.official = total.official or draft.official
            total.open_ended = total.open_ended or draft.open_ended
        amounts = [draft.amount for draft in drafts if draft.amount is not None]
        if amounts:
            total.amount = sum(amounts, Decimal(0))
            total.add(_("All parts together"), total.amount)
            total.next_tier = self._next_tier(drafts, total.amount)
        return total

    def _next_tier(self, drafts: list[Draft], total: Decimal) -> NextTier | None:
        """The first part that has a tier ahead, with what the whole would then come to."""
        for part, draft in zip(self.parts, drafts, strict=True):
            if part.cap_unit is None and draft.next_tier:
                return replace(draft.next_tier, amount_cny=total + draft.next_tier.gain_cny)
        return None

    def standards(self) -> list[Text]:
        return [line for part in self.parts for line in part.standards()]

    def further(self) -> list[Text]:
        return list(dict.fromkeys(line for part in self.parts for line in part.formula.further()))


@dataclass(frozen=True)
class Subsidy:
    formula: object
    cap: Decimal
    once_per_applicant: bool = False
    paid_on_approval: Decimal | None = None

    @classmethod
    def parse(cls, data: object, path: Path, vocabulary: Vocabulary) -> "Subsidy":
        check_keys(data, path, required=("kind", "cap_cny"))
        if data["kind"] == "sum":
            rest = {key: value for key, value in data.items() if key not in WRAPPING}
            formula = Sum.parse(rest, path, vocabulary)
        else:
            formula = _parse_simple(data, path, vocabulary, WRAPPING)
        return cls(
            formula=formula,
            cap=whole_value(data, "cap_cny", path),
            once_per_applicant=flag_value(data, "once_per_applicant", path),
            paid_on_approval=_parse_paid(data, path) if "paid" in data else None,
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.formula.fields

    def calculate(self, facts: Facts, usd_cny: Decimal | None, already_granted: Decimal) -> Draft:
        draft = self.formula.calculate(facts, usd_cny)
        if draft.amount is None:
            return draft
        draft.round_down()
        cap, label = self.cap, _("At most %(cap)s for each applicant and year")
        if already_granted:
            cap = max(Decimal(0), cap - already_granted)
            label = _("At most %(cap)s are left of this year's ceiling")
        draft.limit(cap, Text(label, cap=Quantity(cap, "CNY")))
        draft.round_down()
        draft.add(_("Subsidy, before any pro-rata cut"), draft.amount, kind="total")
        self._add_payments(draft)
        draft.next_tier = _within(draft.next_tier, draft.amount, cap)
        if draft.next_tier:
            draft.add(draft.next_tier, kind="note")
        return draft

    def _add_payments(self, draft: Draft) -> None:
        if self.paid_on_approval is None:
            return
        first = Decimal(floor(draft.amount * self.paid_on_approval / 100))
        rest = Quantity(100 - self.paid_on_approval, "pct")
        label = Text(_("Paid on approval: %(pct)s"), pct=Quantity(self.paid_on_approval, "pct"))
        draft.add(label, first, kind="payment")
        draft.add(Text(_("Paid after acceptance: %(pct)s"), pct=rest), draft.amount - first, kind="payment")

    def sentences(self) -> list[Text]:
        lines, cap = self.formula.standards(), Quantity(self.cap, "CNY")
        if len(lines) == 1:
            in_all = self.formula.asks_items
            pattern = _("%(standard)s, %(cap)s in all") if in_all else _("%(standard)s, at most %(cap)s")
            lines = [Text(pattern, standard=lines[0], cap=cap)]
        else:
            lines.append(Text(_("At most %(cap)s in all"), cap=cap))
        lines += self.formula.further()
        if self.once_per_applicant:
            lines.append(Text(_("Granted only once to each applicant")))
        if self.paid_on_approval is not None:
            pattern = _("%(first)s paid on approval, %(rest)s after acceptance")
            first, rest = self.paid_on_approval, 100 - self.paid_on_approval
            lines.append(Text(pattern, first=Quantity(first, "pct"), rest=Quantity(rest, "pct")))
        return lines


def _within(tier: NextTier | None, amount: Decimal, cap: Decimal) -> NextTier | None:
    """The next tier as far as the ceiling lets it through; none where it would bring nothing."""
    if tier is None or min(tier.amount_cny, cap) <= amount:
        return None
    return replace(tier, amount_cny=min(tier.amount_cny, cap), gain_cny=min(tier.amount_cny, cap) - amount)


def _parse_paid(data: Mapping, path: Path) -> Decimal:
    keys, paid, path = ("on_approval_pct", "on_acceptance_pct"), data["paid"], (*path, "paid")
    check_keys(paid, path, required=keys, allowed=keys)
    first, second = (number_value(paid, key, path, above=None, upto=100) for key in keys)
    if first < 0 or second < 0 or first + second != 100:
        raise RuleError(path, _("The two payments must add up to 100 percent."))
    return first


def apply_pro_rata(amount: Decimal, factor: Decimal | Fraction) -> Decimal:
    """The cut when the budget is exceeded, down to whole yuan, so that the cut awards never exceed it.

    Give the factor as a Fraction (budget, total) where it must be exact: two thirds of 3 are then 2.
    """
    if not 0 <= factor <= 1:
        raise ValueError(f"The factor must lie between 0 and 1, not {factor}.")
    return Decimal(floor(Fraction(amount) * Fraction(factor)))
