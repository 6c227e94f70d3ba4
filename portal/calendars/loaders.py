"""Seeds the calendar from a file with `calendar_seed`, after proving the file's `deadline_vectors`.

A year that the table already holds as official is left as it is: from then on the table is the authority and
the bureau edits it. In a provisional year the loader renews the days that it wrote itself, told by their
source, and leaves those that an official entered with another source document.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.calendars import published
from portal.calendars.enums import DayKind, YearStatus
from portal.calendars.models import CalendarDay, CalendarYear
from portal.calendars.published import Day
from portal.calendars.workdays import Calendar
from portal.core.loading import Document, Report, loader, upsert

STATUTE = "全国年节及纪念日放假办法（2024年11月10日修订）"

Seed = dict[int, tuple[CalendarYear, list[Day]]]


@loader("calendar", keys={"calendar_seed"})
def load_calendar(document: Document) -> Report:
    seed = _read_seed(document)
    _verify_vectors(document, seed)
    report = Report()
    for year, days in seed.values():
        _write_year(report, year, days)
    return report


def _read_seed(document: Document) -> Seed:
    seed: Seed = {}
    for key in document.need(("calendar_seed",), dict):
        path = ("calendar_seed", key)
        document.need(path, dict)
        document.only(path, {"status", "source", "statutory"})
        number = _year_number(document, key)
        status = document.need((*path, "status"), str)
        if status not in YearStatus.values:
            known = ", ".join(YearStatus.values)
            document.fail((*path, "status"), f"“{status}” is no status; known are {known}")
        official = status == YearStatus.OFFICIAL
        days = _announced(document, path, number) if official else _statutory(document, path, number)
        source = document.data["calendar_seed"][key].get("source") or STATUTE
        seed[number] = CalendarYear(year=number, status=status, source=source), days
    return seed


def _year_number(document: Document, key: object) -> int:
    text = str(key)
    if not text.isdecimal() or not published.FIRST_YEAR <= int(text) <= published.LAST_YEAR:
        document.fail(
            ("calendar_seed", text),
            f"“{text}” is no year from {published.FIRST_YEAR} to {published.LAST_YEAR}",
        )
    return int(text)


def _announced(document: Document, path: tuple[Any, ...], year: int) -> list[Day]:
    if not published.is_complete(year):
        document.fail(
            path,
            f"the “holidays” package has no notice for {year}: call the year provisional and give its statutory days",
        )
    return list(published.exceptions(year))


def _statutory(document: Document, path: tuple[Any, ...], year: int) -> list[Day]:
    names = published.statutory_names(year)
    days = []
    for number, date in enumerate(document.need((*path, "statutory"), list)):
        if type(date) is not dt.date or date.year != year:
            document.fail((*path, "statutory", number), f"“{date}” is no day of {year}, written YYYY-MM-DD")
        if date.weekday() < published.SATURDAY:
            days.append(Day(date, DayKind.HOLIDAY, *names.get(date, ("", ""))))
    return days


def _verify_vectors(document: Document, seed: Seed) -> None:
    """Proves the seed, not the table: a day that the bureau corrects later must not stop the next load."""
    if "deadline_vectors" not in document.data:
        return
    official = {year.year: year.is_official for year, _days in seed.values()}
    worked = {day.date: day.kind.is_worked for _year, days in seed.values() for day in days}
    free = {date: False for date, is_worked in worked.items() if not is_worked}
    calendars = {
        "due": Calendar(official, worked),
        "without_makeup_days": Calendar(official, free),
        "plain_mon_fri": Calendar(official),
    }
    for number, vector in enumerate(document.need(("deadline_vectors",), list)):
        path = ("deadline_vectors", number)
        document.need((*path, "due"))
        document.only(path, {"start", "workdays", *calendars})
        for column in calendars.keys() & vector.keys():
            _verify(document, path, column, calendars[column])


def _verify(document: Document, path: tuple[Any, ...], column: str, calendar: Calendar) -> None:
    start = document.need((*path, "start"), dt.date)
    due = calendar.add_workdays(start, document.need((*path, "workdays"), int))
    found = YearStatus.PROVISIONAL.value if due.provisional else due.on
    expected = document.need((*path, column), (dt.date, str))
    if found != expected:
        document.fail((*path, column), f"{column} does not hold: the calendar gives {found}, not {expected}")


def _write_year(report: Report, year: CalendarYear, days: list[Day]) -> None:
    held = CalendarYear.objects.filter(pk=year.pk).first()
    if held and held.is_official:
        report.count("kept", "calendaryear")
        return
    rows = CalendarDay.objects.filter(date__year=year.year)
    own = rows.filter(source_doc=held.source) if held else rows.none()
    for stale in own.exclude(date__in=[day.date for day in days]):
        stale.delete()
        report.count("changed", "calendarday")
    by_hand = set(rows.exclude(pk__in=own).values_list("date", flat=True))
    for day in days:
        if day.date not in by_hand:
            notes = {"note_zh": day.note_zh, "note_en": day.note_en}
            values = {"kind": day.kind, **notes, "source_doc": year.source}
            upsert(report, CalendarDay, {"date": day.date}, values)
    upsert(report, CalendarYear, {"year": year.year}, {"status": year.status, "source": year.source})
