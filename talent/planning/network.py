"""Steps with what must come before them, and the two passes over them: earliest days forwards, latest backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talent.planning.choices import Who
from talent.planning.constants import DAY, Constant
from talent.planning.days import Counting, Day, counted_days


@dataclass(frozen=True)
class Step:
    """`after`: what must have happened, and what passes in between (nothing: the same day). `limit`: the event from
    which a limit runs, and the limit. `office`: it needs a day on which offices are open. `stay`: the limit is the
    last day of a stay, which no holiday moves on."""

    code: str
    who: Who
    after: tuple[tuple[str, Constant | None], ...] = ()
    limit: tuple[str, Constant] | None = None
    office: bool = False
    stay: bool = False


@dataclass(frozen=True)
class Dates:
    """`limit` is the last day that the rule allows, `latest` the last day that still leads to the goal."""

    earliest: dict[str, Day] = field(default_factory=dict)
    latest: dict[str, Day] = field(default_factory=dict)
    limit: dict[str, Day] = field(default_factory=dict)


class Network:
    """The steps stand in an order in which nothing comes before what it waits for."""

    def __init__(self, steps: Sequence[Step], counting: Counting) -> None:
        self.steps, self.counting = tuple(steps), counting
        known: set[str] = set()
        for step in self.steps:
            if missing := {code for code, _gap in step.after} - known:
                raise ValueError(f"{step.code} waits for {missing}, which does not come before it")
            known.add(step.code)

    def earliest(self, today: dt.date, fixed: Mapping[str, dt.date]) -> dict[str, Day]:
        """The first day of each step from today on; what is fixed happens on its day, whatever comes before it."""
        found: dict[str, Day] = {}
        for step in self.steps:
            if step.code in fixed:
                found[step.code] = Day(fixed[step.code])
                continue
            ends = [self._forwards(found[code], gap, longest=False) for code, gap in step.after]
            day = max([Day(today), *ends], key=_by_date)
            found[step.code] = self.counting.on_or_after(day) if step.office else day
        return found

    def latest(self, bounds: Mapping[str, Day], fixed: Mapping[str, dt.date]) -> dict[str, Day]:
        """The last day of each step from which every bound still holds; none for a step that no bound touches. What is
        fixed stays on its day, whatever comes after it."""
        known = {step.code for step in self.steps}
        found = {code: day for code, day in bounds.items() if code in known}
        for step in reversed(self.steps):
            if step.code not in found:
                continue
            day = self.counting.on_or_before(found[step.code]) if step.office else found[step.code]
            found[step.code] = day
            for code, gap in step.after:
                if code not in fixed:
                    before = self._backwards(day, gap)
                    found[code] = min(found.get(code, before), before, key=_by_date)
        return found

    def at_worst(self, latest: dict[str, Day]) -> dict[str, Day]:
        """With the days of what nothing bounds: they follow from the latest days of what comes before them."""
        found = dict(latest)
        for step in self.steps:
            if step.code not in found and step.after and all(code in found for code, _gap in step.after):
                day = max((self._forwards(found[code], gap, longest=True) for code, gap in step.after), key=_by_date)
                found[step.code] = self.counting.on_or_after(day) if step.office else day
        return found

    def limits(self, anchors: Mapping[str, Day]) -> dict[str, Day]:
        """The last day of each limit whose event has a day."""
        return {
            step.code: self._last_of_stay(anchors[step.limit[0]], step.limit[1])
            if step.stay
            else self._forwards(anchors[step.limit[0]], step.limit[1], longest=True)
            for step in self.steps
            if step.limit and step.limit[0] in anchors
        }

    def _last_of_stay(self, day: Day, gap: Constant) -> Day:
        """Days are counted as they come: whoever stays over a holiday because an office is closed stays too long."""
        if gap.unit != DAY:
            return self._forwards(day, gap, longest=True)
        return Day(counted_days(day.on, gap.long), day.provisional)

    def _forwards(self, day: Day, gap: Constant | None, *, longest: bool) -> Day:
        if gap is None:
            return day
        return self.counting.forwards(day, gap.long if longest else gap.short, gap.unit)

    def _backwards(self, day: Day, gap: Constant | None) -> Day:
        return day if gap is None else self.counting.backwards(day, gap.long, gap.unit)


def _by_date(day: Day) -> dt.date:
    return day.on
