"""A run is a row that waits: a worker takes it up, and where one is killed in the middle the next one goes on."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from enterprises.enums import GrantPhase
from enterprises.grants import computing, leases, runs
from enterprises.grants.computing import Measure, compute_batch
from enterprises.grants.runs import begin
from enterprises.models import GrantBatch, GrantLine, GrantRun
from enterprises.tasks import work_on_grants
from enterprises.tests.factories import official
from enterprises.tests.grants import csv_of, firm, grant_call, lists, row
from portal.core import clock
from portal.core.leases import MOST_ATTEMPTS
from portal.core.tests.project import ROOT

ROWS = 6


@pytest.fixture
def waiting(monkeypatch):
    """A run that nobody has begun to read, and batches of two rows."""
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr("enterprises.grants.reading.ROWS", 2)
    monkeypatch.setattr(computing, "ROWS", 2)
    for number in range(1, ROWS + 1):
        firm(number)
    body = csv_of([row(number) for number in range(1, ROWS + 1)])
    return begin(grant_call(), official("case_mgr"), name="r.csv", pieces=[body])


def fresh(run: GrantRun) -> GrantRun:
    return GrantRun.objects.get(pk=run.pk)


@pytest.mark.django_db
class TestTakenUp:
    def test_a_large_roster_waits_for_the_beat(self, waiting):
        assert (waiting.phase, waiting.lines.count()) == (GrantPhase.READING, 0)
        assert work_on_grants() == 1
        run = fresh(waiting)
        assert (run.phase, run.rows_done, run.in_count) == (GrantPhase.READY, ROWS, ROWS)
        assert work_on_grants() == 0

    def test_what_one_worker_has_no_other_takes(self, waiting):
        assert leases.claim(waiting.pk) is not None
        assert leases.claim(waiting.pk) is None
        assert runs.work() == 0
        with clock.at(clock.now() + leases.LEASE + timedelta(seconds=1)):
            assert runs.work() == 1
        assert fresh(waiting).phase == GrantPhase.READY

    def test_a_batch_is_computed_once(self, waiting):
        runs.work()
        run = fresh(waiting)
        first = run.batches.first()
        assert compute_batch(Measure.of(run), first.pk) == 0
        assert run.lines.count() == ROWS

    def test_a_fault_of_the_portal_is_said_and_the_run_is_given_up(self, waiting, monkeypatch):
        def broken(*args):
            raise RuntimeError("a fault")

        monkeypatch.setattr(runs, "compute_batch", broken)
        runs.work()
        assert fresh(waiting).phase == GrantPhase.FAILED
        assert fresh(waiting).refusal["text"] == runs.BROKEN

    def test_a_run_that_kills_its_workers_is_given_up_at_last(self, waiting):
        GrantRun.objects.filter(pk=waiting.pk).update(attempts=MOST_ATTEMPTS)
        runs.work()
        assert fresh(waiting).refusal["text"] == runs.HOPELESS


# Computes the first two batches and is killed while the third is half written.
WORKER = """
import os, signal, django
django.setup()
from enterprises.grants import runs
from enterprises.grants import computing
real = computing.GrantLine.objects.bulk_create
done = []
def then_die(lines):
    real(lines)
    done.append(len(lines))
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
computing.GrantLine.objects.bulk_create = then_die
runs.work()
"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database of the tests is in memory on SQLite")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_twice_and_nothing_out(waiting, monkeypatch):
    database = connection.settings_dict
    runs_before = fresh(waiting)
    lease = leases.claim(runs_before.pk)
    with runs.opened(runs.stored(lease.row)) as path:
        runs._read(lease, runs.read(path))
    lease.give_back()
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    died = subprocess.run(
        [sys.executable, "-c", WORKER], env=os.environ | {"DATABASE_URL": url}, cwd=ROOT, check=False,
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-500:]
    run = fresh(waiting)
    assert (run.phase, run.lines.count()) == (GrantPhase.COMPUTING, 4)
    assert GrantBatch.objects.filter(run=run, computed_at=None).count() == 1
    assert runs.work() == 0
    with clock.at(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert runs.work() == 1
    run = fresh(waiting)
    assert (run.phase, run.rows_done, run.in_count) == (GrantPhase.READY, ROWS, ROWS)
    assert lists(run) == {str(number): "in" for number in range(1, ROWS + 1)}
    assert GrantLine.objects.count() == ROWS
