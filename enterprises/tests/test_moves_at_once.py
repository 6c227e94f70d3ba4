"""Two at once, as processes of their own: two tabs, two officials, two deliveries of one task. One move each time."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, cast, official
from enterprises.tests.killing.forks import holding, in_child, start, together
from enterprises.tests.killing.moves import standing
from enterprises.tests.test_clocks import MONDAY, at, year_2026  # noqa: F401  (a fixture)
from portal.accounts.enums import Role
from portal.notifications.models import Message
from portal.reviews import due_steps
from portal.reviews.flow import Flow
from portal.reviews.models import Case, ClockDay, ClockEvent, WorkItem
from portal.reviews.tasks import remind, take_due_steps

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database, so nobody races"),
    pytest.mark.django_db(transaction=True),
]


def click(user, application, step="accept"):
    """The page of a step, sent: status and, for the loser, the sentence on the page."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with translation.override("en"):
        url = reverse("admin:enterprises_application_step", args=[application.pk, step])

    def job():
        answer = client.post(url, {})
        context = answer.context or {}
        return [answer.status_code, str(context.get("problem", ""))]

    return job


def locked(application):
    return lambda: list(Case.objects.select_for_update().filter(pk=application.pk).values_list("pk"))


def once(application):
    found = standing(application)
    assert (found["moves"].count("accept"), len(found["open"]), found["breaks"]) == (1, 1, [])
    assert set(found["messages"].values()) == {1}


def test_two_officials_click_at_once_and_the_second_reads_who_was_first():
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    first, second = people.district, official(Role.DISTRICT, people.district.posts.get().unit)
    answers = together([click(first, application), click(second, application)], locked(application))
    assert sorted(status for status, _problem in answers) == [302, 409]
    won = Application.objects.get(pk=application.pk).transitions.last().actor
    [problem] = [problem for status, problem in answers if status == 409]
    assert problem.startswith(f"{won.name} moved this case on")
    once(application)


def test_two_tabs_of_one_official_make_one_move():
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    answers = together([click(people.district, application), click(people.district, application)], locked(application))
    assert sorted(status for status, _problem in answers) == [302, 409]
    once(application)


@contextmanager
def unlocked(monkeypatch):
    """The protection switched off: the state is not looked at again behind a lock."""

    def look_away(self, case, step):
        case.locked_at = None

    with monkeypatch.context() as patch:
        patch.setattr(Flow, "_lock", look_away)
        yield


def test_without_the_lock_only_the_database_stands_in_the_way(monkeypatch):
    """The negative control: both go ahead, and the second breaks on the one open item that a case may have."""
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    with unlocked(monkeypatch):
        answers = together([click(people.district, application)] * 2, locked(application))
    assert sorted(status for status, _problem in answers) != [302, 409]


def overdue(count):
    people = cast()
    with at(MONDAY):
        return [application_in(State.SUBMITTED, people=people) for _one in range(count)]


def take_all():
    with at(date(2026, 9, 21)):
        return take_due_steps()


def test_two_deliveries_of_one_task_move_each_case_once():
    applications = overdue(6)
    answers = [child.answer() for child in [start(take_all), start(take_all), start(take_all)]]
    answers.append(in_child(take_all))
    assert sum(answers) == 6
    for application in applications:
        found = standing(application)
        assert found["moves"] == ["submit", "deem_accepted"]
        assert (found["state"], len(found["open"]), found["stuck"]) == (State.ACCEPTED, 1, 0)
        assert set(found["messages"].values()) == {1}


def test_a_case_that_an_official_has_locked_is_left_alone_and_taken_by_the_next_run():
    [application] = overdue(1)
    other = holding(take_all, locked(application))
    assert other == 0
    assert in_child(take_all) == 1


def remind_on_the_day():
    with at(date(2026, 9, 14)):
        return remind()


def test_two_summaries_at_once_are_one():
    overdue(4)
    Message.objects.all().delete()
    answers = [child.answer() for child in [start(remind_on_the_day), start(remind_on_the_day)]]
    assert sorted(answers) == [0, 4]
    assert (Message.objects.count(), ClockEvent.objects.count(), ClockDay.objects.count()) == (1, 4, 1)


def test_without_the_row_of_the_day_the_database_keeps_each_rung_once():
    """The negative control: a second run gets as far as the items, and finds what it would tell told already."""
    overdue(2)
    Message.objects.all().delete()
    assert in_child(remind_on_the_day) == 2
    ClockDay.objects.all().delete()
    assert in_child(remind_on_the_day) == 0
    assert Message.objects.count() == 1
    event = ClockEvent.objects.first()
    with pytest.raises(IntegrityError, match="clock_event_once"), transaction.atomic():
        ClockEvent.objects.create(item=event.item, kind=event.kind, due_on=event.due_on)


def test_a_poisoned_case_does_not_hold_up_the_others_in_two_processes():
    applications = overdue(3)
    WorkItem.objects.filter(case_id=applications[0].pk, closed_at=None).update(on_due="no_such_step")
    answers = [child.answer() for child in [start(take_all), start(take_all)]]
    answers.append(in_child(take_all))
    assert sum(answers) == 2
    assert [standing(one)["stuck"] for one in applications] == [1, 0, 0]
    assert due_steps.RETRY[0].total_seconds() == 300
