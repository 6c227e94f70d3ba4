"""Counting days forwards and backwards, so that one undoes the other.

For every span and all days `a` and `b`: forwards from `a` ends on or before `b` exactly when `a` lies on or before
backwards from `b`. Hours are counted from the last minute of a day, on holidays too; the last day of calendar days
that falls on a holiday moves on to the next working day, as the calendar does it.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from talent.planning.constants import DAY, HOUR, MONTH, WORKDAY

ONE_DAY = dt.timedelta(days=1)
MONTHS_A_YEAR = 12


class Calendar(Protocol):
    """What the planner asks of a calendar (portal.calendars has one)."""

    official: Mapping[int, bool]

    def is_workday(self, date: dt.date) -> bool: ...
    def add_workdays(self, start: dt.date, n: int) -> Any: ...
    def add_days(self, start: dt.date, n: int) -> Any: ...


@dataclass(frozen=True, order=True)
class Day:
    """Provisional while the holidays of a year that decides it are not announced."""

    on: dt.date
    provisional: bool = False


class Counting:
    """The arithmetic over one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def forwards(self, start: Day, n: int, unit: str) -> Day:
        """The last day of a span that begins with `start`, which itself is not counted."""
        return _and(start, self._end(start.on, n, unit))

    def backwards(self, end: Day, n: int, unit: str) -> Day:
        """The last day on which such a span may begin so that it is over by `end`."""
        if unit == WORKDAY and n:
            last = self.on_or_before(end)
            first = self.calendar.add_workdays(last.on, 1 - n) if n > 1 else last
            return Day(first.on - ONE_DAY, last.provisional or first.provisional)
        if unit == DAY and n:
            date = end.on - dt.timedelta(days=n)
            while self._end(date, n, unit).on > end.on:
                date -= ONE_DAY
            return Day(date, end.provisional or self._end(date, n, unit).provisional)
        if unit == HOUR:
            return Day(_hours(end.on, -n, dt.time.min), end.provisional)
        return Day(minus_months(end.on, n), end.provisional) if unit == MONTH else end

    def _end(self, start: dt.date, n: int, unit: str) -> Day:
        if unit == WORKDAY and n:
            return _day(self.calendar.add_workdays(start, n))
        if unit == DAY and n:
            return _day(self.calendar.add_days(start, n))
        if unit == HOUR:
            return Day(_hours(start, n))
        return Day(plus_months(start, n)) if unit == MONTH else Day(start)

    def on_or_after(self, day: Day) -> Day:
        """The day itself, or the next one on which offices are open."""
        if self.calendar.is_workday(day.on):
            return _and(day, self._seen(day.on))
        return _and(day, _day(self.calendar.add_workdays(day.on, 1)))

    def on_or_before(self, day: Day) -> Day:
        if self.calendar.is_workday(day.on):
            return _and(day, self._seen(day.on))
        return _and(day, _day(self.calendar.add_workdays(day.on, -1)))

    def _seen(self, date: dt.date) -> Day:
        """A day of which was asked whether it is worked."""
        return Day(date, not self.calendar.official.get(date.year, False))


def counted_days(start: dt.date, n: int) -> dt.date:
    """The n-th calendar day after, whatever day of the week it is."""
    return start + dt.timedelta(days=n)


def plus_months(date: dt.date, n: int) -> dt.date:
    """The same day of the n-th month after, or that month's last: 31 August and six months is the end of February."""
    year, month = divmod(date.year * MONTHS_A_YEAR + date.month - 1 + n, MONTHS_A_YEAR)
    return dt.date(year, month + 1, min(date.day, months.monthrange(year, month + 1)[1]))


def minus_months(date: dt.date, n: int) -> dt.date:
    """The last day from which n months are over by `date`."""
    found = plus_months(date, -n)
    while plus_months(found + ONE_DAY, n) <= date:
        found += ONE_DAY
    return found


def first_covering(date: dt.date, n: int) -> dt.date:
    """The first day from which n months reach to `date`: what is older has lapsed by then."""
    found = plus_months(date, -n)
    while plus_months(found, n) < date:
        found += ONE_DAY
    return found


def _hours(date: dt.date, n: int, time: dt.time = dt.time.max) -> dt.date:
    return (dt.datetime.combine(date, time) + dt.timedelta(hours=n)).date()


def _day(due: Any) -> Day:
    return Day(due.on, due.provisional)


def _and(first: Day, second: Day) -> Day:
    return Day(second.on, first.provisional or second.provisional)
