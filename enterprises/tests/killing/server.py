"""gunicorn as production runs it, which can be killed and started again."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from portal.core.tests.project import ROOT, free_port

PATIENCE = 60


@dataclass
class Server:
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> Path:
        return self.folder / "pause"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += [
            "--worker-class",
            "portal.core.web_worker.PlainWorker",
            "--workers",
            "1",
            "--threads",
            "4",
            "--no-control-socket",
        ]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._wait_for(self._answers)

    def _environment(self) -> dict[str, str]:
        # The suite's own run folder comes with it, so that both see the same files.
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        ours = {"DJANGO_SETTINGS_MODULE": "enterprises.tests.killing.settings", "PAUSE_AT": str(self.place)}
        return os.environ | ours | {"DATABASE_URL": urlunsplit(database), "REDIS_URL": ""}

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "server.log").read_text()
        try:
            with self._line(timeout=5) as line:
                line.request("GET", "/robots.txt")
                with line.getresponse() as answer:
                    return answer.status == 200
        except OSError:
            return False

    def _line(self, timeout: float = PATIENCE) -> contextlib.closing[http.client.HTTPConnection]:
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout))

    def kill(self) -> None:
        """Signal 9 to the master and its workers at once: none of them gets to do anything any more."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def killed_at(self, point: str, path: str, headers: dict[str, str], form: dict[str, Any]) -> None:
        """Send the form, and kill the server when the request has reached the point."""
        self.place.write_text(point)
        reached, answers = self.place.with_suffix(".reached"), []
        sender = Thread(target=self._send_in_vain, args=(path, headers, form, answers))
        sender.start()
        self._wait_for(lambda: reached.exists() or answers)
        self.kill()
        sender.join(PATIENCE)
        assert answers == [], point
        reached.unlink()
        self.place.unlink()

    def _send_in_vain(self, path: str, headers: dict[str, str], form: dict[str, Any], answers: list[Any]) -> None:
        try:
            answers.append(self.post(path, headers, form))
        except (OSError, http.client.HTTPException):
            return

    def post(self, path: str, headers: dict[str, str], form: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body."""
        body = encode_multipart(BOUNDARY, form)
        with self._line() as line:
            line.request("POST", path, body, headers | {"Content-Type": MULTIPART_CONTENT})
            with line.getresponse() as answer:
                return answer.status, answer.read()

    def _wait_for(self, ready: Any) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            assert time.monotonic() < end, (self.folder / "server.log").read_text()
            time.sleep(0.02)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
