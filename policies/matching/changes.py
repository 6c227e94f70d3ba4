"""What would make an enterprise eligible: the smallest changes that open most money. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from policies.matching.asking import needs_any_value
from policies.matching.findings import CheckUp, Finding
from policies.rules import Condition, ConditionResult, Verdict
from policies.rules.facts import Facts
from policies.rules.many import amount_with

# Whoever has three things to change is not nearly eligible.
MOST_HURDLES = 2
# A yes, a paper or another day is half a step; what one has nothing of yet is two.
HALF, WHOLE, LEAST = 0.5, 2.0, 0.1
Key = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Opened:
    """A measure that a change would open.

    `amount_cny`: with the figures given; None where they give none. `sure`: nothing else of it is unanswered.
    """

    finding: Finding
    amount_cny: Decimal | None
    sure: bool

    @property
    def most(self) -> Decimal:
        return self.finding.cap_cny if self.amount_cny is None else self.amount_cny

    @property
    def weight(self) -> float:
        """What is not sure counts half."""
        return float(self.most) * (1 if self.sure else HALF)


@dataclass(eq=False)
class Change:
    hurdles: list[ConditionResult]
    opened: list[Opened] = field(default_factory=list)

    @property
    def rank(self) -> tuple[object, ...]:
        """One thing before two; then what a step brings."""
        effort = LEAST + sum(_size(one) for one in self.hurdles)
        return (len(self.hurdles), -max(one.weight for one in self.opened) / effort, -len(self.opened))


def changes(found: CheckUp, most: int = 5) -> list[Change]:
    """The best `most`; measures whose window is over do not count."""
    grouped: dict[Key, Change] = {}
    known: dict[str, Facts] = {}
    for finding in found.does_not:
        over = finding.window is not None and finding.window.state == "closed"
        if over or not 0 < len(finding.hurdles) <= MOST_HURDLES or not all(map(_can_change, finding.hurdles)):
            continue
        key = tuple(sorted((one.field, one.op, str(one.value)) for one in finding.hurdles))
        change = grouped.setdefault(key, Change(finding.hurdles))
        sure = all(one.verdict is not Verdict.UNANSWERED for one in finding.result.conditions)
        change.opened.append(Opened(finding, _amount(finding, found.facts, known), sure))
    for change in grouped.values():
        change.opened.sort(key=lambda one: (not one.sure, -one.most, one.finding.sort_key))
    return sorted(grouped.values(), key=lambda change: change.rank)[:most]


def _can_change(one: ConditionResult) -> bool:
    """Nobody gets younger or becomes another kind of enterprise; what carries no way out has none."""
    if not one.change or (one.condition.field.unit == "years" and one.op in ("lte", "lt")):
        return False
    return one.condition.field.type != "enum" or needs_any_value(one.condition)


def _size(one: ConditionResult) -> float:
    """Which share of a figure is lacking."""
    if one.used is None or (one.used == 0 and one.used is not False):
        return WHOLE
    if isinstance(one.value, Decimal) and isinstance(one.used, Decimal) and one.value > 0:
        return min(1.0, float(abs(one.value - one.used) / one.value))
    return HALF


def _amount(finding: Finding, facts: Mapping[str, Any], known: dict[str, Facts]) -> Decimal | None:
    fixes = {one.field: value for one in finding.hurdles if (value := _just_enough(one.condition)) is not None}
    key = str(sorted(fixes.items()))
    if key not in known:
        known[key] = Facts(finding.prepared.rule_set.vocabulary, {**facts, **fixes})
    return amount_with(finding.prepared, known[key], finding.rate) or None


def _just_enough(condition: Condition) -> Any:
    """The answer that would do, where there is exactly one; what is worked out from others is left as it is."""
    if condition.field.derived:
        return None
    if condition.op in ("is_true", "is_false"):
        return condition.op == "is_true"
    if condition.op in ("eq", "gte"):
        return condition.value
    if condition.op == "in" and len(condition.value) == 1:  # type: ignore[arg-type]
        return condition.value[0]  # type: ignore[index]
    return None
