"""A worker that is killed in the midst of an import, and a row that somebody holds: with real processes and locks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from policies.imports import jobs, leases
from policies.models import ImportJob, Indicator
from policies.tests.imported import brought, csv_file, figure, imported, keeper
from portal.audit.models import Entry
from portal.core import clock

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks (PostgreSQL)"),
]
# As long as a hanging test is let hang; nothing waits for it otherwise.
PATIENCE = 60


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        # What a transaction has once seen of the other processes stays as it was, unless it is told to look again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def a_job(rows: int) -> ImportJob:
    """Approved and waiting for a worker: it changes one figure and brings many."""
    person = keeper()
    imported(person, csv_file([figure()]))
    more = [figure(Indicator=f"x{number // 100}", Year=str(1950 + number % 100)) for number in range(rows)]
    job = brought(person, csv_file([*more, figure(Value="1")]))
    return jobs.approve(job, job.fingerprint)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    settings = connections.settings["default"]
    address = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    code = "import django; django.setup(); from policies.imports.tasks import work; work()"
    env = os.environ | {"DATABASE_URL": f"{address}/{settings['NAME']}"}
    with subprocess.Popen([sys.executable, "-c", code], env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_worker_that_is_killed_in_the_midst_has_written_nothing_and_another_writes_it_once() -> None:
    job = a_job(2100)
    with transaction.atomic():
        # The file's last row is held here: the first batch is written, the second waits.
        Indicator.objects.select_for_update().get(code="dt_total")
        with worker() as killed:
            until(waits_for_a_lock)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
    until(lambda: not waits_for_a_lock())
    assert (Indicator.objects.count(), ImportJob.objects.get(pk=job.pk).phase) == (1, "applying")
    assert jobs.work() == 0
    with clock.at(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert jobs.work() == 1
    assert (Indicator.objects.count(), ImportJob.objects.get(pk=job.pk).phase) == (2101, "done")
    assert Entry.objects.filter(scope=f"import:{job.pk}", verb="import").count() == 1


def test_a_row_that_is_held_too_long_is_waited_for_and_the_job_tried_again() -> None:
    job = a_job(600)
    with transaction.atomic():
        Indicator.objects.select_for_update().get(code="dt_total")
        with worker() as late:
            assert late.wait(PATIENCE) == 0
    found = ImportJob.objects.get(pk=job.pk)
    assert (found.phase, found.lease_token, found.attempts, Indicator.objects.count()) == ("applying", "", 1, 1)
    assert jobs.work() == 1
    assert (Indicator.objects.count(), ImportJob.objects.get(pk=job.pk).phase) == (601, "done")
