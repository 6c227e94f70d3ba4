"""The digest: only what is new, each thing once, one message a follower, none without news."""

from datetime import date, datetime, timedelta

import pytest
from celery import current_app
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from policies.alerts import digest, tasks
from policies.alerts.digest import period_end
from policies.alerts.reach import followers_reached
from policies.enums import ChangeKind
from policies.models import Follow, Follower
from policies.search import SearchQuery, matching_ids
from policies.tests.following import (
    DAY,
    MONDAY,
    TUESDAY,
    account,
    area,
    follower,
    happens,
    measure,
    policy,
    sweep,
    told,
    window,
)
from portal.calendars.workdays import Calendar
from portal.core import clock
from portal.notifications.actions import set_preferences
from portal.notifications.dispatch import dispatch
from portal.notifications.enums import MailState
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_in_english():
    with clock.at(MONDAY), translation.override("en"):
        yield


def deliver():
    with clock.at(TUESDAY):
        dispatch()


# --- what is new --------------------------------------------------------------------------------------


def test_a_change_is_told_in_its_one_sentence_with_its_page():
    thing = policy()
    reader = follower(thing)
    row = happens(thing)
    text = told(reader)
    assert text.splitlines() == [
        thing.title_en,
        f"- {row.sentence_en}",
        f"  http://127.0.0.1:8000/en/policies/{thing.slug}/",
    ]
    assert Message.objects.get().subject == "One thing is new in what you follow"


def test_in_the_followers_language_whoever_runs_the_sweep():
    thing = policy()
    reader = follower(thing, language="zh-hans")
    row = happens(thing)
    text = told(reader)
    assert (row.sentence_zh in text, row.sentence_en in text) == (True, False)
    assert f"/zh-hans/policies/{thing.slug}/" in text


def test_only_what_is_followed():
    mine, other = area(), area(4, "OTHER")
    of_area = policy(areas=(mine,))
    readers = {
        "policy": follower(of_area),
        "measure": follower(measure(of_area, area=other)),
        "area": follower(mine),
        "search": follower("?q=海外仓"),
        "everything": follower("?"),
    }
    of_measure = readers["measure"].follows.get().measure
    rows = {
        "document": happens(of_area),
        "measure": happens(of_measure),
        "elsewhere": happens(policy()),
        "found": happens(policy(title_zh="海外仓办法")),
        "hidden": happens(policy(areas=(mine,), title_zh="海外仓草案", published=False)),
    }
    texts = sweep()
    assert {
        name: {which for which, row in rows.items() if row.sentence_en in texts.get(reader.email, "")}
        for name, reader in readers.items()
    } == {
        "policy": {"document", "measure"},
        "measure": {"measure"},
        "area": {"document"},
        "search": {"found"},
        "everything": {"document", "measure", "elsewhere", "found"},
    }


def test_a_saved_search_tells_of_what_was_published_without_a_word():
    reader = follower("?q=海外仓")
    policy(title_en="Old 海外仓")
    new = policy(title_zh="海外仓", title_en="New", published_at=clock.now() + timedelta(hours=1))
    row = happens(policy(title_zh="海外仓", published_at=clock.now() + timedelta(hours=1)), kind=ChangeKind.NEW,
                 at=clock.now() + timedelta(hours=1))  # fmt: skip
    text = told(reader)
    assert text.count("\n- ") == 2
    assert f"- New: {new.title_en}" in text
    assert row.sentence_en in text


def test_a_thing_that_is_followed_twice_is_told_once():
    mine = area()
    thing = policy(areas=(mine,))
    reader = follower(thing, mine, "?")
    row = happens(thing)
    assert told(reader).count(row.sentence_en) == 1


def test_nothing_new_no_message():
    follower(policy(), area(), "?")
    assert sweep() == {}
    assert Follower.objects.get().told_until == period_end("daily", clock.now() + DAY)


def test_what_is_muted_is_not_told_and_the_rest_is():
    first, second = policy(), policy()
    reader = follower(first, second)
    reader.follows.filter(policy=first).update(muted=True)
    silent, loud = happens(first), happens(second)
    text = told(reader)
    assert (silent.sentence_en in text, loud.sentence_en in text) == (False, True)


def test_nothing_from_before_one_followed():
    thing = policy()
    before = happens(thing, at=clock.now() - timedelta(minutes=1))
    reader = follower(thing)
    later = policy()
    with clock.at(MONDAY + timedelta(hours=5)):
        Follow.objects.create(follower=reader, policy=later)
    early = happens(later, at=clock.now() + timedelta(hours=4))
    late = happens(later, at=clock.now() + timedelta(hours=6))
    text = told(reader)
    assert [row.sentence_en in text for row in (before, early, late)] == [False, False, True]


# --- when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "moment", "end"),
    [
        ("daily", datetime(2026, 11, 24, 8), datetime(2026, 11, 24, 8)),
        ("daily", datetime(2026, 11, 24, 7, 59), datetime(2026, 11, 23, 8)),
        ("weekly", datetime(2026, 11, 23, 8), datetime(2026, 11, 23, 8)),
        ("weekly", datetime(2026, 11, 23, 7, 59), datetime(2026, 11, 16, 8)),
        ("weekly", datetime(2026, 11, 29, 23), datetime(2026, 11, 23, 8)),
    ],
)
def test_periods_end_at_eight_in_the_portals_zone(frequency, moment, end):
    with clock.at(moment):
        found = period_end(frequency, clock.now())
    assert (found.replace(tzinfo=None), found.utcoffset()) == (end, timedelta(hours=8))


def test_daily_and_weekly():
    thing = policy()
    daily, weekly = follower(thing), follower(thing, frequency="weekly")
    happens(thing)
    assert set(sweep(datetime(2026, 11, 24, 7, 59))) == set()
    assert set(sweep(datetime(2026, 11, 24, 8))) == {daily.email}
    assert set(sweep(datetime(2026, 11, 29, 23))) == {daily.email}
    assert set(sweep(datetime(2026, 11, 30, 8))) == {daily.email, weekly.email}


def test_a_sweep_that_runs_again_tells_nothing_twice():
    thing = policy()
    reader = follower(thing)
    happens(thing)
    with clock.at(TUESDAY):
        assert [tasks.send_digests(), tasks.send_digests()] == [1, 0]
    # Even where the row forgot: the message's key is the follower's and the period's.
    Follower.objects.update(told_until=reader.told_until)
    with clock.at(TUESDAY):
        assert tasks.send_digests() == 0


def test_missed_runs_are_caught_up_with_by_one_message():
    thing = policy()
    reader = follower(thing)
    rows = [happens(thing, at=clock.now() + timedelta(hours=1) + days * DAY) for days in range(3)]
    text = told(reader, MONDAY + 3 * DAY)
    assert [row.sentence_en in text for row in rows] == [True, True, True]
    assert Message.objects.count() == 1
    assert told(reader, MONDAY + 4 * DAY) == ""


def test_what_comes_after_eight_waits_for_the_next():
    thing = policy()
    reader = follower(thing)
    late = happens(thing, at=clock.now() + DAY)
    assert told(reader, TUESDAY + timedelta(hours=3)) == ""
    assert late.sentence_en in told(reader, TUESDAY + DAY)


# --- the message --------------------------------------------------------------------------------------


def test_a_long_list_is_cut_and_says_so():
    things = [policy() for _ in range(3)]
    reader = follower(*things)
    for thing in things:
        for _ in range(20):
            happens(thing)
    text = told(reader)
    assert text.count("\n- ") + text.startswith("- ") == digest.LINES
    assert "And 20 more things" in text
    assert Message.objects.get().subject == "60 things are new in what you follow"


def test_every_mail_ends_with_one_click():
    thing = policy()
    reader = follower(thing)
    happens(thing)
    told(reader)
    deliver()
    [letter] = mail.outbox
    sent = letter.message()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = sent["List-Unsubscribe"].strip("<>")
    assert address in letter.body
    assert address in letter.alternatives[0].content
    assert address not in Message.objects.get().body
    client = Client(enforce_csrf_checks=True)
    manage = next(line for line in letter.body.split() if "/alerts/" in line and "/end/" not in line)
    assert client.get(manage.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.post(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert not Follower.objects.exists()


def test_the_text_holds_no_markup_and_no_header():
    thing = policy(title_en="A & <b>B</b>")
    reader = follower(thing)
    happens(thing, sentence_en="x\r\nBcc: y@example.test")
    assert "A & <b>B</b>" in told(reader)
    deliver()
    assert mail.outbox[0].message()["Bcc"] is None
    assert "&lt;b&gt;B" in mail.outbox[0].alternatives[0].content


# --- accounts -----------------------------------------------------------------------------------------


def test_an_account_reads_it_in_the_portal_and_by_mail():
    user, thing = account(), policy()
    reader = follower(thing, user=user)
    happens(thing)
    told(reader)
    message = Message.objects.get()
    assert (message.recipient, message.in_inbox, message.to_email) == (user, True, user.email)
    assert message.url == "/en/my/alerts/"
    deliver()
    assert mail.outbox[0].message()["List-Unsubscribe"]


@pytest.mark.parametrize("why", ["declined", "unconfirmed"])
def test_without_mail_it_stands_in_the_portal_alone(why):
    user, thing = account(verified=why != "unconfirmed"), policy()
    follower(thing, user=user)
    set_preferences(user, {"policies/digest": why != "declined"})
    happens(thing)
    sweep()
    message = Message.objects.get()
    assert (message.in_inbox, message.mail_state) == (True, MailState.NONE)


def test_who_may_not_sign_in_is_told_nothing():
    user, thing = account(), policy()
    follower(thing, user=user)
    user.is_active = False
    user.save()
    happens(thing)
    assert sweep() == {}


# --- cost, and what is kept -----------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_followers_and_follows():
    thing, mine = policy(), area()
    Calendar.load()
    matching_ids(SearchQuery(words="x"))
    counts = []
    for more, moment in ((1, TUESDAY), (14, TUESDAY + DAY)):
        window(moment.date(), date(2027, 3, 1), area=mine)
        for _ in range(more):
            follower(thing, mine, "?q=政策", user=account())
            follower(thing, mine, *(policy() for _ in range(3)), "?q=政策")
            happens(thing, at=clock.now() + (moment - TUESDAY) + timedelta(hours=1))
        with clock.at(moment), CaptureQueriesContext(connection) as queries:
            assert tasks.send_digests() == Follower.objects.count()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_batches_go_on_until_everybody_is_told(monkeypatch):
    monkeypatch.setattr(digest, "BATCH", 3)
    monkeypatch.setattr(digest, "MOST_BATCHES", 2)
    thing = policy()
    for _ in range(8):
        follower(thing)
    happens(thing)
    with clock.at(TUESDAY):
        assert [tasks.send_digests(), tasks.send_digests(), tasks.send_digests()] == [6, 2, 0]


def test_mails_to_addresses_are_forgotten_after_thirty_days_and_inboxes_stay():
    thing, user = policy(), account()
    follower(thing)
    follower(thing, user=user)
    empty = follower()
    happens(thing)
    sweep()
    with clock.at(TUESDAY + 31 * DAY):
        tasks.forget_addresses()
    assert [message.recipient for message in Message.objects.all()] == [user]
    assert not Follower.objects.filter(pk=empty.pk).exists()
    assert Follower.objects.count() == 2


def test_officials_see_how_many_are_reached():
    mine = area()
    thing = policy(areas=(mine,), title_zh="海外仓")
    item = measure(thing, area=mine)
    assert followers_reached(thing) == 0
    both = follower(thing, mine, "?q=海外仓")
    follower("?q=海外仓")
    follower("?q=会展", area(4, "OTHER"))
    follower(item)
    assert (followers_reached(thing), followers_reached(thing, item)) == (2, 3)
    both.follows.update(muted=True)
    assert followers_reached(thing) == 1


# --- the clockwork --------------------------------------------------------------------------------------


def test_the_tasks_are_known_to_the_worker_and_to_beat():
    current_app.finalize()
    wanted = {"policies.alerts.tasks.send_digests", "policies.alerts.tasks.forget_addresses"}
    assert wanted <= set(current_app.tasks)
    schedule = current_app.conf.beat_schedule
    assert {entry["task"] for name, entry in schedule.items() if name.startswith("alerts-")} == wanted
    due = schedule["alerts-digests"]["schedule"]
    assert 0 in due.minute
    assert set(range(24)) == due.hour
