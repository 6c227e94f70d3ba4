"""A portal of its own for the browser: fresh run folder, free port, started by the same command as `make run`."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.core.tests.project import ROOT, free_port

MANAGE = [sys.executable, str(ROOT / "manage.py")]


def fill_run_folder(folder: Path, shared: Path) -> None:
    """Database and demo as `make run` makes them on a fresh machine: what it made just before (`.ci/run`), or made once
    in `shared`, where parallel processes wait for the first one; and copied from there."""
    if "PORTAL_PREPARED" in os.environ:
        shutil.copytree(os.environ["PORTAL_PREPARED"], folder, dirs_exist_ok=True)
        return
    made = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = shared / "prepared-half"
            half.mkdir(exist_ok=True)
            done = subprocess.run(
                [*MANAGE, "prepare"], cwd=ROOT, env=environment_of(half), capture_output=True, text=True
            )
            assert done.returncode == 0, f"The portal can't be prepared:\n{done.stdout}{done.stderr}"
            half.rename(made)
    shutil.copytree(made, folder, dirs_exist_ok=True)


@contextmanager
def running_portal(folder: Path) -> Iterator[str]:
    """The address of the portal with this run folder; web, worker and beat run as they do for a person."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = environment_of(folder) | {"PORT": str(port), "SITE_URL": address}
    log = folder / "portal.log"
    with log.open("w") as lines:
        process = subprocess.Popen(
            [*MANAGE, "start"], cwd=ROOT, env=environment, stdout=lines, stderr=lines, start_new_session=True
        )
    try:
        _wait(f"{address}/healthz", log)
        yield address
        assert process.poll() is None, f"The portal ended before the walks did:\n{log.read_text()}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def environment_of(folder: Path) -> dict[str, str]:
    """What a process needs to work with this run folder."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return environment | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}


def _wait(url: str, log: Path) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(url, timeout=1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The portal did not start:\n{log.read_text()}")
