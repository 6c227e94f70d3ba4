import datetime as dt
from zoneinfo import ZoneInfo

import holidays
import pytest
import yaml

from portal.calendars import published
from portal.calendars.tests.conftest import DATA, day
from portal.calendars.workdays import Calendar, Due, add_workdays, due_on, is_workday, workdays_between

VECTORS = yaml.safe_load(DATA.read_text(encoding="utf-8"))["deadline_vectors"]
pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("seeded")
class TestSeededTable:
    @pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['start']}+{vector['workdays']}")
    def test_the_deadline_vectors_hold(self, vector: dict) -> None:
        due = add_workdays(vector["start"], vector["workdays"])
        assert (due.provisional or due.on) == (vector["due"] == "provisional" or vector["due"])

    def test_make_up_days_are_worked_and_swapped_days_are_not(self) -> None:
        makeup = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
        assert [text for text in makeup if is_workday(day(text))] == makeup
        assert {day(text).weekday() for text in makeup} == {5, 6}
        assert not is_workday(day("2026-02-23"))
        assert not is_workday(day("2026-11-21"))

    def test_2026_has_248_working_days(self) -> None:
        assert workdays_between(day("2025-12-31"), day("2026-12-31")) == 248

    def test_a_period_is_provisional_as_soon_as_it_counts_a_day_of_a_provisional_year(self) -> None:
        assert add_workdays(day("2026-12-30"), 1) == Due(day("2026-12-31"), provisional=False)
        assert add_workdays(day("2026-12-31"), 1) == Due(day("2027-01-04"), provisional=True)
        assert add_workdays(day("2027-01-04"), -1) == Due(day("2026-12-31"), provisional=True)

    def test_a_calendar_period_that_rolls_into_a_provisional_year_is_provisional(self) -> None:
        assert due_on(day("2026-11-30"), 31, "day") == Due(day("2026-12-31"), provisional=False)
        assert due_on(day("2026-11-30"), 32, "day") == Due(day("2027-01-04"), provisional=True)

    def test_a_year_that_is_not_in_the_table_is_provisional_but_keeps_its_statutory_days(self) -> None:
        assert due_on(day("2028-09-29"), 1, "workday") == Due(day("2028-10-04"), provisional=True)
        assert not is_workday(day("2028-01-26"))
        assert is_workday(day("2028-03-01"))

    def test_the_start_day_does_not_make_a_period_provisional(self) -> None:
        assert add_workdays(day("2025-12-31"), 1) == Due(day("2026-01-04"), provisional=False)

    def test_the_last_day_rolls_forward_only_when_it_is_not_worked(self) -> None:
        assert due_on(day("2026-04-25"), 7, "day") == Due(day("2026-05-06"), provisional=False)
        assert due_on(day("2026-02-10"), 4, "day") == Due(day("2026-02-14"), provisional=False)
        assert due_on(day("2026-11-10"), 10, "day") == Due(day("2026-11-20"), provisional=False)

    def test_months_and_years_end_on_the_same_day_or_the_last_of_the_month(self) -> None:
        assert due_on(day("2025-12-31"), 2, "month") == Due(day("2026-02-28"), provisional=False)
        assert due_on(day("2026-03-31"), 1, "month") == Due(day("2026-04-30"), provisional=False)
        assert due_on(day("2025-11-15"), 12, "month") == Due(day("2026-11-16"), provisional=False)
        assert due_on(day("2024-02-29"), 2, "year") == Due(day("2026-02-28"), provisional=False)
        assert due_on(day("2026-06-30"), 6, "month") == Due(day("2026-12-30"), provisional=False)

    def test_counting_between_mirrors_adding(self) -> None:
        start = day("2026-02-09")
        for n in range(-25, 60):
            if n:
                assert workdays_between(start, add_workdays(start, n).on) == n + (n < 0 and is_workday(start) - 1)

    def test_counting_excludes_the_first_day_and_includes_the_last(self) -> None:
        friday, monday = day("2026-11-20"), day("2026-11-23")
        assert workdays_between(friday, monday) == 1
        assert workdays_between(monday, friday) == -1
        assert workdays_between(friday, friday) == 0

    def test_nothing_to_add_gives_the_day_itself_or_the_next_working_day(self) -> None:
        assert add_workdays(day("2026-11-20"), 0).on == day("2026-11-20")
        assert add_workdays(day("2026-11-21"), 0).on == day("2026-11-23")

    def test_a_moment_counts_as_its_day_in_the_portals_zone(self) -> None:
        late = dt.datetime(2026, 11, 19, 16, 30, tzinfo=ZoneInfo("UTC"))
        assert add_workdays(late, 1).on == day("2026-11-23")
        last_minute = dt.datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert add_workdays(last_minute, 1).on == day("2026-11-23")


def test_without_any_table_every_date_is_provisional() -> None:
    assert Calendar.load() == Calendar()
    assert due_on(day("2026-11-20"), 1, "workday") == Due(day("2026-11-23"), provisional=True)


@pytest.mark.parametrize("unit", ["day", "month", "year"])
def test_a_negative_calendar_period_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="negative"):
        due_on(day("2026-11-20"), -1, unit)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="week"):
        due_on(day("2026-11-20"), 1, "week")


def test_the_years_that_are_taken_are_those_the_package_knows():
    assert (holidays.China.start_year, holidays.China.end_year) == (published.FIRST_YEAR, published.LAST_YEAR)


# --- pauses ------------------------------------------------------------------------------------------

# National Day 2026: 1 to 7 October free, Saturday 10 October and Sunday 20 September worked (of the notice).
PAUSED = Calendar(
    official={2026: True},
    worked={dt.date(2026, 10, day): False for day in (1, 2, 5, 6, 7)}
    | {dt.date(2026, 10, 10): True, dt.date(2026, 9, 20): True},
)


@pytest.mark.parametrize(
    ("since", "until", "workdays", "days"),
    [
        ((9, 30), (10, 10), 3, 10),
        ((9, 18), (9, 20), 1, 2),
        ((9, 7), (9, 7), 0, 0),
        ((10, 1), (10, 7), 0, 6),
    ],
)
def test_what_a_pause_takes_from_a_period(since, until, workdays, days) -> None:
    a, b = dt.date(2026, *since), dt.date(2026, *until)
    assert (PAUSED.lost_in(a, b, "workday"), PAUSED.lost_in(a, b, "day"), PAUSED.lost_in(a, b, "month")) == (
        workdays,
        days,
        days,
    )


@pytest.mark.parametrize(
    ("n", "unit", "lost", "due", "provisional"),
    [
        (10, "workday", 0, (2026, 10, 9), False),
        (10, "workday", 3, (2026, 10, 13), False),
        (30, "day", 0, (2026, 10, 20), False),
        (30, "day", 5, (2026, 10, 26), False),
        (3, "month", 0, (2026, 12, 21), False),
        (3, "month", 11, (2026, 12, 31), False),
        # New Year is a holiday by statute, though that year's notice is not out.
        (3, "month", 12, (2027, 1, 4), True),
        (1, "year", 1, (2027, 9, 21), True),
    ],
)
def test_a_period_moves_on_by_what_it_lost(n, unit, lost, due, provisional) -> None:
    found = PAUSED.due_on(dt.date(2026, 9, 20), n, unit, lost)
    assert (found.on, found.provisional) == (dt.date(*due), provisional)
