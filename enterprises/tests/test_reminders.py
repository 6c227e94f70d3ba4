"""Reminders and the ladder: who is told what on which day, once, whatever stood still or ran twice."""

from datetime import date

import pytest
from django.utils import translation

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import PostFactory, application_in, cast, official, take
from enterprises.tests.test_clocks import MONDAY, at, year_2026  # noqa: F401  (a fixture)
from portal.accounts.enums import Role
from portal.accounts.models import Post
from portal.notifications.models import Message
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.models import ClockEvent
from portal.reviews.reminders import rung
from portal.reviews.tasks import remind

pytestmark = pytest.mark.django_db

SEPTEMBER = {day: date(2026, 9, day) for day in range(1, 31)}


def told(kind: str = "reviews/summary"):
    """Who was told, by their own names in the cast."""
    return sorted(Message.objects.filter(kind=kind).values_list("recipient__email", "subject"))


def in_review(day: date = MONDAY):
    """Due on Sunday 20 September, which is worked."""
    people = cast()
    with at(day):
        application = application_in(State.FORMAL_REVIEW, people=people)
    Message.objects.all().delete()
    return application, people


@pytest.mark.parametrize(
    ("desk", "by_left"),
    [
        ("case_mgr", {4: "", 3: "before_3", 2: "before_3", 1: "before_1", 0: "on_day", -1: "late_1", -2: "late_1"}),
        ("case_mgr", {-3: "late_3", -4: "late_3", -5: "late_5", -60: "late_5"}),
        ("applicant", {6: "", 5: "before_5", 3: "before_5", 2: "before_2", 1: "before_2", 0: "on_day", -1: ""}),
    ],
)
def test_the_rungs(desk, by_left):
    assert {left: rung(desk, left) for left in by_left} == by_left


def test_the_whole_ladder_day_by_day():
    """15 and 18 September before it, 20 on the day; 21 the desk, 23 its lead, 28 the leadership (25 is a holiday)."""
    application, people = in_review()
    lead = official(Role.CASE_MANAGER)
    Post.objects.filter(user=lead).update(is_lead=True)
    item = application.work_items.get(closed_at=None)
    item.holder = people.case_manager
    item.save(update_fields=["holder"])
    heard = {}
    for day in (*range(8, 31), 31):
        moment = date(2026, 9, day) if day < 31 else date(2026, 10, 8)
        before = set(Message.objects.values_list("pk", flat=True))
        with at(moment):
            remind()
        new = Message.objects.exclude(pk__in=before).filter(kind="reviews/summary")
        if new:
            heard[day] = {message.recipient for message in new}
    holder, leader = people.case_manager, people.leader
    assert heard == {
        16: {holder}, 18: {holder}, 20: {holder}, 21: {holder}, 23: {holder, lead}, 28: {holder, lead, leader},
    }  # fmt: skip
    kinds = list(ClockEvent.objects.values_list("kind", flat=True))
    assert kinds == ["before_3", "before_1", "on_day", "late_1", "late_3", "late_5"]


def test_after_ten_days_of_silence_one_message_with_the_rung_of_today():
    _application, people = in_review()
    with at(SEPTEMBER[30]):
        assert (remind(), remind()) == (1, 0)
    assert [event.kind for event in ClockEvent.objects.all()] == ["late_5"]
    assert {message.recipient for message in Message.objects.all()} == {people.case_manager, people.leader}
    assert Message.objects.count() == 2
    with at(date(2026, 10, 8)):
        assert remind() == 0


def test_many_cases_are_one_message_and_one_mail_a_person_and_day():
    people = cast()
    with at(MONDAY):
        for _one in range(4):
            application_in(State.FORMAL_REVIEW, people=people)
    Message.objects.all().delete()
    with at(SEPTEMBER[20]), translation.override("en"):
        assert (remind(), remind()) == (4, 0)
    message = Message.objects.get()
    assert (message.recipient, message.mail_state) == (people.case_manager, "pending")
    assert message.body.count("QD-2026-") == 4


def test_nothing_before_nine_and_on_days_that_are_not_worked():
    in_review()
    with at(SEPTEMBER[16], hour=8):
        assert remind() == 0
    with at(SEPTEMBER[19]):
        assert remind() == 0
    with at(SEPTEMBER[20], hour=9):
        assert remind() == 1


def test_applicants_hear_five_and_two_days_before_and_on_the_day():
    people = cast()
    with at(MONDAY):
        application = application_in(State.CORRECTION, people=people)
    Message.objects.all().delete()
    heard = []
    for day in range(7, 16):
        with at(SEPTEMBER[day]):
            heard += [day] * remind()
    assert heard == [7, 10, 14]
    letters = Message.objects.filter(kind="reviews/reminder")
    assert {(one.recipient, one.url) for one in letters} == {
        (application.applicant, f"/{one.language}/my/applications/{application.number}/") for one in letters
    }


def test_a_date_that_moves_is_reminded_of_anew():
    application, people = in_review()
    item = application.work_items.get(closed_at=None)
    with at(SEPTEMBER[18]):
        assert remind() == 1
        clocks.extend(item, days=5, reason="材料量大。", asked_by=people.case_manager, approved_by=people.leader)
    with at(SEPTEMBER[21]):
        assert remind() == 0
    with at(SEPTEMBER[22]):
        assert remind() == 1
    assert [(event.kind, event.due_on) for event in ClockEvent.objects.all()] == [
        ("before_1", SEPTEMBER[20]), ("before_3", SEPTEMBER[28]),
    ]  # fmt: skip


def test_what_stands_still_or_only_waits_is_nobodys_reminder():
    application, people = in_review()
    item = application.work_items.get(closed_at=None)
    with at(SEPTEMBER[8]):
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        application_in(State.PUBLICITY, people=people)
    Message.objects.all().delete()
    with at(SEPTEMBER[15]):
        assert remind() == 0
    assert told() == []


def test_a_case_that_moved_on_is_told_for_its_new_desk_only():
    application, people = in_review()
    with at(SEPTEMBER[18]):
        take(application, "send_to_verification", people)
    with at(SEPTEMBER[30]):
        assert remind() == 0
    assert Application.objects.get(pk=application.pk).work_items.count() == 5


def test_somebody_who_left_is_not_told():
    application, people = in_review()
    other = official(Role.CASE_MANAGER)
    people.case_manager.is_active = False
    people.case_manager.save()
    item = application.work_items.get(closed_at=None)
    item.holder = people.case_manager
    item.save(update_fields=["holder"])
    PostFactory(user=other, unit=people.case_manager.posts.get().unit, role=Role.CASE_MANAGER)
    with at(SEPTEMBER[20]):
        assert remind() == 1
    assert {message.recipient for message in Message.objects.all()} == {other}
