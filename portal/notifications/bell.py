"""The bell: after a commit, one short "look now" to Celery, from a thread of its own.

A request only sets a flag. The thread may wait for a broker that is away; nobody waits for the thread. A bell that
is not heard costs at most the 15 seconds until the next sweep, so its failures are not errors.
"""

import logging
import os
import threading

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

LOOK_NOW = "portal.notifications.tasks.look_now"
# Many messages of one moment need one bell.
GATHER_SECONDS = 0.05
EXPIRES_SECONDS = 60
# One try: the sweep is the second.
ONE_TRY = {"max_retries": 1, "interval_start": 0, "connect_retries_timeout": 1}


class Bell:
    """One thread per process, started by the first ring; a forked process starts its own."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the thread: after a fork it lives in the parent only, and its locks may be held for ever."""
        self.rung = threading.Event()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def ring(self) -> None:
        """Ask for a look soon; returns at once, whatever the broker does."""
        if not settings.NOTIFICATIONS_BELL:
            return
        self.rung.set()
        if self.thread is None or not self.thread.is_alive():
            self._start()

    def _start(self) -> None:
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, args=(self.rung,), name="bell", daemon=True)
                self.thread.start()

    def _run(self, rung: threading.Event) -> None:
        pause = threading.Event()
        while rung.wait():
            pause.wait(GATHER_SECONDS)
            rung.clear()
            publish()


def publish() -> bool:
    """Send the one message; whether the broker took it."""
    try:
        with current_app.connection_for_write(transport_options=ONE_TRY) as line:
            current_app.send_task(LOOK_NOW, connection=line, retry=False, ignore_result=True, expires=EXPIRES_SECONDS)
    except Exception as error:
        logger.debug("the bell was not heard: %s", error)
        return False
    return True


_bell = Bell()
os.register_at_fork(after_in_child=_bell.reset)
ring = _bell.ring
