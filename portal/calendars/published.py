"""What the `holidays` package knows of a year. It is a source for the table, never the authority.

For a year whose notice is out it holds every day. For a later one it silently holds statutory days only,
without swapped days: nothing that rests on it may be shown as final.

The package takes 5 MB of a web worker and is needed only when a year is loaded or missing, so it is imported then.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from portal.calendars.enums import DayKind

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5
# The years that the package knows.
FIRST_YEAR, LAST_YEAR = 1950, 2100


class Day(NamedTuple):
    date: dt.date
    kind: DayKind
    note_zh: str
    note_en: str


@lru_cache(maxsize=32)
def exceptions(year: int) -> tuple[Day, ...]:
    """The days of a year that are not what their weekday says, in order; nothing outside 1950 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    makeup = _makeup_days(year)
    # Without make-up days the notice is not out. The package then guesses on which days a holiday that falls
    # on a weekend is made up for; the notice decides that, so the guess is left out.
    names = {language: _china(years=year, language=language, observed=bool(makeup)) for language in ("zh_CN", "en_US")}
    free = [
        Day(day, DayKind.HOLIDAY, names["zh_CN"][day], names["en_US"][day])
        for day in names["zh_CN"]
        if day.weekday() < SATURDAY
    ]
    return tuple(sorted([*free, *makeup]))


def is_complete(year: int) -> bool:
    """Whether the year's notice is in the package: every announced year so far has had make-up days."""
    return bool(_makeup_days(year))


def statutory_names(year: int) -> dict[dt.date, tuple[str, str]]:
    """Name in Chinese and English of each statutory day, for rows that are given by date only."""
    chinese, english = (_china(years=year, language=language, observed=False) for language in ("zh_CN", "en_US"))
    return {day: (chinese[day], english[day]) for day in chinese}


def _china(**options: Any) -> HolidayBase:
    from holidays import China

    return China(**options)


def _makeup_days(year: int) -> list[Day]:
    known = getattr(_china(years=year), "weekend_workdays", ())
    return [Day(day, DayKind.MAKEUP_WORKDAY, "调休上班", "Make-up working day") for day in known if day.year == year]
