"""The budget of a call can't be overdrawn: not by a sum, not by a race, not by code that forgets."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F, Sum

from enterprises import budget
from enterprises.enums import COMMITTING, State
from enterprises.exceptions import BudgetExceeded, DecisionError
from enterprises.models import Application, BudgetEntry, Call
from enterprises.tests.factories import CallFactory, application_in, cast, decision, draft
from enterprises.workflow import application_flow
from portal.accounts.models import User


def ledger(call: Call) -> int:
    entries = BudgetEntry.objects.filter(call=call, kind__in=COMMITTING)
    return entries.aggregate(total=Sum("amount_fen"))["total"] or 0


@pytest.mark.django_db
class TestOneByOne:
    def test_a_signature_commits_and_the_ledger_agrees(self):
        application = application_in(State.PUBLICITY)
        application.call.refresh_from_db()
        assert application.call.committed_fen == ledger(application.call) == 75_000_00
        assert Application.objects.get(pk=application.pk).granted_fen == 75_000_00

    def test_exactly_what_is_left_fits(self):
        call = CallFactory(budget_fen=75_000_00)
        assert application_in(State.PUBLICITY, call=call).state == State.PUBLICITY

    def test_one_fen_too_much_is_refused_and_nothing_is_saved(self):
        people = cast()
        application = application_in(State.DECIDING, call=CallFactory(budget_fen=75_000_00 - 1), people=people)
        with pytest.raises(BudgetExceeded) as refused:
            application_flow.take(application, "sign_approval", people.leader)
        assert "74,999.99" in refused.value.message
        stored = Application.objects.get(pk=application.pk)
        assert (stored.state, stored.granted_fen, ledger(stored.call)) == (State.DECIDING, None, 0)
        assert not application.sign_offs.exists()
        assert application.work_items.filter(closed_at=None).count() == 1

    def test_an_award_that_ends_gives_its_money_back(self):
        people = cast()
        application = application_in(State.SUSPENDED, people=people)
        application_flow.take(application, "cancel_award", people.finance, "账户信息不实。")
        application.call.refresh_from_db()
        assert application.call.committed_fen == ledger(application.call) == 0
        assert Application.objects.get(pk=application.pk).granted_fen is None

    def test_the_database_refuses_what_the_code_forgets(self):
        call = CallFactory(budget_fen=100)
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(committed_fen=101)

    @pytest.mark.parametrize("amount", [0, -1, 75_000_00 + 1, 10**15])
    def test_an_amount_outside_the_rule_is_no_decision(self, amount):
        people = cast()
        application = application_in(State.VERIFICATION, people=people)
        with pytest.raises(DecisionError):
            application_flow.take(
                application, "draft_decision", people.case_manager, **decision(application) | {"amount_fen": amount}
            )


def race(people: int, act) -> list[Exception | None]:
    """Let so many threads, each with its own connection, do the same at one moment; what each of them met."""
    barrier, met = threading.Barrier(people), [None] * people

    def run(place: int) -> None:
        try:
            barrier.wait()
            act(place)
        except Exception as error:
            met[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="row locks need PostgreSQL: an SQLite test database has one connection"
)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
class TestAtOneMoment:
    PLACES = 6

    def _waiting(self, room_for: int) -> tuple[list[int], User]:
        people = cast()
        call = CallFactory(budget_fen=room_for * 75_000_00)
        waiting = [application_in(State.DECIDING, call=call, people=people).pk for _number in range(self.PLACES)]
        return waiting, people.leader

    def test_signatures_at_one_moment_commit_no_more_than_there_is(self):
        waiting, leader = self._waiting(room_for=4)

        def sign(place: int) -> None:
            application_flow.take(
                Application.objects.for_page().get(pk=waiting[place]), "sign_approval", User.objects.get(pk=leader.pk)
            )

        met = race(self.PLACES, sign)
        call = Call.objects.get()
        assert [type(error) for error in met if error] == [BudgetExceeded] * 2
        assert call.committed_fen == ledger(call) == 4 * 75_000_00
        assert Application.objects.exclude(granted_fen=None).count() == 4

    def test_reading_first_and_adding_later_would_overdraw(self):
        """The control: without the condition in the UPDATE the same race spends more than there is, and only
        the constraint of the table stops it."""
        call = CallFactory(budget_fen=4 * 75_000_00)
        barrier = threading.Barrier(self.PLACES)

        def spend(_place: int) -> None:
            seen = Call.objects.get(pk=call.pk)
            fits = seen.committed_fen + 75_000_00 <= seen.budget_fen
            barrier.wait()
            if fits:
                Call.objects.filter(pk=call.pk).update(committed_fen=F("committed_fen") + 75_000_00)

        met = race(self.PLACES, spend)
        assert [type(error) for error in met if error] == [IntegrityError] * 2

    def test_two_officials_decide_at_one_moment_and_one_wins(self):
        people = cast()
        application = application_in(State.SUBMITTED, people=people)
        steps = [("accept", ""), ("refuse", "不属于本次申报范围。")]

        def decide(place: int) -> None:
            step, comment = steps[place]
            application_flow.take(
                Application.objects.for_page().get(pk=application.pk),
                step,
                User.objects.get(pk=people.district.pk),
                comment,
            )

        met = race(2, decide)
        losers = [error for error in met if error]
        assert len(losers) == 1
        assert people.district.name in losers[0].message
        assert application.transitions.exclude(step="submit").count() == 1

    def test_the_same_submission_at_one_moment_is_received_once(self):
        application = draft()

        def submit(_place: int) -> None:
            application_flow.take(
                Application.objects.for_page().get(pk=application.pk),
                "submit",
                User.objects.get(pk=application.applicant_id),
            )

        met = race(4, submit)
        assert sum(error is None for error in met) == 1
        assert application.snapshots.count() == 1
        assert application.work_items.filter(closed_at=None).count() == 1


def test_release_of_nothing_writes_nothing(db):
    application = application_in(State.DECIDING)
    budget.release(application, None)
    assert not BudgetEntry.objects.exists()
