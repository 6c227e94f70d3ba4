"""Forks so many processes that wait for each other and then take their steps; meanwhile the parent looks at the money.

Reads its orders as JSON from the standard input, and answers in JSON: what each step met, what the looks found.
`without`: the condition of the budget is taken away, which only a test's control does.
"""

import gc
import json
import multiprocessing
import os
import sys
import time
from typing import Any

import django
from django.db import connection, connections

SLOW_SECONDS = 120


def take(order: dict[str, Any]) -> str:
    """The name of what went wrong, or nothing."""
    from enterprises.models import Application
    from enterprises.tests.racing.paying import answer_batch
    from enterprises.workflow import application_flow
    from portal.accounts.models import User
    from portal.core.exceptions import PortalError

    try:
        user = User.objects.get(pk=order["user"])
        if order["step"] == "answer":
            answer_batch(order["pk"], user)
        else:
            application = Application.objects.for_page().get(pk=order["pk"])
            application_flow.take(application, order["step"], user, order.get("comment", ""))
    except PortalError as error:
        return type(error).__name__
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def work(orders: list[dict[str, Any]], start: Any, answers: Any, without: bool) -> None:
    connections.close_all()
    if without:
        take_the_condition_away()
    connection.ensure_connection()
    start.wait()
    met = []
    for order in orders:
        began = time.monotonic()
        met.append([order["step"], take(order), round(time.monotonic() - began, 3)])
    connections.close_all()
    answers.put(met)


def take_the_condition_away() -> None:
    """Read, check, save, as one writes it who does not think of the others."""
    from enterprises import budget
    from enterprises.enums import EntryKind
    from enterprises.exceptions import BudgetExceeded
    from enterprises.models import BudgetEntry, Call

    def commit(application: Any, amount_fen: int, actor: Any) -> None:
        call = Call.objects.get(pk=application.call_id)
        if call.committed_fen + amount_fen > call.budget_fen:
            raise BudgetExceeded("full")
        time.sleep(0.002)
        Call.objects.filter(pk=call.pk).update(committed_fen=call.committed_fen + amount_fen)
        BudgetEntry.objects.create(
            call=call, application=application, kind=EntryKind.COMMIT, amount_fen=amount_fen, actor=actor
        )

    budget.commit = commit  # type: ignore[assignment]


def prepare() -> None:
    """Load once what every process of the crowd would otherwise load for itself: addresses, texts, calendar."""
    from django.urls import reverse
    from django.utils.translation import gettext

    from enterprises import workflow
    from enterprises.tests.racing import paying
    from portal.calendars.workdays import Calendar

    reverse("enterprises:case", args=["x"])
    gettext(f"{workflow.__name__} {paying.__name__}")
    Calendar.load()
    look()
    connections.close_all()
    gc.collect()
    gc.freeze()


def look() -> list[str]:
    """What does not agree at this moment, within one reading of the database."""
    from enterprises.models import Call
    from enterprises.money.ledger import differences

    wrong = [str(one) for one in differences()]
    for call in Call.objects.all():
        if not 0 <= call.paid_fen <= call.committed_fen <= call.budget_fen:
            wrong.append(f"{call.code}: {call.paid_fen}, {call.committed_fen}, {call.budget_fen}")
    return wrong


def main() -> None:
    asked = json.load(sys.stdin)
    prepare()
    fork = multiprocessing.get_context("fork")
    workers, orders = asked["workers"], asked["orders"]
    start, answers = fork.Barrier(workers), fork.SimpleQueue()
    crowd = [
        fork.Process(target=work, args=(orders[place::workers], start, answers, asked.get("without", False)))
        for place in range(workers)
    ]
    for one in crowd:
        one.start()
    looks, wrong, met, began = 0, [], [], time.monotonic()
    while len(met) < workers:
        while not answers.empty():
            met.append(answers.get())
        wrong += look() if not asked.get("without") else []
        looks += 1
        if time.monotonic() - began > SLOW_SECONDS or any(one.exitcode for one in crowd):
            break
        time.sleep(0.05)
    for one in crowd:
        one.join(1)
        if one.is_alive():
            one.kill()
    said = {"met": [row for rows in met for row in rows], "looks": looks, "wrong": wrong}
    json.dump(said | {"seconds": round(time.monotonic() - began, 2)}, sys.stdout)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enterprises.tests.racing.settings")
    django.setup()
    main()
