"""Windows in the digest: told when they have opened and when at most five working days are left, once each."""

import re
from datetime import date

import pytest
from django.utils import translation

from policies.models import Follower
from policies.tests.following import DAY, MONDAY, TUESDAY, area, follower, policy, sweep, told, window
from portal.calendars.models import CalendarYear
from portal.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_in_english():
    with clock.at(MONDAY), translation.override("en"):
        yield


def test_windows_that_open_and_close_are_told_once_each():
    CalendarYear.objects.create(year=2026, status="official")
    thing = window(date(2026, 11, 25), date(2026, 12, 11))
    reader = follower(thing)
    days = {}
    for number in range(1, 30):
        text = told(reader, MONDAY + number * DAY)
        if text:
            days[(MONDAY + number * DAY).date()] = re.findall(r"^- (.*)$", text, re.M)
    assert days == {
        date(2026, 11, 25): [f"“{thing.title_en}” can be applied for from Wednesday 25 November 2026."],
        date(2026, 12, 4): [
            f"“{thing.title_en}” can be applied for until Friday 11 December 2026: 5 working days left."
        ],
    }


def test_a_deadline_that_moves_is_told_again():
    thing = window(date(2026, 11, 2), date(2026, 11, 27))
    reader = follower(thing)
    assert "27 November" in told(reader)
    assert told(reader, TUESDAY + DAY) == ""
    thing.window_close = date(2026, 11, 30)
    thing.save()
    assert "30 November" in told(reader, TUESDAY + 2 * DAY)
    assert len(Follower.objects.get().told_days) == 2
    told(reader, TUESDAY + 8 * DAY)
    assert Follower.objects.get().told_days == []


def test_windows_of_a_document_an_area_and_a_search():
    mine, other = area(), area(4, "OTHER")
    thing = window(date(2026, 11, 24), date(2027, 3, 1), area=mine, title_zh="海外仓补助")
    wanted = [follower(thing.policy), follower(mine), follower("?q=海外仓"), follower("?")]
    others = [follower(policy()), follower(other), follower("?q=会展")]
    assert set(sweep()) == {reader.email for reader in wanted}
    assert all(reader.email not in sweep() for reader in others)
