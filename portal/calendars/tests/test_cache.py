"""The snapshot: no query while warm, and no change that goes unseen."""

import pytest
from django.conf import LazySettings
from django.db import transaction

from portal.calendars import cache
from portal.calendars.enums import DayKind, YearStatus
from portal.calendars.models import CalendarDay, CalendarYear, Version
from portal.calendars.tests.conftest import day
from portal.calendars.workdays import add_workdays, is_workday

FRIDAY = day("2026-11-20")
pytestmark = pytest.mark.django_db


def elsewhere(**change: object) -> None:
    """A change as another process makes it: the token changes, this process forgets nothing."""
    held = cache._held
    CalendarDay.objects.create(**change)
    cache._held = held


def test_a_warm_snapshot_costs_no_query(settings: LazySettings, django_assert_num_queries) -> None:
    settings.CALENDAR_CHECK_SECONDS = 3600
    with django_assert_num_queries(3):
        is_workday(FRIDAY)
    with django_assert_num_queries(0):
        for n in range(1, 100):
            add_workdays(FRIDAY, n)


def test_checking_an_unchanged_table_costs_one_query(settings: LazySettings, django_assert_num_queries) -> None:
    settings.CALENDAR_CHECK_SECONDS = 0
    CalendarDay.objects.create(date=FRIDAY, kind=DayKind.HOLIDAY)
    assert not is_workday(FRIDAY)
    with django_assert_num_queries(1):
        assert not is_workday(FRIDAY)


def test_a_change_made_elsewhere_is_seen_at_the_next_check(settings: LazySettings) -> None:
    settings.CALENDAR_CHECK_SECONDS = 3600
    assert is_workday(FRIDAY)
    elsewhere(date=FRIDAY, kind=DayKind.HOLIDAY)
    assert is_workday(FRIDAY)
    settings.CALENDAR_CHECK_SECONDS = 0
    assert not is_workday(FRIDAY)


def test_without_its_token_a_change_made_elsewhere_stays_unseen(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: it is the token that the test above rests on."""
    settings.CALENDAR_CHECK_SECONDS = 0
    assert is_workday(FRIDAY)
    monkeypatch.setattr(Version, "renew", lambda: None)
    elsewhere(date=FRIDAY, kind=DayKind.HOLIDAY)
    assert is_workday(FRIDAY)


def test_every_way_of_changing_rows_is_seen_at_once(settings: LazySettings) -> None:
    settings.CALENDAR_CHECK_SECONDS = 3600
    assert is_workday(FRIDAY)
    CalendarDay.objects.bulk_create([CalendarDay(date=FRIDAY, kind=DayKind.HOLIDAY)])
    assert not is_workday(FRIDAY)
    CalendarDay.objects.update(kind=DayKind.WORKDAY)
    assert is_workday(FRIDAY)
    row = CalendarDay.objects.get()
    row.kind = DayKind.HOLIDAY
    CalendarDay.objects.bulk_update([row], ["kind"])
    assert not is_workday(FRIDAY)
    row.delete()
    assert is_workday(FRIDAY)
    CalendarDay.objects.create(date=FRIDAY, kind=DayKind.HOLIDAY)
    assert not is_workday(FRIDAY)
    CalendarDay.objects.all().delete()
    assert is_workday(FRIDAY)


def test_a_year_that_turns_official_makes_its_dates_final(settings: LazySettings) -> None:
    settings.CALENDAR_CHECK_SECONDS = 3600
    year = CalendarYear.objects.create(year=2026, status=YearStatus.PROVISIONAL)
    assert add_workdays(FRIDAY, 1).provisional
    year.status = YearStatus.OFFICIAL
    year.save()
    assert not add_workdays(FRIDAY, 1).provisional


def test_a_change_that_is_rolled_back_is_not_kept(settings: LazySettings) -> None:
    settings.CALENDAR_CHECK_SECONDS = 0
    assert is_workday(FRIDAY)
    with transaction.atomic():
        CalendarDay.objects.create(date=FRIDAY, kind=DayKind.HOLIDAY)
        assert not is_workday(FRIDAY)
        transaction.set_rollback(True)
    assert is_workday(FRIDAY)
