"""The database restarted at once while four processes move cases: what was acknowledged is there, nothing is twice."""

import json
import time

import pytest
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, cast
from enterprises.tests.killing.cluster import binaries, own_cluster
from enterprises.tests.killing.forks import in_child, start
from enterprises.tests.killing.moves import standing
from enterprises.workflow import application_flow
from portal.core.exceptions import PortalError

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could be restarted"),
    pytest.mark.skipif(binaries() is None, reason="initdb is not on this machine: no cluster to restart"),
    pytest.mark.django_db(transaction=True),
]
CASES, WORKERS, PATIENCE = 24, 4, 60


def mover(cluster, pks, people, log, *, healthy=True):
    """Accept each case, again and again until somebody did; what was acknowledged stands in the log at once."""

    def job():
        cluster.enter()
        errors, done = 0, 0
        with log.open("a") as acknowledged:
            for pk in pks:
                end = time.monotonic() + PATIENCE
                while time.monotonic() < end:
                    if healthy:
                        # What each request and each task begins with.
                        close_old_connections()
                    answer = _accept(pk, people.district)
                    if answer == "lost":
                        errors += 1
                        if errors > 200:
                            return [done, errors]
                        time.sleep(0.02)
                        continue
                    if answer == "taken":
                        acknowledged.write(f"{pk}\n")
                        acknowledged.flush()
                        done += 1
                    break
        return [done, errors]

    return job


def _accept(pk, official):
    try:
        application_flow.take(Application.objects.get(pk=pk), "accept", official)
    except PortalError:
        return "another was first"
    except (DatabaseError, InterfaceError):
        return "lost"
    return "taken"


def test_restarted_under_load_nothing_acknowledged_is_lost_and_nothing_is_twice(tmp_path):
    people = cast()
    pks = [application_in(State.SUBMITTED, people=people).pk for _one in range(CASES)]
    logs = [tmp_path / f"acknowledged-{number}" for number in range(WORKERS)]
    with own_cluster(tmp_path / "cluster") as cluster:
        cluster.take_copy()
        # Two processes want the same case each time, the other two begin at the end.
        order = [pks, pks, pks[::-1], pks[::-1]]
        workers = [start(mover(cluster, mine, people, log)) for mine, log in zip(order, logs, strict=True)]
        _wait_for_lines(logs, 3)
        cluster.control("restart", "-m", "immediate")
        _wait_for_lines(logs, 8)
        cluster.control("restart", "-m", "immediate")
        answers = [worker.answer() for worker in workers]
        found = in_child(_look(cluster, pks))
    lines = [int(line) for log in logs for line in log.read_text().split()]
    assert len(lines) == len(set(lines))
    assert set(lines) <= set(pks)
    assert [one for one in found if one["state"] != State.ACCEPTED] == []
    assert {tuple(one["moves"]) for one in found} == {("submit", "accept")}
    assert {(len(one["open"]), one["ledger agrees"], len(one["breaks"])) for one in found} == {(1, True, 0)}
    assert {count for one in found for count in one["messages"].values()} == {1}
    # At most the moves that were under way at the two restarts were made without anybody hearing of it.
    assert CASES - 2 * WORKERS <= len(lines) <= CASES
    assert sum(errors for _done, errors in answers) > 0


def _look(cluster, pks):
    def job():
        cluster.enter()
        found = [standing(application) for application in Application.objects.filter(pk__in=pks)]
        return [one | {"messages": {str(key): count for key, count in one["messages"].items()}} for one in found]

    return job


def _wait_for_lines(logs, count):
    end = time.monotonic() + PATIENCE
    while sum(log.read_text().count("\n") for log in logs if log.exists()) < count:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_without_the_look_at_the_connection_a_process_never_recovers(tmp_path):
    """The negative control: the connection that died stays, and every move after the restart is lost."""
    people = cast()
    pks = [application_in(State.SUBMITTED, people=people).pk for _one in range(4)]
    log = tmp_path / "acknowledged"
    with own_cluster(tmp_path / "cluster") as cluster:
        cluster.take_copy()

        def job():
            cluster.enter()
            before = _accept(pks[0], people.district)
            cluster.control("restart", "-m", "immediate")
            without = [_accept(pks[1], people.district) for _try in range(3)]
            close_old_connections()
            return [before, without, _accept(pks[1], people.district)]

        assert in_child(job) == ["taken", ["lost"] * 3, "taken"]
    assert not log.exists()
    assert json.dumps(pks)
