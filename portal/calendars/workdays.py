"""Working days and due dates, counted as Chinese law counts them.

The day that starts a period is not counted (Civil Code art. 201); a period of months or years ends on the
same day of its last month, or on that month's last day where there is none (art. 202); a period whose last
day is not worked ends on the next day that is (art. 203). Working days include the weekends that a notice
swaps in. All days are days of the portal's time zone: until 24:00 counts as that day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from portal.calendars import cache, published
from portal.calendars.enums import Unit
from portal.calendars.models import CalendarDay, CalendarYear, Version

ONE_DAY = dt.timedelta(days=1)
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period. Provisional while the notice of a year that decides it is not out."""

    on: dt.date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """A snapshot: `official` holds each year of the table with whether it is announced, `worked` each day of
    the table that differs from its weekday. Pure: no query after it is made."""

    official: Mapping[int, bool] = field(default_factory=dict)
    worked: Mapping[dt.date, bool] = field(default_factory=dict)
    # A list of windows asks for the days left until the same few days again and again.
    counted: dict[tuple[dt.date, dt.date], int] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls) -> Calendar:
        """The calendar as the table has it: no query while the snapshot is warm (see `cache.py`)."""
        return cache.current(Version.current, cls.read)

    @classmethod
    def read(cls) -> Calendar:
        """The same, always from the table: two queries."""
        return cls(
            official={year.year: year.is_official for year in CalendarYear.objects.all()},
            worked={day.date: day.is_worked for day in CalendarDay.objects.all()},
        )

    def is_workday(self, date: dt.date) -> bool:
        date = _day(date)
        known = self.worked.get(date)
        if known is None and date.year not in self.official:
            known = _assumed(date.year).get(date)
        return date.weekday() < published.SATURDAY if known is None else known

    def add_workdays(self, start: dt.date, n: int) -> Due:
        """The n-th working day after `start`; before it when n is negative, as reminders need. With 0 it is
        `start` itself, or the first working day after it."""
        start = _day(start)
        if n == 0:
            return self._rolled(start)
        step = ONE_DAY if n > 0 else -ONE_DAY
        date, left, sure = start, abs(n), True
        while left:
            date += step
            sure = sure and self.official.get(date.year, False)
            left -= self.is_workday(date)
        return Due(date, provisional=not sure)

    def workdays_between(self, a: dt.date, b: dt.date) -> int:
        """How many working days from `a` (not counted) to `b` (counted); negative when b is before a, so
        that swapping the two days changes the sign only."""
        a, b = _day(a), _day(b)
        first, last = min(a, b), max(a, b)
        count = self.counted.get((first, last))
        if count is None:
            count = sum(self.is_workday(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))
            if len(self.counted) < MOST_COUNTED:
                self.counted[first, last] = count
        return count if a <= b else -count

    def add_days(self, start: dt.date, n: int) -> Due:
        """n calendar days after `start`. Days in between are not looked at, so only a year in which the
        period could end makes it provisional."""
        _refuse_negative(n)
        return self._rolled(_day(start) + ONE_DAY * n)

    def add_months(self, start: dt.date, n: int, lost: int = 0) -> Due:
        """The same day of the n-th month after `start`, or that month's last, and `lost` calendar days more."""
        _refuse_negative(n)
        start = _day(start)
        year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return self._rolled(dt.date(year, month + 1, min(start.day, last)) + ONE_DAY * lost)

    def due_on(self, start: dt.date, n: int, unit: str, lost: int = 0) -> Due:
        """`unit`: workday, day, month or year; anything else is a ValueError. `lost`: what `lost_in` found that
        pauses took from the period."""
        match Unit(unit):
            case Unit.WORKDAY:
                return self.add_workdays(start, n + lost)
            case Unit.DAY:
                return self.add_days(start, n + lost)
            case Unit.MONTH:
                return self.add_months(start, n, lost)
            case Unit.YEAR:
                return self.add_months(start, 12 * n, lost)

    def lost_in(self, a: dt.date, b: dt.date, unit: str) -> int:
        """What a pause from `a` to `b` takes from a period: its working days where the period counts those,
        otherwise its calendar days. The day on which it begins has been used, the day on which it ends is lost."""
        return self.workdays_between(a, b) if Unit(unit) is Unit.WORKDAY else (_day(b) - _day(a)).days

    def _rolled(self, date: dt.date) -> Due:
        sure = self.official.get(date.year, False)
        while not self.is_workday(date):
            date += ONE_DAY
            sure = sure and self.official.get(date.year, False)
        return Due(date, provisional=not sure)


def is_workday(date: dt.date) -> bool:
    return Calendar.load().is_workday(date)


def add_workdays(start: dt.date, n: int) -> Due:
    return Calendar.load().add_workdays(start, n)


def workdays_between(a: dt.date, b: dt.date) -> int:
    return Calendar.load().workdays_between(a, b)


def due_on(start: dt.date, n: int, unit: str) -> Due:
    return Calendar.load().due_on(start, n, unit)


def _assumed(year: int) -> dict[dt.date, bool]:
    """For a year that is not in the table: what is known of it elsewhere. Always provisional."""
    return {day.date: day.kind.is_worked for day in published.exceptions(year)}


def _day(value: dt.date) -> dt.date:
    if not isinstance(value, dt.datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError("A period of calendar days, months or years cannot be negative.")
