"""The deadline hour: submissions with three files at fixed instants, and what the database holds afterwards.

The load is open: each submission is sent at its instant, whatever became of those before it, and its time counts
from that instant. The client makes its requests before it begins and speaks plain sockets, because it shares the
machine with what it measures; it goes to 127.0.0.1 alone, sends each submission once, and ends by itself.
"""

import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.cpu import children
from bench.filing import API, BOUNDARY, three_files
from bench.load import HOST, Ask, Client
from bench.server import ROOT, WORKER_CLASS, House, free_port
from portal.core.supervisor import LEAN

WORKERS, THREADS = 2, 4
# So many may wait for an answer at one time; more would be late because of the client.
SENDERS = 160
PATIENCE = 60.0
# From setting the end of the window to the first instant; twice as long when that took longer.
RUN_UP = 10.0


@dataclass
class Hour:
    """`outcomes`: status of each submission, 0 where none came. Times in seconds from the instant."""

    submissions: int
    seconds: float
    open_seconds: float
    times: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    held: dict[str, Any] = field(default_factory=dict)

    @property
    def p95(self) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def late_by(self) -> float:
        """How late the client itself was with the slowest one in a hundred: its share of the times."""
        ordered = sorted(self.late)
        return ordered[int(len(ordered) * 0.99)]


@contextmanager
def serving_with(workers: int, env: dict[str, str]) -> Iterator[int]:
    """The port of a gunicorn as in production, with so many workers, free to run on every core."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}", "--backlog", "2048"]
    command += ["--worker-class", WORKER_CLASS, "--workers", str(workers), "--threads", str(THREADS)]
    command += ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
    process = subprocess.Popen(command, env=env | LEAN | {"PORT": str(port)}, cwd=ROOT)
    try:
        _warm(port, process, workers)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            for child in children(process.pid):
                subprocess.run(["kill", "-9", str(child)], check=False)
            process.kill()
            process.wait()


def _warm(port: int, process: subprocess.Popen[bytes], workers: int) -> None:
    """Every worker has answered something before the hour begins."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("The web server ended before it answered; its reason stands above.")
        client = Client(port)
        try:
            for _time in range(20 * workers):
                client.fresh()
                client.must(Ask("/api/v1/calls/"))
            return
        except OSError:
            time.sleep(0.1)
        finally:
            client.close()
    raise SystemExit("The web server did not answer within a minute.")


def measure(
    home: House, size: str, drafts: list[dict[str, str]], *, seconds: float, open_share: float, file_bytes: int
) -> Hour:
    hour = Hour(len(drafts), seconds, seconds * open_share)
    body = three_files(file_bytes)
    requests = [_request(draft, body, number) for number, draft in enumerate(drafts)]
    # The throttle is for one token; each has its own here.
    with serving_with(WORKERS, home.env(size)) as port:
        begin = _set_end(home, size, hour.open_seconds)
        answers = _send_all(port, requests, body, begin, seconds)
    for due, sent, done, status, text in answers:
        hour.times.append(done - due)
        hour.late.append(sent - due)
        hour.outcomes[str(status)] += 1
        if status != 201:
            hour.reasons[text] += 1
    numbers = home.var / "deadline-numbers"
    numbers.write_text("\n".join(f"{d['number']} {a[3]}" for d, a in zip(drafts, answers, strict=True)))
    hour.held = home.ask("bench.deadline_data", size, check=numbers)
    return hour


def _set_end(home: House, size: str, after: float) -> float:
    """When the hour begins: the call closes so many seconds later, which takes a moment to write."""
    for run_up in (RUN_UP, 2 * RUN_UP, 4 * RUN_UP):
        begin = time.time() + run_up
        home.ask("bench.deadline_data", size, closes=begin + after)
        if time.time() < begin:
            return begin
    raise SystemExit("This machine is too busy to set the end of a window within a minute.")


def _request(draft: dict[str, str], body: bytes, number: int) -> bytes:
    lines = [
        f"POST {API}{draft['number']}/submission/ HTTP/1.1",
        f"Host: {HOST}",
        f"Authorization: Bearer {draft['token']}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(body)}",
        f"Idempotency-Key: deadline-{number}",
        "Accept-Language: zh-CN",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


Answered = tuple[float, float, float, int, str]


def _send_all(port: int, heads: list[bytes], body: bytes, begin: float, seconds: float) -> list[Answered]:
    gap = seconds / len(heads)
    threading.stack_size(256 * 1024)
    with ThreadPoolExecutor(SENDERS) as pool:
        waiting = []
        for number, head in enumerate(heads):
            due = begin + number * gap
            time.sleep(max(due - time.time(), 0))
            waiting.append(pool.submit(_send, port, head, body, due))
        return [one.result() for one in waiting]


def _send(port: int, head: bytes, body: bytes, due: float) -> Answered:
    sent, status, text = time.time(), 0, ""
    try:
        with socket.create_connection((HOST, port), timeout=PATIENCE) as line:
            line.sendall(head)
            line.sendall(body)
            answer = bytearray()
            while part := line.recv(65536):
                answer += part
        first, _end, rest = bytes(answer).partition(b"\r\n\r\n")
        status = int(first[9:12])
        text = rest.decode(errors="replace")[:200]
    except (OSError, ValueError) as error:
        text = f"{type(error).__name__}: {error}"
    return due, sent, time.time(), status, text
