"""`manage.py prepare` and `manage.py start`, as `make run` calls them: real processes in a run folder of their own."""

import dbm.dumb
import http.client
import os
import shelve
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from portal.core.management.commands.start import _mend_schedule
from portal.core.tests.project import ROOT, free_port

# One process of xdist runs them all, because preparing takes longest.
pytestmark = pytest.mark.xdist_group("start")
# Far more than it takes; a test that hangs must end some time.
LIMIT = 600


def environment(folder: Path, port: int) -> dict[str, str]:
    """The embedded default, whatever database and broker the test run itself uses."""
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS")
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    own = {"VAR_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    return inherited | own | {"PYTHONUNBUFFERED": "1"}


def manage(command: str, folder: Path, port: int = 8000) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment(folder, port),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def wait_for(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


def status_of(port: int) -> int:
    """The status of the health page; 0 when nobody answers."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status
    except OSError:
        return 0
    finally:
        web.close()


def family(pid: int) -> set[int]:
    """A process and all that descend from it (Linux)."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found |= family(int(child))
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; a zombie does not."""
    states = {}
    for pid in pids:
        try:
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return {pid for pid, state in states.items() if state != "Z"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A run folder that was prepared from nothing: here, or just before by `make run` (`.ci/run`)."""
    if "PORTAL_PREPARED" in os.environ:
        return Path(os.environ["PORTAL_PREPARED"])
    folder = tmp_path_factory.mktemp("run")
    done = manage("prepare", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@contextmanager
def started(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    log = folder / f"start-{port}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=environment(folder, port),
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(lambda: "Ctrl-C stops everything" in log.read_text() or process.poll() is not None, "the portal")
            assert process.poll() is None, log.read_text()
            yield process, log
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(LIMIT)


def test_preparing_twice_changes_nothing(prepared):
    again = manage("prepare", prepared)
    assert again.returncode == 0, again.stderr
    steps = dict(line.split(" … ") for line in again.stdout.splitlines())
    outcomes = {name: outcome.split(" (")[0] for name, outcome in steps.items() if name != "Demo"}
    assert outcomes == dict.fromkeys(
        ("Interface texts", "Database", "Static files", "Plan and rules", "Open data"),
        "unchanged",
    )


def names_the_way_in(text: str, port: int) -> bool:
    """The address, and one demo account for each role with the password."""
    accounts = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and "@example.test" in line]
    once = len(accounts) == len(set(accounts)) > 8
    return once and f"http://127.0.0.1:{port}/" in text and settings.DEMO_PASSWORD in text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_and_one_signal_stops_everything(prepared, number):
    port = free_port()
    with started(prepared, port) as (process, log):
        assert status_of(port) == 200
        assert names_the_way_in(log.read_text(), port)
        everyone = family(process.pid)
        process.send_signal(number)
        assert process.wait(LIMIT) == 0
        assert log.read_text().rstrip().endswith("Stopped.")
    wait_for(lambda: not alive(everyone), "all processes to end")
    assert status_of(port) == 0


def broken_schedule(folder: Path) -> list[Path]:
    """As a machine leaves it that went off in the midst of a write: the places are known, what stood there is not."""
    with dbm.dumb.open(str(folder / "beat"), "c") as file:
        file[b"entries"] = b"x" * 600
    (folder / "beat.dat").write_bytes(b"")
    return [folder / "beat.dat", folder / "beat.dir"]


def test_a_schedule_that_was_cut_off_is_made_anew(tmp_path):
    files = broken_schedule(tmp_path)
    with pytest.raises(EOFError), shelve.open(str(tmp_path / "beat")) as stored:
        dict(stored)
    (tmp_path / "beaten.dat").touch()
    _mend_schedule(str(tmp_path / "beat"))
    assert [path.exists() for path in files] == [False, False]
    assert (tmp_path / "beaten.dat").exists()


def test_a_schedule_that_can_be_read_or_is_not_there_stays_as_it_is(tmp_path):
    _mend_schedule(str(tmp_path / "beat"))
    assert list(tmp_path.iterdir()) == []
    with shelve.open(str(tmp_path / "beat")) as stored:
        stored["entries"] = {"sweep": 1}
    _mend_schedule(str(tmp_path / "beat"))
    with shelve.open(str(tmp_path / "beat")) as stored:
        assert dict(stored) == {"entries": {"sweep": 1}}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_children_do_not_outlive_a_killed_parent(prepared):
    with started(prepared, free_port()) as (process, _log):
        everyone = family(process.pid)
        process.kill()
        process.wait(LIMIT)
        wait_for(lambda: not alive(everyone), "the children to end")


def test_a_port_in_use_is_named_with_the_way_out(prepared):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = manage("start", prepared, port)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"CommandError: Port {port} is in use: stop what runs there, or use another: PORT={port + 1} make run"
    )


def test_a_child_that_ends_at_once_ends_everything(tmp_path):
    """A child that can't start is named, and the other one does not stay behind."""
    script = f"""
import sys
from portal.core.supervisor import Child, ChildDied, Supervisor
children = [Child("sleeper", [sys.executable, "-c", "import time; time.sleep({LIMIT})"]),
            Child("web server", [sys.executable, "-c", "raise SystemExit(3)"], hint="Do this.")]
supervisor = Supervisor(children, print)
try:
    with supervisor.running():
        supervisor.wait_until(lambda: False, {LIMIT})
except ChildDied as error:
    print(error.message, [child.running() for child in children])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.stdout.strip() == "The web server ended at once (exit code 3). Do this. [False, False]", done.stderr
