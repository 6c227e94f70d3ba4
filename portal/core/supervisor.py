"""Child processes that start together, are watched, and stop together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from portal.core.exceptions import PortalError

# A child that lived this long had started properly: its death is an accident, and it is started again.
SETTLED = 10.0
# Enough for a request or a task in flight; after that the work is found again in its row.
GRACE = 7.0
LOOK = 0.2
PR_SET_PDEATHSIG = 1


# glibc keeps a heap for each thread and what a sign-in's hash has used (19 MiB); these give it back.
LEAN = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}


class ChildDied(PortalError):
    """A child ended before it had really started."""


@dataclass
class Child:
    name: str
    command: Sequence[str]
    hint: str = ""
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        # Its own group: Ctrl-C in the terminal reaches the supervisor alone, which then stops things in order.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_die_with(os.getpid()), env={**LEAN, **os.environ}
        )

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.running():
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End what is left of the whole group, grandchildren included."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.wait()


def _die_with(parent: int) -> Callable[[], None]:
    """Where the system can (Linux), a child is told to stop when its supervisor is killed."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


class Supervisor:
    """Runs children until told to stop; `say` gets one sentence about whatever happens."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the children, and stop all of them whatever ends the block."""
        before = {
            number: signal.signal(number, self._told) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                child.start()
            yield
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told(self, number: int, frame: object) -> None:
        if self.stopping.is_set():
            for child in self.children:
                child.kill()
        self.stopping.set()

    def wait_until(self, ready: Callable[[], bool], limit: float) -> bool:
        """Wait for `ready`; False when told to stop. A child that dies meanwhile ends it."""
        end = time.monotonic() + limit
        while not self.stopping.is_set():
            if ready():
                return True
            self._look()
            if time.monotonic() > end:
                raise ChildDied(f"The portal did not answer within {limit:.0f} seconds. See the lines above.")
            self.stopping.wait(LOOK)
        return False

    def watch(self) -> None:
        """Until told to stop, start again what dies."""
        while not self.stopping.wait(LOOK):
            self._look()

    def _look(self) -> None:
        for child in self.children:
            if child.running() or child.process is None:
                continue
            lived = time.monotonic() - child.started
            code = child.process.returncode
            child.kill()
            if lived < SETTLED:
                raise ChildDied(f"The {child.name} ended at once (exit code {code}). {child.hint}".strip())
            self.say(f"The {child.name} ended (exit code {code}); starting it again.")
            child.start()

    def _stop(self) -> None:
        self.stopping.set()
        for child in self.children:
            child.ask_to_stop()
        end = time.monotonic() + GRACE
        while any(child.running() for child in self.children) and time.monotonic() < end:
            time.sleep(0.05)
        for child in self.children:
            child.kill()
