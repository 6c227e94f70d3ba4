"""The calendar: every day that matters in its month, in both languages, and as a file that calendars understand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from enterprises.enums import State
from enterprises.tests.factories import CallFactory, application_in, cast
from policies.alerts import calendar
from policies.alerts.calendar import Event, events
from policies.models import Measure
from policies.tests.following import MONDAY, area, measure, policy, window
from portal.calendars.models import CalendarYear
from portal.calendars.workdays import Calendar as WorkingDays
from portal.core import clock
from portal.core.pagecache import clear

pytestmark = pytest.mark.django_db
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


def page(client, **query):
    clear()
    return client.get(reverse("calendar:index"), query)


def days(response):
    return [
        (day["date"], event.kind, event.title_zh) for day in response.context["month"].days for event in day["events"]
    ]


def test_every_kind_of_day_stands_in_its_month_and_nothing_else(client):
    one = window(date(2026, 12, 1), date(2027, 1, 15))
    two = window(date(2026, 11, 2), date(2026, 12, 31))
    law = policy(effective_on=date(2026, 12, 8), expires_on=date(2031, 12, 7))
    old = policy(expires_on=date(2026, 12, 20))
    policy(effective_on=date(2026, 12, 9), published=False)
    policy(effective_on=date(2027, 1, 1))
    assert days(page(client, month="2026-12")) == [
        (date(2026, 12, 1), "opens", one.title_zh),
        (date(2026, 12, 8), "in_force", law.title_zh),
        (date(2026, 12, 20), "lapses", old.title_zh),
        (date(2026, 12, 31), "closes", two.title_zh),
    ]


def test_a_call_moves_the_announced_window(client):
    call = CallFactory(measure=window(date(2026, 12, 1), date(2026, 12, 31)))
    assert {(event.kind, event.date) for event in events(date(2026, 11, 1), date(2027, 1, 31))} == {
        ("opens", call.opens_on),
        ("closes", call.last_day),
    }


def test_filters_by_area_kind_and_words(client):
    first = window(date(2026, 12, 1), date(2026, 12, 31), title_zh="海外仓补助")
    second = window(date(2026, 12, 1), date(2026, 12, 31), area=area(4, "OTHER"))
    everything = {"month": "2026-12"}
    assert len(days(page(client, **everything))) == 4
    assert {title for _d, _k, title in days(page(client, **everything, area="other"))} == {second.title_zh}
    assert {kind for _d, kind, _t in days(page(client, **everything, kind="closes"))} == {"closes"}
    assert {title for _d, _k, title in days(page(client, **everything, q="海外仓"))} == {first.title_zh}
    assert (
        page(client, **everything, area="other").context["month"].url(date(2027, 1, 1)) == "?month=2027-01&area=other"
    )


@pytest.mark.parametrize(
    "month", ["", "x", "2026-13", "2026-00", "0000-01", "9999-12", "2026-12-01", "２０２６-12", "\0"]
)
def test_a_month_that_is_none_is_this_month(client, month):
    assert page(client, month=month).context["month"].first == date(2026, 11, 1)


def test_the_calendar_ends_somewhere(client):
    assert page(client, month="2020-01").context["month"].around["earlier"] is None
    assert page(client, month="2060-12").context["month"].around["later"] is None


def test_an_empty_month_names_the_next_day(client):
    window(date(2027, 3, 1), date(2027, 3, 31))
    response = page(client, month="2026-12")
    assert response.context["next_url"] == "?month=2027-03#day-2027-03-01"
    assert response.context["next_url"].replace("&", "&amp;") in response.content.decode()


def test_today_and_the_working_days_left_are_said(client):
    CalendarYear.objects.create(year=2026, status="official")
    window(date(2026, 11, 23), date(2026, 11, 30))
    response = client.get("/en/calendar/")
    text = response.content.decode()
    assert "5 working days left" in text
    assert "provisional" not in text
    assert text.count('aria-current="date"') == 2
    today = next(day for day in response.context["month"].days if day["is_today"])
    assert [event.kind for event in today["events"]] == ["opens"]


def test_a_count_into_a_year_that_is_not_announced_is_marked(client):
    CalendarYear.objects.create(year=2026, status="official")
    window(date(2026, 11, 2), date(2027, 1, 8))
    assert "(provisional: holidays not yet announced)" in client.get("/en/calendar/?month=2027-01").content.decode()


def test_the_grid_is_a_table_with_links_to_its_days(client):
    window(date(2026, 12, 1), date(2026, 12, 31))
    text = client.get("/en/calendar/?month=2026-12").content.decode()
    assert text.count('<th scope="col"') == 7
    for day in ("2026-12-01", "2026-12-31"):
        assert f'href="#day-{day}"' in text
        assert f'id="day-{day}"' in text


def test_another_service_hands_in_its_days(client):
    def give(first, last):
        yield Event(
            date=date(2026, 12, 5), kind="notice", key="x", title_zh="公示", title_en="Notice", url=lambda: "/x/"
        )

    calendar.register(give)
    calendar.register(give)
    try:
        assert [event.key for event in events(*DECEMBER)] == ["x"]
    finally:
        calendar.forget(give)
    assert events(*DECEMBER) == []


def test_public_notices_of_the_enterprises_stand_in_it_once_a_measure_and_day():
    with clock.at(MONDAY - timedelta(days=3)):
        people = cast()
        call = CallFactory()
        first, _second = (application_in(State.PUBLICITY, people=people, call=call) for _ in range(2))
        application_in(State.DECIDING, people=people, call=call)
    until = first.work_items.get(closed_at=None).due_on
    notices = [event for event in events(until, until) if event.kind == "notice"]
    assert [(event.date, event.title_zh) for event in notices] == [(until, call.measure.title_zh)]
    assert notices[0].url() == reverse("enterprises:notices")


def test_the_number_of_queries_does_not_grow(client):
    def cost(address):
        clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (reverse("calendar:index") + "?month=2026-12", reverse("calendar:ics"))
    counts = []
    WorkingDays.load()
    for more in (1, 29):
        for _ in range(more):
            CallFactory(measure=window(date(2026, 12, 1), date(2026, 12, 31)))
            policy(effective_on=date(2026, 12, 8), areas=(area(),))
        counts.append([cost(address) for address in addresses])
    assert counts[0] == counts[1]


def test_a_warm_page_costs_no_query_and_sets_no_cookie(client, django_assert_num_queries):
    client.get(reverse("calendar:index"))
    with django_assert_num_queries(0):
        warm = client.get(reverse("calendar:index"))
    assert not warm.cookies


# --- the file ---------------------------------------------------------------------------------------


def file(client, language="en", **query):
    response = client.get(f"/{language}/calendar.ics", query)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def entries(parsed):
    return {str(entry["UID"]): entry for entry in parsed.walk("VEVENT")}


def test_the_file_says_whole_days_with_names_that_stay(client):
    made = window(date(2026, 12, 1), date(2026, 12, 31), title_zh="海外仓" * 40)
    parsed = file(client, "zh-hans")
    assert "METHOD" not in parsed
    assert (parsed["VERSION"], parsed["REFRESH-INTERVAL"].to_ical()) == ("2.0", b"PT12H")
    assert {uid: (entry["DTSTART"].dt, entry["DTEND"].dt) for uid, entry in entries(parsed).items()} == {
        f"opens-{made.code.lower()}@127.0.0.1": (date(2026, 12, 1), date(2026, 12, 2)),
        f"closes-{made.code.lower()}@127.0.0.1": (date(2026, 12, 31), date(2027, 1, 1)),
    }
    [opens, _closes] = parsed.walk("VEVENT")
    assert opens["DTSTART"].params["VALUE"] == "DATE"
    assert made.title_zh in str(opens["SUMMARY"])
    assert not parsed.walk("VALARM")


def test_lines_are_folded_at_75_bytes_and_never_within_a_character(client):
    window(date(2026, 12, 1), date(2026, 12, 31), title_zh="青岛数字贸易海外仓" * 12)
    lines = client.get("/zh-hans/calendar.ics").content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()


def test_a_window_that_moves_keeps_its_name_and_counts_up(client):
    made = window(date(2026, 12, 1), date(2026, 12, 31))
    uid = f"closes-{made.code.lower()}@127.0.0.1"
    before = entries(file(client))[uid]
    Measure.objects.filter(pk=made.pk).update(
        window_close=date(2027, 1, 15), updated_at=made.updated_at + timedelta(hours=2)
    )
    after = entries(file(client))[uid]
    assert after["DTSTART"].dt == date(2027, 1, 15)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 120
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_language_and_area_of_the_file(client):
    made = window(date(2026, 12, 1), date(2026, 12, 31))
    window(date(2026, 12, 1), date(2026, 12, 31), area=area(4, "OTHER"))
    assert len(entries(file(client))) == 4
    parsed = file(client, area="entity")
    assert {str(entry["SUMMARY"]) for entry in parsed.walk("VEVENT")} == {
        f"Window opens: {made.title_en}",
        f"Window closes: {made.title_en}",
    }
    assert {str(entry["URL"]) for entry in parsed.walk("VEVENT")} == {f"http://127.0.0.1:8000/en/items/{made.slug}/"}
    assert client.get("/en/calendar.ics?area=nonsense").status_code == 404


def test_a_provisional_day_is_marked(client):
    def give(first, last):
        facts = {"kind": "notice", "key": "x", "title_zh": "公示", "title_en": "A", "provisional": True}
        yield Event(date=date(2026, 12, 5), url=lambda: "/", **facts)

    calendar.register(give)
    try:
        [entry] = file(client).walk("VEVENT")
    finally:
        calendar.forget(give)
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == ("Public notice ends: A (provisional)", "TENTATIVE")


def test_what_did_not_change_is_not_sent_again(client):
    made = window(date(2026, 12, 1), date(2026, 12, 31))
    first = client.get("/en/calendar.ics")
    assert first["Cache-Control"] == "public, max-age=600"
    again = client.get("/en/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Measure.objects.filter(pk=made.pk).update(title_en="Another title")
    assert client.get("/en/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert not first.cookies


def test_the_page_offers_the_file_for_subscription(client):
    area()
    text = client.get("/en/calendar/").content.decode()
    assert 'href="webcal://127.0.0.1:8000/en/calendar.ics"' in text
    assert 'href="webcal://127.0.0.1:8000/en/calendar.ics?area=entity"' in text


def test_what_is_long_over_is_not_in_the_file(client):
    window(date(2026, 1, 1), date(2026, 2, 1))
    measure()
    assert entries(file(client)) == {}
