"""A Celery worker killed by signal 9 in the middle of a task: Redis gives the task to the next one, and nothing is lost
or done twice."""

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from enterprises.desk_enums import BatchPhase, LineResult
from enterprises.enums import State
from enterprises.models import Application, Batch, BatchLine
from enterprises.tasks import work_on_batches
from enterprises.tests.factories import cast
from enterprises.tests.test_batch_races import moves, results, running, submitted
from portal.audit.actions import verify
from portal.core import clock
from portal.core.tests.project import ROOT
from portal.notifications.models import Message

PATIENCE = 60
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in this process"),
    pytest.mark.skipif(not settings.REDIS_URL, reason="the broker that gives a task again is Redis"),
    pytest.mark.django_db(transaction=True),
]


class Redis:
    """A part of Redis of this test's own."""

    def __init__(self):
        self.prefix = f"killed-{uuid.uuid4().hex}:"

    def line(self):
        options = {"global_keyprefix": self.prefix}
        return current_app.connection_for_write(settings.REDIS_URL, transport_options=options)

    def client(self):
        import redis

        return redis.from_url(settings.REDIS_URL)

    def keys(self, name):
        with self.client() as client:
            return list(client.scan_iter(match=f"{self.prefix}{name}*"))

    def clear(self):
        with self.client() as client:
            found = list(client.scan_iter(match=f"{self.prefix}*"))
            assert found, "the tasks went elsewhere"
            client.delete(*found)


@pytest.fixture
def broker():
    redis = Redis()
    yield redis
    redis.clear()


@contextmanager
def worker(broker, folder, **more):
    """Started as the portal starts it, with one child; killed in the end, child and all, if it still runs."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    ours = {"DJANGO_SETTINGS_MODULE": "enterprises.tests.killing.settings", "PAUSE_AT": str(folder / "nowhere")}
    ours |= {"DATABASE_URL": urlunsplit(database), "KEY_PREFIX": broker.prefix} | more
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "enterprises.tests.killing.worker", "worker"]
    command += ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | ours, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """Signal 9 to the worker and its child at once: neither gets to do anything any more."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait(ready, process, folder):
    end = time.monotonic() + PATIENCE
    while not ready():
        assert process.poll() is None, (folder / "worker.log").read_text()
        assert time.monotonic() < end, (folder / "worker.log").read_text()
        time.sleep(0.05)


def test_the_next_worker_gets_the_task_of_a_killed_one_and_does_the_rest(broker, tmp_path):
    people = cast()
    rows = submitted(people, 3)
    batch, mark = running(people.district, rows), tmp_path / "reached"
    with broker.line() as line:
        work_on_batches.apply_async(connection=line)
    with worker(broker, tmp_path, STOP_AT=str(rows[1].pk), MARK=str(mark)) as first:
        wait(mark.exists, first, tmp_path)
        kill(first)
    assert results(batch) == [LineResult.DONE, LineResult.WAITING, LineResult.WAITING]
    assert list(moves(rows).values()) == [1, 0, 0]
    assert [Application.objects.get(pk=row.pk).state for row in rows] == [State.ACCEPTED] + [State.SUBMITTED] * 2
    assert broker.keys("unacked"), "the task was acknowledged before it was done"
    # The dead worker's lease on the batch runs out, as it does after half a minute.
    Batch.objects.filter(pk=batch.pk).update(leased_until=clock.now())
    with worker(broker, tmp_path) as second:
        wait(lambda: Batch.objects.get(pk=batch.pk).phase == BatchPhase.ENDED, second, tmp_path)
        wait(lambda: not broker.keys("unacked"), second, tmp_path)
        once(batch, rows)
        # The clock does not know that the task came back, and sends its own.
        with broker.line() as line:
            work_on_batches.apply_async(connection=line)
        wait(lambda: (tmp_path / "worker.log").read_text().count("succeeded") == 2, second, tmp_path)
    once(batch, rows)


def once(batch, rows):
    """Each case moved once, its applicant told once of either step, and the book is whole."""
    assert BatchLine.objects.filter(batch=batch, result=LineResult.DONE).count() == len(rows)
    assert list(moves(rows).values()) == [1] * len(rows)
    assert [Message.objects.filter(case_reference=row.number).count() for row in rows] == [2] * len(rows)
    assert [verify(f"case:{row.pk}") for row in rows] == [[]] * len(rows)
