"""One question to the planner."""

import datetime as dt
from dataclasses import dataclass, field

from talent.planning.choices import IN_CHINA, Goal, Permit, Way


@dataclass(frozen=True)
class Question:
    """`date` is the day of arrival or of the start of work, by `goal`; `today` the day on which it is asked.

    `long`: the residence permit is to be valid for so long that it needs a health certificate. `papers`: day of issue
    by paper, for the passport the day on which it expires. `stay_until`: last day of the present stay.
    """

    way: Way
    goal: Goal
    date: dt.date
    today: dt.date
    permit: Permit = Permit.UNKNOWN
    family: bool = False
    long: bool = True
    registered: bool = False
    papers: dict[str, dt.date] = field(default_factory=dict)
    contract_end: dt.date | None = None
    stay_until: dt.date | None = None

    @property
    def arrived(self) -> bool:
        """Whether the day of arrival is over: what came before it needs no plan."""
        return self.goal is Goal.ARRIVE and self.date <= self.today and self.way not in IN_CHINA
