"""Several connections write to one chain at once. Only PostgreSQL can show it: SQLite lets one write at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from portal.audit import actions
from portal.audit.actions import record, verify
from portal.audit.models import Entry, Head

WRITERS, EACH = 8, 20
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]


def write_together(write: Callable[[int], None]) -> list[BaseException]:
    """Run `write` in every writer at the same moment, each on its own connection; returns what they raised."""
    start = threading.Barrier(WRITERS)

    def work(number: int) -> BaseException | None:
        try:
            start.wait()
            write(number)
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(WRITERS) as pool:
        return [error for error in pool.map(work, range(WRITERS)) if error]


def test_writers_of_one_chain_queue_from_its_very_first_entry() -> None:
    def write(number: int) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                record(scope="case:1", verb="noted", data={"writer": number, "turn": turn})

    assert write_together(write) == []
    assert list(Entry.objects.of("case:1").values_list("sequence", flat=True)) == list(range(1, WRITERS * EACH + 1))
    assert verify() == []


def test_writers_of_different_chains_do_not_wait_for_each_other() -> None:
    """Each holds its own chain's lock until all hold theirs: with a common lock this would never end."""
    all_hold = threading.Barrier(WRITERS, timeout=30)

    def write(number: int) -> None:
        with transaction.atomic():
            record(scope=f"case:{number}", verb="noted")
            all_hold.wait()

    assert write_together(write) == []
    assert Head.objects.count() == WRITERS


def test_without_the_lock_two_writers_take_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the constraint then refuses all but one, so the lock is what lets all of them through."""
    record(scope="case:1", verb="noted")
    all_read = threading.Barrier(WRITERS, timeout=30)

    def look(scope: str) -> tuple[int, str]:
        head = Head.objects.get(pk=scope)
        all_read.wait()
        return head.sequence, head.hash

    monkeypatch.setattr(actions, "lock_head", look)
    errors = write_together(lambda number: record(scope="case:1", verb="noted"))
    assert [type(error) for error in errors] == [IntegrityError] * (WRITERS - 1)
    assert verify() == []


def test_verify_reports_nothing_while_others_write() -> None:
    finished: list[int] = []
    found: list[object] = []

    def write(number: int) -> None:
        if number == 0:
            while len(finished) < WRITERS - 1:
                found.extend(verify())
            return
        try:
            for _turn in range(EACH):
                record(scope="case:1", verb="noted")
        finally:
            finished.append(number)

    assert write_together(write) == []
    assert found == []
    assert Head.objects.get(pk="case:1").sequence == (WRITERS - 1) * EACH
