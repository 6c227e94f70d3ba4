"""Clocks of cases: pausing, resuming, more time, the two kinds of correction, a missed acceptance."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import UserFactory, application_in, cast, take
from portal.accounts.enums import Role
from portal.audit.actions import verify
from portal.audit.models import Entry
from portal.calendars.models import CalendarDay, CalendarYear
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.exceptions import ClockRefused
from portal.reviews.models import DueChange, Extension, StuckStep
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int = 10):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))


MONDAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def year_2026():
    """National Day 1 to 7 October; Sunday 20 September and Saturday 10 October are worked (the notice of 2025)."""
    CalendarYear.objects.create(year=2026, status="official", source="通知")
    days = {date(2026, 9, 20): "makeup_workday", date(2026, 9, 25): "holiday", date(2026, 10, 10): "makeup_workday"}
    days |= {date(2026, 10, day): "holiday" for day in (1, 2, 5, 6, 7)}
    CalendarDay.objects.bulk_create(CalendarDay(date=day, kind=kind, source_doc="通知") for day, kind in days.items())


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def in_review(day: date = MONDAY):
    """In formal review since the day: 10 working days, so until Sunday 20 September, which is worked."""
    people = cast()
    with at(day):
        application = application_in(State.FORMAL_REVIEW, people=people)
    return application, people, application.work_items.get(closed_at=None)


def due(application) -> date:
    return application.work_items.get(closed_at=None).due_on


class TestPause:
    def test_the_date_moves_on_by_the_working_days_that_were_lost(self):
        application, people, item = in_review()
        assert item.due_on == date(2026, 9, 20)
        with at(date(2026, 9, 9)):
            clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        with at(date(2026, 9, 15)):
            clocks.resume(item, people.case_manager)
        # Thursday, Friday, Monday, Tuesday; so 14 working days after the start: Monday to Thursday, then a holiday.
        assert due(application) == date(2026, 9, 24)
        change = DueChange.objects.get(item=item)
        assert (change.old, change.new, change.why) == (date(2026, 9, 20), date(2026, 9, 24), "resumed")

    def test_a_pause_over_the_holidays_takes_working_days_only(self):
        application, people, item = in_review(date(2026, 9, 28))
        assert item.due_on == date(2026, 10, 16)
        with at(date(2026, 9, 30)):
            clocks.pause(item, cause=PauseCause.INSPECTION, owner=Role.AUDITOR, actor=people.case_manager)
        with at(date(2026, 10, 10)):
            clocks.resume(item, people.case_manager)
        # Thursday 8, Friday 9 and the swapped Saturday 10 were lost.
        assert due(application) == date(2026, 10, 21)

    def test_calendar_days_are_lost_where_the_limit_counts_calendar_days(self):
        people = cast()
        with at(date(2026, 9, 7)):
            application = application_in(State.RECOVERING, people=people)
        item = application.work_items.get(closed_at=None)
        assert (item.limit_number, item.limit_unit, item.due_on) == (30, "day", date(2026, 10, 8))
        with at(date(2026, 9, 10)):
            clocks.pause(item, cause=PauseCause.AUTHORITY, owner=Role.FINANCE, actor=people.finance)
        with at(date(2026, 9, 13)):
            clocks.resume(item, people.finance)
        # 7 October is a holiday without a pause already; with three days more it is Saturday 10, which is worked.
        assert due(application) == date(2026, 10, 10)

    def test_months_and_the_days_that_were_lost(self):
        people = cast()
        with at(date(2026, 3, 9)):
            application = application_in(State.PAID, people=people)
        item = application.work_items.get(closed_at=None)
        assert (item.limit_number, item.limit_unit, item.due_on) == (12, "month", date(2027, 3, 9))
        assert item.due_provisional
        with at(date(2026, 4, 1)):
            clocks.pause(item, cause=PauseCause.AUTHORITY, owner=Role.CASE_MANAGER, actor=people.case_manager)
        with at(date(2026, 4, 3)):
            clocks.resume(item, people.case_manager)
        assert due(application) == date(2027, 3, 11)

    def test_one_pause_at_a_time_and_none_where_nothing_runs(self):
        _application, people, item = in_review()
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        with pytest.raises(ClockRefused, match="stands still already"):
            clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        with pytest.raises(IntegrityError), transaction.atomic():
            item.pauses.create(cause=PauseCause.HEARING, owner=Role.CASE_MANAGER)
        clocks.resume(item, people.case_manager)
        with pytest.raises(ClockRefused, match="runs already"):
            clocks.resume(item, people.case_manager)
        drafted = application_in(State.DRAFT).work_items.get()
        with pytest.raises(ClockRefused, match="no time limit"):
            clocks.pause(drafted, cause=PauseCause.HEARING, owner=Role.APPLICANT, actor=people.case_manager)

    def test_a_case_that_moved_on_leaves_its_clock_behind(self):
        application, people, item = in_review()
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        take(application, "send_to_verification", people)
        with pytest.raises(ClockRefused, match="moved on"):
            clocks.resume(item, people.case_manager)
        assert application.work_items.get(closed_at=None).paused_at is None

    def test_the_applicant_is_told_and_the_book_holds_it(self):
        application, people, item = in_review()
        Message.objects.all().delete()
        clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager, note="周三")
        clocks.resume(item, people.case_manager)
        kinds = Message.objects.filter(recipient=application.applicant).values_list("kind", flat=True)
        assert sorted(kinds) == ["reviews/paused", "reviews/resumed"]
        verbs = Entry.objects.filter(scope=f"case:{application.pk}").order_by("sequence").values_list("verb", flat=True)
        assert list(verbs)[-2:] == ["pause_clock", "resume_clock"]
        assert verify(f"case:{application.pk}") == []


class TestMoreTime:
    def test_asked_by_one_approved_by_another_once(self):
        application, people, item = in_review()
        with at(date(2026, 9, 10)):
            clocks.ask_extension(item, days=5, reason="材料量大。", actor=people.case_manager)
            assert due(application) == date(2026, 9, 20)
            with pytest.raises(ClockRefused, match="Somebody else"):
                clocks.approve_extension(item, people.case_manager)
            clocks.approve_extension(item, people.leader)
        assert due(application) == date(2026, 9, 28)
        with pytest.raises(ClockRefused, match="extended once"):
            clocks.ask_extension(item, days=1, reason="还要。", actor=people.case_manager)
        assert Message.objects.filter(kind="reviews/extended", recipient=application.applicant).count() == 1

    @pytest.mark.parametrize("days", [0, 6, -1])
    def test_at_most_what_the_promise_allows(self, days):
        _application, people, item = in_review()
        with pytest.raises(ClockRefused, match="at most"):
            clocks.ask_extension(item, days=days, reason="材料量大。", actor=people.case_manager)

    def test_acceptance_has_none_and_a_reason_is_needed(self):
        people = cast()
        item = application_in(State.SUBMITTED, people=people).work_items.get(closed_at=None)
        with pytest.raises(ClockRefused, match="can’t be extended"):
            clocks.ask_extension(item, days=1, reason="忙。", actor=people.district)
        _application, people, item = in_review()
        with pytest.raises(ClockRefused, match="reason"):
            clocks.ask_extension(item, days=1, reason=" ", actor=people.case_manager)

    def test_refused_it_may_be_asked_again(self):
        application, people, item = in_review()
        clocks.ask_extension(item, days=5, reason="材料量大。", actor=people.case_manager)
        clocks.refuse_extension(item, people.leader)
        clocks.ask_extension(item, days=2, reason="材料量大。", actor=people.case_manager)
        assert due(application) == date(2026, 9, 20)

    def test_the_database_keeps_four_eyes(self):
        _application, people, item = in_review()
        row = Extension(item=item, days=1, reason="x", asked_by=people.leader, approved_by=people.leader)
        row.approved_at = clock.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_a_pause_and_more_time_together(self):
        application, people, item = in_review()
        with at(date(2026, 9, 9)):
            clocks.pause(item, cause=PauseCause.HEARING, owner=Role.CASE_MANAGER, actor=people.case_manager)
        with at(date(2026, 9, 11)):
            clocks.extend(item, days=5, reason="材料量大。", asked_by=people.case_manager, approved_by=people.leader)
        with at(date(2026, 9, 15)):
            clocks.resume(item, people.case_manager)
        assert due(application) == date(2026, 10, 9)


class TestCorrections:
    def ask(self, kind):
        people = cast()
        with at(MONDAY):
            application = application_in(State.SUBMITTED, people=people)
        with at(date(2026, 9, 9)):
            take(application, "request_correction", people, kind=kind)
        application.requests.get().lines.update(answered_at=clock.now())
        with at(date(2026, 9, 14)):
            take(application, "resubmit", people)
        return application.work_items.get(closed_at=None)

    def test_incomplete_starts_the_acceptance_anew(self):
        item = self.ask("incomplete")
        assert (item.limit_number, item.due_on, item.on_due) == (5, date(2026, 9, 20), "deem_accepted")

    def test_incorrect_goes_on_with_what_was_left(self):
        item = self.ask("incorrect")
        assert (item.limit_number, item.due_on) == (3, date(2026, 9, 17))


class TestDeemedAccepted:
    def test_a_missed_acceptance_is_an_acceptance_and_both_sides_are_told(self):
        people = cast()
        with at(MONDAY):
            application = application_in(State.SUBMITTED, people=people)
        with at(date(2026, 9, 14)):
            assert take_due_steps() == 0
        with at(date(2026, 9, 15)):
            assert (take_due_steps(), take_due_steps()) == (1, 0)
        stored = Application.objects.get(pk=application.pk)
        move = stored.transitions.last()
        assert (stored.state, move.step, move.actor) == (State.ACCEPTED, "deem_accepted", None)
        told = Message.objects.filter(kind__endswith="deemed_accepted")
        assert {message.recipient for message in told} == {application.applicant, people.district}
        item = stored.work_items.get(closed_at=None)
        assert (item.desk, item.due_on) == (Role.CASE_MANAGER, date(2026, 9, 29))

    def test_not_while_the_clock_stands_still(self):
        people = cast()
        with at(MONDAY):
            application = application_in(State.SUBMITTED, people=people)
            item = application.work_items.get(closed_at=None)
            clocks.pause(item, cause=PauseCause.AUTHORITY, owner=Role.DISTRICT, actor=people.district)
        with at(date(2026, 10, 12)):
            assert take_due_steps() == 0
            clocks.resume(item, people.district)
        with at(date(2026, 10, 19)):
            assert take_due_steps() == 0
        with at(date(2026, 10, 20)):
            assert take_due_steps() == 1


class TestStuck:
    def test_one_that_can_not_move_stops_no_other_and_is_seen(self):
        people = cast()
        with at(MONDAY):
            sick, *well = [application_in(State.SUBMITTED, people=people) for _one in range(4)]
        sick.work_items.filter(closed_at=None).update(on_due="no_such_step")
        with at(date(2026, 9, 21)):
            assert take_due_steps() == 3
            stuck = StuckStep.objects.get()
            assert (stuck.item.case_id, stuck.tries, stuck.error) == (sick.pk, 1, "KeyError: 'no_such_step'")
            assert take_due_steps() == 0
            assert StuckStep.objects.get().tries == 1
        assert {Application.objects.get(pk=one.pk).state for one in well} == {State.ACCEPTED}
        with clock.at(datetime(2026, 9, 21, 10, tzinfo=ZONE) + timedelta(minutes=6)):
            assert take_due_steps() == 0
            assert StuckStep.objects.get().tries == 2
            sick.work_items.filter(closed_at=None).update(on_due="deem_accepted")
        with at(date(2026, 9, 22)):
            assert take_due_steps() == 1
        assert not StuckStep.objects.exists()

    def test_administrators_are_told_once_and_have_it_tried_again(self):
        people = cast()
        root = UserFactory(is_staff=True, is_superuser=True)
        with at(MONDAY):
            sick = application_in(State.SUBMITTED, people=people)
        sick.work_items.filter(closed_at=None).update(on_due="no_such_step")
        for hour in (10, 11, 12):
            with at(date(2026, 9, 21), hour):
                assert take_due_steps() == 0
        assert Message.objects.get(kind="reviews/stuck").recipient == root
        assert StuckStep.objects.get().tries == 3
        listed = reverse("admin:reviews_stuckstep_changelist")
        client = Client()
        client.force_login(people.case_manager)
        assert client.get(listed).status_code == 403
        client.force_login(root)
        assert sick.number in client.get(listed).content.decode()
        with at(date(2026, 9, 21), 13):
            chosen = {"action": "try_again", "_selected_action": [StuckStep.objects.get().pk]}
            assert client.post(listed, chosen).status_code == 302
            sick.work_items.filter(closed_at=None).update(on_due="deem_accepted")
            assert take_due_steps() == 1

    def test_more_than_one_chunk_in_the_order_of_due_dates(self):
        from portal.reviews import due_steps

        people, made = cast(), []
        for day in (9, 7, 8):
            with at(date(2026, 9, day)):
                made.append(application_in(State.SUBMITTED, people=people))
        with at(date(2026, 9, 21)):
            assert due_steps.take_all(chunk=1) == 3
        moves = [Application.objects.get(pk=one.pk).transitions.last().pk for one in made]
        assert sorted(moves) == [moves[1], moves[2], moves[0]]

    def test_the_time_box_leaves_the_rest_to_the_next_run(self):
        from portal.reviews import due_steps

        people = cast()
        with at(MONDAY):
            for _one in range(2):
                application_in(State.SUBMITTED, people=people)
        with at(date(2026, 9, 21)):
            assert due_steps.take_all(time_box=-1) == 0
            assert due_steps.take_all() == 2
