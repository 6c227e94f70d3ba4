"""Batches when several work on them at once, and when whoever works on one is killed."""

import os
import signal
import subprocess
import sys
import time
from threading import Barrier, Thread
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import close_old_connections, connection

from enterprises.desk.batches import working
from enterprises.desk.batches.choices import Deed
from enterprises.desk.batches.doing import do_line
from enterprises.desk_enums import BatchDeed, BatchPhase, LineResult
from enterprises.enums import State
from enterprises.models import Application, Batch, BatchLine
from enterprises.tests.factories import CallFactory, application_in, cast, official
from portal.accounts.enums import Role
from portal.audit.actions import verify
from portal.core import clock
from portal.core.tests.project import ROOT
from portal.notifications.models import Message
from portal.reviews.models import Transition

ACCEPT = Deed(BatchDeed.STEP, step="accept")
PATIENCE = 60
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks"),
    pytest.mark.django_db(transaction=True),
]
# A worker of its own, as the clock's; it stands still in the middle of the line that the test names.
WORKER = """
import os, time
import django
django.setup()
from enterprises.desk.batches import doing, working
from enterprises.models import BatchLine
perform, stop, mark = doing._perform, int(os.environ["STOP_AT"]), os.environ["MARK"]
def paused(batch, case):
    remark = perform(batch, case)
    if case == stop:
        open(mark, "w").close()
        time.sleep(120)
    return remark
doing._perform = paused
working.run_waiting()
"""


def submitted(people, number):
    call = CallFactory()
    return [application_in(State.SUBMITTED, people=people, call=call) for _ in range(number)]


def running(user, rows):
    """A batch that was tried and is to be done by the clock."""
    batch = working.begin(user, ACCEPT, [row.pk for row in rows])
    Batch.objects.filter(pk=batch.pk).update(phase=BatchPhase.RUNNING)
    return batch


def together(*deeds):
    """All at once, each in a thread with a connection of its own."""
    barrier, problems = Barrier(len(deeds)), []

    def run(deed):
        try:
            barrier.wait(PATIENCE)
            deed()
        except Exception as error:
            problems.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert problems == []


def moves(rows):
    return {row.pk: Transition.objects.filter(case_id=row.pk, step="accept").count() for row in rows}


def results(batch):
    return list(BatchLine.objects.filter(batch=batch).order_by("pk").values_list("result", flat=True))


def test_two_officials_with_the_same_cases_move_each_once():
    people = cast()
    rows, colleague = submitted(people, 6), official(Role.DISTRICT)
    first, second = running(people.district, rows), running(colleague, rows[::-1])
    together(lambda: working.work(first.pk), lambda: working.work(second.pk))
    assert moves(rows) == {row.pk: 1 for row in rows}
    done = [*results(first), *results(second)]
    assert sorted(done) == sorted([LineResult.DONE] * 6 + [LineResult.REFUSED] * 6)
    refused = BatchLine.objects.filter(result=LineResult.REFUSED).exclude(remark="")
    assert refused.count() == 6
    assert [verify(f"case:{row.pk}") for row in rows] == [[]] * 6


def test_two_workers_on_one_batch_do_each_line_once():
    """Once by the lease, and once more where it has run out while the first still works."""
    people = cast()
    rows = submitted(people, 4)
    batch = running(people.district, rows)
    answers = []
    together(*[lambda: answers.append(working.work(batch.pk))] * 2)
    assert sorted(answers) in ([False, True], [True, True])
    assert moves(rows) == {row.pk: 1 for row in rows}
    more = submitted(people, 1)
    late = running(people.district, more)
    line = late.lines.get()
    together(lambda: do_line(late, line.pk), lambda: do_line(late, line.pk))
    assert (moves(more), results(late)) == ({more[0].pk: 1}, [LineResult.DONE])


def test_killed_in_the_middle_what_is_done_is_done_and_the_rest_goes_on(tmp_path):
    people = cast()
    rows = submitted(people, 3)
    batch, mark = running(people.district, rows), tmp_path / "reached"
    worker = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=_environment(rows[1].pk, mark))
    try:
        end = time.monotonic() + PATIENCE
        while not mark.exists():
            assert worker.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    # The second case had moved in a transaction that was never ended: nothing of it is there.
    assert results(batch) == [LineResult.DONE, LineResult.WAITING, LineResult.WAITING]
    assert list(moves(rows).values()) == [1, 0, 0]
    assert [Application.objects.get(pk=row.pk).state for row in rows] == [State.ACCEPTED] + [State.SUBMITTED] * 2
    assert working.run_waiting() == 0, "the dead worker's lease has not run out"
    Batch.objects.filter(pk=batch.pk).update(leased_until=clock.now())
    assert working.run_waiting() == 1
    assert results(batch) == [LineResult.DONE] * 3
    assert list(moves(rows).values()) == [1, 1, 1]
    # Received and accepted, each told once.
    assert [Message.objects.filter(case_reference=row.number).count() for row in rows] == [2] * 3
    assert [verify(f"case:{row.pk}") for row in rows] == [[]] * 3
    assert Batch.objects.get(pk=batch.pk).phase == BatchPhase.ENDED


def _environment(stop, mark):
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    ours = {"DJANGO_SETTINGS_MODULE": "enterprises.tests.killing.settings", "PAUSE_AT": str(mark.with_suffix(".no"))}
    ours |= {"STOP_AT": str(stop), "MARK": str(mark), "DATABASE_URL": urlunsplit(database), "REDIS_URL": ""}
    return os.environ | ours
