"""Real processes at one budget, on both databases: nothing is overspent, nothing that fits is refused, and the ledger
agrees at every moment. The controls show that the races happen."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from enterprises.enums import State
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, official
from enterprises.tests.racing.grounds import MOST, amounts_of, crowd, figures, processes, waiting
from enterprises.tests.test_budget import needs_postgresql

pytestmark = pytest.mark.django_db(transaction=True)
ONE = 10_000_00
LEDGER = "SELECT COALESCE(SUM(amount_fen), 0) FROM enterprises_budgetentry WHERE kind IN ('commit', 'release')"
COLUMNS = "SELECT committed_fen, paid_fen, budget_fen FROM enterprises_call"


@pytest.fixture
def people() -> Cast:
    return cast()


def say(text: str) -> None:
    """pytest shows it with -s, and beside a failure: with the seed the race can be repeated."""
    sys.stdout.write(f"\n{text}\n")


def signing(cases: list[Any], people: Cast) -> list[dict[str, Any]]:
    return [{"step": "sign_approval", "pk": case.pk, "user": people.leader.pk} for case in cases]


def met_of(found: dict[str, Any]) -> dict[str, int]:
    """How often each outcome; an empty name is a step that was taken."""
    counts: dict[str, int] = {}
    for _step, name, _seconds in found["met"]:
        counts[name] = counts.get(name, 0) + 1
    say(f"{found['workers']} processes, {found['looks']} looks, {found['seconds']} s: {counts}")
    return counts


def test_a_budget_for_a_hundred_is_granted_a_hundred_times(people: Cast, tmp_path: Path) -> None:
    call = CallFactory(budget_fen=100 * ONE)
    found = crowd(tmp_path, signing(waiting(call, people, [ONE] * 200), people), on_sqlite=MOST)
    assert met_of(found) == {"": 100, "BudgetExceeded": 100}
    assert found["wrong"] == []
    assert figures(tmp_path, LEDGER) == [(100 * ONE,)]
    assert figures(tmp_path, COLUMNS) == [(100 * ONE, 0, 100 * ONE)]


@pytest.mark.parametrize("seed", [20261129, 7, 4711])
def test_random_amounts_leave_no_room_for_what_was_refused(people: Cast, tmp_path: Path, seed: int) -> None:
    say(f"seed {seed}")
    amounts = amounts_of(seed, 60)
    call = CallFactory(budget_fen=sum(amounts) * 2 // 3)
    cases = waiting(call, people, amounts)
    found = crowd(tmp_path, signing(cases, people))
    assert set(met_of(found)) == {"", "BudgetExceeded"}
    ((committed, _paid, budget),) = figures(tmp_path, COLUMNS)
    granted = dict(figures(tmp_path, "SELECT case_ptr_id, granted_fen FROM enterprises_application"))
    taken = [amount for case, amount in zip(cases, amounts, strict=True) if granted[case.pk] is not None]
    refused = [amount for case, amount in zip(cases, amounts, strict=True) if granted[case.pk] is None]
    assert figures(tmp_path, LEDGER) == [(committed,)] == [(sum(taken),)]
    assert committed <= budget
    # Nothing is given back in this race, so whatever was refused does not fit at its end either.
    assert all(amount > budget - committed for amount in refused)
    assert found["wrong"] == []


@needs_postgresql
def test_without_the_condition_more_is_granted_than_there_is(people: Cast, tmp_path: Path) -> None:
    """The control: within ten tries the same crowd overspends, and the ledger no longer agrees with the column."""
    for attempt in range(1, 11):
        call = CallFactory(budget_fen=10 * ONE)
        crowd(tmp_path, signing(waiting(call, people, [ONE] * 24), people), without=True)
        ((granted,),) = figures(
            tmp_path, f"SELECT SUM(amount_fen) FROM enterprises_budgetentry WHERE call_id = {int(call.pk)}"
        )
        if granted > call.budget_fen:
            say(f"overspent at try {attempt}: {granted / call.budget_fen:.1f} times the budget")
            return
    pytest.fail("the race did not happen in ten tries, so the tests above prove nothing")


def test_every_kind_of_move_at_once_keeps_the_ledger(people: Cast, tmp_path: Path) -> None:
    """Signatures and returns, holds, cancelled awards and answers of the bank, two processes at each case."""
    call = CallFactory(budget_fen=400 * ONE)
    orders = mixed(call, people)
    before = deadlocks()
    found = crowd(tmp_path, orders)
    counts = met_of(found)
    known = {"", "StepRefused", "StepForbidden", "MoneyError", "BudgetExceeded"}
    assert set(counts) <= known, set(counts) - known
    assert counts[""] > 0
    assert found["wrong"] == []
    assert deadlocks() == before
    sums = "SELECT SUM(CASE WHEN kind IN ('commit','release') THEN amount_fen ELSE 0 END), "
    sums += "SUM(CASE WHEN kind IN ('pay','repay') THEN amount_fen ELSE 0 END) FROM enterprises_budgetentry"
    ((committed, paid, _budget),) = figures(tmp_path, COLUMNS)
    assert figures(tmp_path, sums) == [(committed, paid)]
    assert paid > 0
    granted = "SELECT SUM(granted_fen) FROM enterprises_application"
    assert figures(tmp_path, granted) == [(committed,)]


def mixed(call: Any, people: Cast) -> list[dict[str, Any]]:
    """For every case two that want something else of it at the same moment."""
    from enterprises.money.batches import release, send
    from enterprises.money.paying import batch_of, plan_awards

    def order(step: str, case: Any, user: Any) -> dict[str, Any]:
        return {"step": step, "pk": case.pk, "user": user.pk, "comment": "并发核对。"}

    orders = []
    for case in waiting(call, people, [ONE] * 12):
        orders += [order("sign_approval", case, people.leader), order("return_draft", case, people.leader)]
    held = [application_in(State.SUSPENDED, call=call, people=people) for _n in range(2)]
    objected = [application_in(State.OBJECTION, call=call, people=people) for _n in range(2)]
    for case in held:
        orders += [order("cancel_award", case, people.finance), order("resume_payment", case, people.finance)]
    for case in objected:
        orders += [
            order("decide_again", case, people.case_manager), order("dismiss_objection", case, people.case_manager)
        ]  # fmt: skip
    second = official("finance")
    for _n in range(2):
        awards = [application_in(State.APPROVED, call=call, people=people) for _m in range(2)]
        plan_awards(awards, people.finance)
        batch = batch_of(awards, people.finance)
        release(batch, second)
        send(batch, people.finance)
        orders += [order("answer", batch, people.finance), order("answer", batch, second)]
        orders += [order("suspend_payment", award, people.finance) for award in awards]
    return orders


def deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_two_who_enter_the_same_answers_at_one_moment(people: Cast, tmp_path: Path) -> None:
    """One of them enters them; the other reads that this was done already."""
    from enterprises.money.batches import release, send
    from enterprises.money.paying import batch_of, plan_awards

    award = application_in(State.APPROVED, people=people)
    second = official("finance")
    plan_awards([award], people.finance)
    batch = batch_of([award], people.finance)
    release(batch, second)
    send(batch, people.finance)
    found = crowd(tmp_path, [{"step": "answer", "pk": batch.pk, "user": user.pk} for user in (people.finance, second)])
    assert met_of(found) == {"": 1, "MoneyError": 1}
    assert figures(tmp_path, "SELECT COUNT(*) FROM enterprises_reconciliation") == [(1,)]
    assert figures(tmp_path, "SELECT SUM(amount_fen) FROM enterprises_budgetentry WHERE kind = 'pay'") == [(75_000_00,)]


def test_there_is_room_for_a_crowd() -> None:
    assert processes() >= 2
