"""Papers that lapse: until when each counts, and how old one may be that is still to be got."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from talent.planning.choices import IN_CHINA, Way
from talent.planning.constants import Constant, Constants
from talent.planning.days import Day, first_covering, minus_months, plus_months
from talent.planning.network import Dates
from talent.planning.question import Question

CRIMINAL, HEALTH, PHOTO, PASSPORT = "criminal", "health", "photo", "passport"
# The steps at which each is handed in. A passport's day is that of its expiry, all others' that of their issue.
NEEDED_AT = {
    CRIMINAL: ("file_letter", "file_permit"),
    HEALTH: ("file_letter", "file_residence"),
    PHOTO: ("file_letter", "apply_visa", "file_permit"),
    PASSPORT: ("file_letter", "apply_visa", "file_permit"),
}


@dataclass(frozen=True)
class PaperPlan:
    """`given`: day of issue (passport: of expiry). `counts_until`: the last day on which the given one counts.

    `issued_from`: how old one may be so that it still counts at the last step on its latest day (passport: the day
    until which it must be valid). `steps`: where it is needed.
    """

    code: str
    steps: tuple[str, ...]
    given: dt.date | None
    counts_until: dt.date | None
    needed: Day | None
    needed_last: Day | None
    issued_from: dt.date | None
    constant: Constant

    @property
    def has_lapsed(self) -> bool:
        """Whether it has lapsed before the first day on which it can be handed in."""
        return bool(self.counts_until and self.needed and self.counts_until < self.needed.on)

    @property
    def lapses(self) -> bool:
        """Whether it is good for an early day, and no more for the latest one."""
        late = bool(self.counts_until and self.needed_last and self.counts_until < self.needed_last.on)
        return late and not self.has_lapsed


def papers_of(question: Question, codes: set[str], constants: Constants) -> dict[str, tuple[Constant, tuple[str, ...]]]:
    """Which papers that lapse this way needs, with the steps at which it needs them."""
    found = {}
    for paper, places in NEEDED_AT.items():
        steps = tuple(step for step in places if step in codes and _asked(question, paper, step))
        if steps:
            found[paper] = (constants[f"paper_{paper}"], steps)
    return found


def _asked(question: Question, paper: str, step: str) -> bool:
    if paper == HEALTH and step == "file_residence":
        return question.long and question.way is not Way.CHANGE
    if paper == CRIMINAL and question.way is Way.CHANGE:
        return False
    # The passport's six months are asked for by the visa only where they were read of; the permit asks for them always.
    return not (paper == PASSPORT and step == "apply_visa" and question.way in IN_CHINA)


def counts_until(question: Question, paper: str, constant: Constant) -> dt.date | None:
    given = question.papers.get(paper)
    if given is None:
        return None
    return minus_months(given, constant.long) if paper == PASSPORT else plus_months(given, constant.long)


def plan_paper(question: Question, paper: str, constant: Constant, steps: tuple[str, ...], dates: Dates) -> PaperPlan:
    """`dates`: as they are without regard to the papers that are there already."""
    firsts = [dates.earliest[step] for step in steps if step in dates.earliest]
    lasts = [dates.latest[step] for step in steps if step in dates.latest] or firsts
    first = min(firsts, key=lambda day: day.on, default=None)
    last = max(lasts, key=lambda day: day.on, default=None)
    issued_from = None
    if last:
        count = plus_months if paper == PASSPORT else first_covering
        issued_from = count(max(last.on, first.on) if first else last.on, constant.long)
    return PaperPlan(
        code=paper, steps=steps, given=question.papers.get(paper),
        counts_until=counts_until(question, paper, constant), needed=first, needed_last=last,
        issued_from=issued_from, constant=constant,
    )  # fmt: skip
