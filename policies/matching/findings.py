"""What the check-up found for each measure, and in which of the three groups it stands. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from policies.matching.asking import Ask, is_open
from policies.rules import ConditionResult, Result, Verdict
from policies.rules.many import Prepared


class Standing(StrEnum):
    MEETS = "meets"
    NEEDS_ANSWER = "needs_answer"
    DOES_NOT = "does_not"


@dataclass(frozen=True, eq=False)
class Finding:
    """`measure` and `window` are the caller's: rows, or whatever names the rule set."""

    measure: Any
    prepared: Prepared
    result: Result
    window: Any = None
    rate: Decimal | None = None

    @property
    def standing(self) -> Standing:
        match self.result.verdict:
            case Verdict.MET:
                return Standing.MEETS
            case Verdict.NOT_MET:
                return Standing.DOES_NOT
            case _:
                return Standing.NEEDS_ANSWER

    @property
    def is_open(self) -> bool:
        return is_open(self.result)

    @property
    def for_official(self) -> bool:
        """Everything is answered; what is left is an official's to judge."""
        return self.standing is Standing.NEEDS_ANSWER and not self.is_open

    @property
    def cap_cny(self) -> Decimal:
        return self.prepared.rule_set.subsidy.cap

    @cached_property
    def hurdles(self) -> list[ConditionResult]:
        """What stands in the way; of several alternatives one is enough, so the first stands for them."""
        unmet = [one for one in self.result.conditions if one.verdict is Verdict.NOT_MET]
        alternatives = [one for one in self.result.conditions if one.group == "any"]
        closed = alternatives and all(one.verdict is Verdict.NOT_MET for one in alternatives)
        return [one for one in unmet if one.group != "any"] + (alternatives[:1] if closed else [])

    @property
    def sort_key(self) -> tuple[object, ...]:
        """What is over comes last; then the larger amount, then the nearer deadline."""
        amount = self.result.amount_cny or Decimal(0)
        code = str(getattr(self.measure, "code", ""))
        if self.window is None:
            return (1, -amount, dt.date.max, code)
        return (2 if self.window.state == "closed" else 0, -amount, self.window.closes_on, code)


@dataclass(frozen=True, eq=False)
class CheckUp:
    """A whole library, sorted. `ask` is the next question, None when all is answered or passed over."""

    meets: list[Finding]
    needs_answer: list[Finding]
    does_not: list[Finding]
    ask: Ask | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, findings: Iterable[Finding], ask: Ask | None = None, facts: Mapping[str, Any] | None = None
    ) -> "CheckUp":
        groups: dict[Standing, list[Finding]] = {standing: [] for standing in Standing}
        for one in findings:
            groups[one.standing].append(one)
        meets, waiting = groups[Standing.MEETS], groups[Standing.NEEDS_ANSWER]
        return cls(
            meets=sorted(meets, key=lambda one: one.sort_key),
            needs_answer=sorted(waiting, key=lambda one: (one.for_official, one.sort_key)),
            does_not=sorted(groups[Standing.DOES_NOT], key=lambda one: (len(one.hurdles), one.sort_key)),
            ask=ask,
            facts=facts or {},
        )

    @property
    def findings(self) -> list[Finding]:
        return [*self.meets, *self.needs_answer, *self.does_not]

    @property
    def waiting(self) -> list[Finding]:
        """Those that another answer of the reader would settle."""
        return [one for one in self.needs_answer if not one.for_official]

    @property
    def for_officials(self) -> list[Finding]:
        return [one for one in self.needs_answer if one.for_official]
