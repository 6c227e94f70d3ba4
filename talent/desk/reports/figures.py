"""The figures of the talent desk's reports; each is one query in which the database does the counting."""

from dataclasses import dataclass, field

from enterprises.desk.reports import durations, figures
from enterprises.desk.reports.durations import STALE_WORKDAYS, Length
from enterprises.desk.reports.figures import Period
from portal.accounts.enums import Role
from talent.cases.enums import CaseState
from talent.desk.sources import FLOW

NOBODY: frozenset[str] = frozenset({""})
PARTY, PARTNER, DESK = "party", "partner", "desk"
Row = dict[str, object]


def lengths(period: Period) -> list[Length]:
    """By stage, desk and kind, the parties' own time with them."""
    return durations.lengths(period.start, period.end, flow=FLOW, by_topic=True, parties=NOBODY)


def backlog() -> list[Row]:
    return figures.backlog(None, FLOW, ())


@dataclass
class Waited:
    """Working days of one kind of case that were spent waiting for somebody: how often, and how long altogether."""

    kind: str
    number: int = 0
    days: dict[str, int] = field(default_factory=lambda: dict.fromkeys((PARTY, PARTNER, DESK), 0))

    @property
    def total(self) -> int:
        return sum(self.days.values())

    def share(self, cause: str) -> int:
        return round(100 * self.days[cause] / self.total) if self.total else 0


def cause_of(one: Length) -> str:
    """For whom the case waited in this stretch."""
    if one.desk in (Role.APPLICANT, Role.TALENT):
        return PARTY
    return PARTNER if one.state == CaseState.WITH_PARTNER else DESK


def waited(found: list[Length]) -> list[Waited]:
    """What was forgotten counts as the longest that is told apart."""
    kinds: dict[str, Waited] = {}
    for one in found:
        if one.state in (CaseState.DRAFT, CaseState.ISSUED):
            # Before a case is sent, and once its letter lies there, nobody is kept waiting.
            continue
        row = kinds.setdefault(one.topic, Waited(one.topic))
        row.number += one.number + one.stale
        days = sum(used * count for used, count in one.counts.items()) + one.stale * STALE_WORKDAYS
        row.days[cause_of(one)] += days
    return sorted(kinds.values(), key=lambda row: -row.total)
