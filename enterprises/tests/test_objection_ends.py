"""Nobody is approved before the public notice has run to its last day, whatever became of the objections to it."""

from datetime import timedelta

import pytest

from enterprises.enums import Masking, State
from enterprises.models import Notice, NoticeLine
from enterprises.notices.correcting import correct
from enterprises.tests.factories import Cast, cast, object_to
from enterprises.tests.test_objections import answer, last_second, on_notice, state
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.models import WorkItem
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def test_dismissed_it_waits_for_the_last_day_of_the_notice(people: Cast) -> None:
    (application,) = on_notice(people)
    answer(object_to(application), people, "admit", "dismiss", published="经核实，费用不重复。")
    last = Notice.objects.get().last_day
    told = Message.objects.get(recipient=application.applicant, kind="notices/objection_dismissed")
    assert ("经核实，费用不重复。" in told.body, f"{last.month}月{last.day}日" in told.body) == (True, True)
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    assert (state(application), item.due_on, item.on_due) == (State.OBJECTION, last, "close_notice")
    with clock.at(last_second(Notice.objects.get())):
        assert take_due_steps() == 0
    with clock.at(last_second(Notice.objects.get()) + timedelta(minutes=1)):
        assert take_due_steps() == 1
    assert state(application) == State.APPROVED
    assert NoticeLine.objects.get().result == "supported"


def test_another_objection_in_that_time_is_answered_first(people: Cast) -> None:
    (application,) = on_notice(people)
    answer(object_to(application), people, "admit", "dismiss")
    second = object_to(application)
    item = WorkItem.objects.get(case_id=application.pk, closed_at=None)
    assert (item.on_due, item.due_on) == ("", add_workdays(clock.today(), 15).on)
    with clock.at(last_second(Notice.objects.get()) + timedelta(minutes=1)):
        assert take_due_steps() == 0
        answer(second, people, "admit", "dismiss")
    assert state(application) == State.APPROVED


def test_a_corrected_notice_gives_the_whole_time_anew(people: Cast) -> None:
    (application,) = on_notice(people)
    answer(object_to(application), people, "admit", "dismiss")
    first = Notice.objects.get()
    with clock.at(clock.now() + timedelta(2)):
        later = correct(
            first,
            people.case_manager,
            why_zh="更正金额。",
            why_en="Amount.",
            workdays=first.workdays,
            masking=Masking.STANDARD,
        )
    with clock.at(last_second(first) + timedelta(minutes=1)):
        assert take_due_steps() == 0
    with clock.at(last_second(later) + timedelta(minutes=1)):
        assert take_due_steps() == 1
    assert state(application) == State.APPROVED
