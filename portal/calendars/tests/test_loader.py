from pathlib import Path

import pytest

from portal.calendars.enums import DayKind, YearStatus
from portal.calendars.loaders import STATUTE
from portal.calendars.models import CalendarDay, CalendarYear
from portal.calendars.tests.conftest import DATA, day
from portal.core.loading import LoadError, Report, load_files

pytestmark = pytest.mark.django_db


def load(folder: Path, text: str) -> Report:
    file = folder / "calendar.yaml"
    file.write_text(text, encoding="utf-8")
    return load_files([file])


def rows() -> list[tuple]:
    years = CalendarYear.objects.order_by("year").values_list("year", "status", "source")
    return [*years, *CalendarDay.objects.values_list("date", "kind", "note_zh", "note_en", "source_doc")]


def test_our_own_file_loads_and_loading_it_again_changes_nothing() -> None:
    first = load_files([DATA])
    before = rows()
    assert first.created == {"calendarday": 32, "calendaryear": 2}
    second = load_files([DATA])
    assert rows() == before
    assert (second.created, second.changed) == ({}, {})


def test_an_official_year_has_swapped_days_and_make_up_days_with_both_names() -> None:
    load_files([DATA])
    eve, saturday = CalendarDay.objects.get(date="2026-02-16"), CalendarDay.objects.get(date="2026-02-14")
    assert (eve.kind, eve.note_zh, eve.note_en) == (DayKind.HOLIDAY, "农历除夕", "Chinese New Year's Eve")
    assert saturday.kind == DayKind.MAKEUP_WORKDAY
    assert CalendarDay.objects.filter(date__year=2026, kind=DayKind.MAKEUP_WORKDAY).count() == 6


def test_a_provisional_year_has_its_statutory_weekdays_only() -> None:
    load_files([DATA])
    year = CalendarYear.objects.get(pk=2027)
    assert (year.status, year.source) == (YearStatus.PROVISIONAL, STATUTE)
    weekdays = ["01-01", "02-05", "02-08", "04-05", "06-09", "09-15", "10-01"]
    assert list(CalendarDay.objects.filter(date__year=2027).values_list("date", "kind")) == [
        (day(f"2027-{text}"), DayKind.HOLIDAY) for text in weekdays
    ]


def test_an_official_year_is_the_bureaus_own_from_then_on() -> None:
    load_files([DATA])
    CalendarDay.objects.create(date="2026-12-31", kind=DayKind.HOLIDAY, source_doc="青政办字〔2026〕1号")
    CalendarDay.objects.get(date="2026-02-14").delete()
    before = rows()
    load_files([DATA])
    assert rows() == before


def test_a_year_that_the_bureau_made_official_does_not_fall_back() -> None:
    load_files([DATA])
    CalendarYear.objects.filter(pk=2027).update(status=YearStatus.OFFICIAL)
    load_files([DATA])
    assert CalendarYear.objects.get(pk=2027).status == YearStatus.OFFICIAL


def test_a_provisional_year_is_renewed_around_the_days_entered_by_hand(tmp_path: Path) -> None:
    load_files([DATA])
    CalendarDay.objects.create(date="2027-02-09", kind=DayKind.HOLIDAY, source_doc="通知")
    CalendarDay.objects.filter(date="2027-01-01").update(kind=DayKind.WORKDAY, source_doc="通知")
    report = load(tmp_path, 'calendar_seed:\n  "2027": {status: provisional, statutory: [2027-01-01, 2027-10-01]}\n')
    assert list(CalendarDay.objects.filter(date__year=2027).values_list("date", "kind")) == [
        (day("2027-01-01"), DayKind.WORKDAY),
        (day("2027-02-09"), DayKind.HOLIDAY),
        (day("2027-10-01"), DayKind.HOLIDAY),
    ]
    assert report.changed == {"calendarday": 5}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("due: 2026-03-13", "due: 2026-03-14", 7, "due does not hold: the calendar gives 2026-03-13"),
        ("without_makeup_days: 2026-02-27", "without_makeup_days: 2026-02-26", 8, "without_makeup_days does not hold"),
        ("plain_mon_fri: 2026-10-01", "plain_mon_fri: 2026-10-09", 9, "plain_mon_fri does not hold"),
        ("due: provisional", "due: 2027-01-22", 12, "the calendar gives provisional"),
        ("due: 2026-11-27", "due: provisional", 11, "the calendar gives 2026-11-27"),
        ("workdays: 30", "workdays: many", 12, "must be of type int"),
        ("start: 2026-12-10, ", "", 12, "“start” is missing"),
        ("status: official", "status: certain", 4, "no status"),
        ('"2027": {status: provisional', '"2027": {status: official', 5, "no notice for 2027"),
        ('"2026"', '"1026"', 4, "no year"),
        ("2027-02-06", "2026-02-06", 5, "no day of 2027"),
        ("2027-02-06", "sixth", 5, "no day of 2027"),
        ("statutory:", "holidays:", 5, "unknown key “holidays”"),
    ],
)
def test_what_does_not_hold_fails_with_its_line_and_saves_nothing(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(LoadError, match=reason) as caught:
        load(tmp_path, text.replace(old, new, 1))
    assert caught.value.line == line
    assert rows() == []
