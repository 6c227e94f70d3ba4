"""Processes of their own: a job in a copy of this process, which may die in the middle of it."""

import json
import os
import signal
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction

PATIENCE = 30
KILLED = "killed by signal 9"
# The advisory lock by which a process says that it holds its rows.
GATE = 20_261_129
Job = Callable[[], Any]


@dataclass
class Child:
    pid: int
    pipe: int

    def answer(self) -> Any:
        """What the job gave back, as JSON can say it; the words of its error; `KILLED` for one that was."""
        text = b""
        while part := os.read(self.pipe, 65_536):
            text += part
        os.close(self.pipe)
        _pid, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            return KILLED
        return json.loads(text)


def start(job: Job) -> Child:
    """No connection is shared: this process opens its own again when it needs one."""
    connections.close_all()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn that other threads do not come along; the child needs none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    os.close(reading)
    try:
        answer = job()
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    os.write(writing, json.dumps(answer).encode())
    connections.close_all()
    os._exit(0)


def in_child(job: Job) -> Any:
    return start(job).answer()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def all_wait_for_a_lock(count: int) -> bool:
    """Whether so many other processes stand before a lock of this database now."""
    with connection.cursor() as cursor:
        # A transaction sees the activity of its first look until it is told to look again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] >= count


def together(jobs: Sequence[Job], locked: Callable[[], Any]) -> list[Any]:
    """What the jobs give back, all of which want the rows that `locked` reads with a lock: they are held back until
    each of them waits, and then let go at the same moment. Where `locked` is let out, nobody holds them back."""
    held = start(lambda: _hold(locked, len(jobs)))
    _wait(_is_held)
    children = [start(lambda job=job: _patiently(job)) for job in jobs]
    answers = [child.answer() for child in children]
    assert held.answer() == "let go"
    return answers


def holding(job: Job, locked: Callable[[], Any]) -> Any:
    """What the job gives back while another process holds the rows and does not let go of them."""
    held = start(lambda: _hold(locked, None))
    _wait(_is_held)
    answer = in_child(job)
    os.kill(held.pid, signal.SIGKILL)
    assert held.answer() == KILLED
    return answer


def _patiently(job: Job) -> Any:
    """The first must not give up while the second is still on its way."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [f"{PATIENCE}s"])
    return job()


def _hold(locked: Callable[[], Any], count: int | None) -> str:
    with transaction.atomic():
        locked()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        _wait(lambda: count is not None and all_wait_for_a_lock(count))
    return "let go"


def _is_held() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [GATE])
        return cursor.fetchone()[0] > 0


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.01)
