"""The answer: what to do by when, with what is in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from talent.planning.days import Day
from talent.planning.network import Step
from talent.planning.papers import PaperPlan
from talent.planning.question import Question


@dataclass(frozen=True)
class Planned:
    """A step with its days. `limit`: the last day by the rule. `rolled_from`: the holiday on which it would have been.

    `is_late`: its latest day is over.
    """

    step: Step
    earliest: Day
    latest: Day | None
    limit: Day | None = None
    rolled_from: dt.date | None = None
    is_late: bool = False

    @property
    def code(self) -> str:
        return self.step.code

    @property
    def provisional(self) -> bool:
        return any(day.provisional for day in (self.earliest, self.latest, self.limit) if day)


@dataclass(frozen=True)
class Caution:
    """What is in the way, by code; `facts` fill the sentence. `grave`: the plan does not work out as asked."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    grave: bool = False


@dataclass(frozen=True)
class Plan:
    """`first_possible`: the earliest day for what was asked, arrival or start of work."""

    question: Question
    steps: tuple[Planned, ...]
    papers: tuple[PaperPlan, ...]
    cautions: tuple[Caution, ...]
    first_possible: Day | None
    used: tuple[str, ...]

    @property
    def works_out(self) -> bool:
        return not any(caution.grave for caution in self.cautions)

    @property
    def provisional(self) -> bool:
        return any(step.provisional for step in self.steps)
