"""A portal of its own for the browser: fresh run folder, free port, started by the same command as `make run`."""

import os
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


@contextmanager
def running_portal(folder: Path) -> Iterator[str]:
    """The address of a portal with the demo; web, worker and beat run as they do for a person."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment, check=True, capture_output=True)
    with (folder / "portal.log").open("w") as log:
        process = subprocess.Popen(
            [*manage, "start"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", folder / "portal.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _wait(url: str, log: Path) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(url, timeout=1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The portal did not start:\n{log.read_text()}")
