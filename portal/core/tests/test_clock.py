"""One place to ask what time it is, and one to fix it."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal.core import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2027, 1, 1, 0, 30, tzinfo=SHANGHAI)


def test_now_is_aware_and_in_shanghai():
    before = datetime.now(UTC)
    moment = clock.now()
    assert before <= moment <= datetime.now(UTC)
    assert moment.utcoffset() == timedelta(hours=8)
    assert moment.tzinfo == SHANGHAI


def test_a_day_begins_in_shanghai_not_in_greenwich():
    with clock.at(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):
        assert (clock.now(), clock.today()) == (NEW_YEAR, date(2027, 1, 1))


def test_another_active_zone_does_not_move_a_limit():
    with timezone.override("America/New_York"), clock.at(datetime(2027, 1, 1, 0, 30)):
        assert clock.now() == NEW_YEAR
        assert clock.today() == date(2027, 1, 1)
        assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_moment_without_a_zone_is_one_of_shanghai():
    with clock.at(datetime(2027, 1, 1, 0, 30)):
        assert clock.now() == NEW_YEAR


def test_fixed_moments_nest_and_end():
    with clock.at(NEW_YEAR):
        with clock.at(NEW_YEAR + timedelta(days=1)):
            assert clock.today() == date(2027, 1, 2)
        assert clock.today() == date(2027, 1, 1)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_error_sets_the_clock_free_again():
    with pytest.raises(RuntimeError), clock.at(NEW_YEAR):
        raise RuntimeError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_fixed_clock_is_this_threads_own():
    seen = []
    with clock.at(NEW_YEAR):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert abs(seen[0] - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_fixed_clock_can_be_asked_for():
    assert clock.fixed() is None
    with clock.at(NEW_YEAR):
        assert clock.fixed() == NEW_YEAR
