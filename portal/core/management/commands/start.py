"""Run web, worker and scheduler together until Ctrl-C. Production runs them as services instead."""

import errno
import http.client
import os
import shelve
import socket
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation

from portal.core.supervisor import Child, ChildDied, Supervisor

HOST = "127.0.0.1"
FIRST_ANSWER = 60.0
# Of a file that another portal has open.
HELD = (errno.EAGAIN, errno.EACCES)
# Under which the kinds of database files keep theirs.
SUFFIXES = ("", ".db", ".dat", ".bak", ".dir")
WORKER_CLASS = "portal.core.web_worker.PlainWorker"


class Command(BaseCommand):
    help = "Run web, Celery worker and Celery beat together on 127.0.0.1 (PORT, default 8000) until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        _need_free_port(settings.PORT)
        _mend_schedule(settings.CELERY_BEAT_SCHEDULE_FILENAME)
        supervisor = Supervisor([_web(), _worker()], self._say)
        self._say(f"Starting the web server on port {settings.PORT}, and the Celery worker with beat …")
        connection.close()
        try:
            with supervisor.running():
                if supervisor.wait_until(_answers, FIRST_ANSWER):
                    self._welcome()
                    supervisor.watch()
                self._say("Stopping …")
        except ChildDied as error:
            raise CommandError(error.message) from error
        self._say("Stopped.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _welcome(self) -> None:
        lines = ["", f"The portal is at {settings.SITE_URL}/", f"The officials’ desk is at {settings.SITE_URL}/admin/"]
        accounts = _demo_accounts()
        connection.close()
        if accounts:
            lines += ["", f"Demo accounts; the password of each is {settings.DEMO_PASSWORD}"]
            lines += [f"  {email:<34} {role}" for email, role in accounts]
        self._say("\n".join([*lines, "", "Ctrl-C stops everything."]))


def _web() -> Child:
    # On SQLite one process with four threads; on PostgreSQL one process for each core.
    workers = 1 if connection.vendor == "sqlite" else min(os.cpu_count() or 1, 4)
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{settings.PORT}"]
    command += ["--worker-class", WORKER_CLASS, "--workers", str(workers), "--threads", "4"]
    command += ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
    return Child("web server", command, hint=f"Its reason stands above. To use another port: {_other_port()}")


def _worker() -> Child:
    # A machine of one's own may well run this as root; Celery's advice against it is for services.
    command = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "portal", "--quiet"]
    command += ["worker", "-B", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME, "--loglevel", "WARNING"]
    command += ["-P", "prefork", "-c", str(os.cpu_count() or 1)] if settings.REDIS_URL else ["-P", "threads", "-c", "2"]
    # One worker alone has nobody to gossip with; its name keeps two portals on one machine apart.
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-n", f"portal-{settings.PORT}@%h"]
    return Child("Celery worker", command, hint="Its reason stands above.")


def _mend_schedule(name: str) -> None:
    """When beat was last where: it holds nothing that is not in rows or made anew. A machine that went off in the midst
    of a write leaves a file that beat can't read, and then the worker would never come up."""
    try:
        with shelve.open(name, "r") as stored:  # noqa: S301  (our own file, in the run folder)
            dict(stored)
    except Exception as error:  # each kind of database file has its own
        if getattr(error, "errno", None) in HELD:
            return
        for suffix in SUFFIXES:
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _other_port() -> str:
    return f"PORT={settings.PORT + 1} make run"


def _need_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} is in use: stop what runs there, or use another: {_other_port()}"
            else:
                reason = f"Port {port} can’t be used ({error.strerror}). Use another: PORT=8000 make run"
            raise CommandError(reason) from error


def _answers() -> bool:
    """Whether the web server answers; asked under the portal's own host name, which it knows."""
    web = http.client.HTTPConnection(HOST, settings.PORT, timeout=5)
    try:
        web.request("GET", "/healthz", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return web.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()


def _demo_accounts() -> list[tuple[str, str]]:
    """One demo account for each role, with the role's name in both languages."""
    if not settings.DEMO_ALLOWED:
        return []
    accounts: dict[str, str] = {}
    for user in get_user_model().objects.filter(is_demo=True).order_by("pk").prefetch_related("posts"):
        # Who holds no office is told by name: an applicant, an agent, the administrator.
        for role in [_in_both_languages(post) for post in user.posts.all()] or [str(user)]:
            accounts.setdefault(role, user.email)
    return [(email, role) for role, email in accounts.items()]


def _in_both_languages(post: Any) -> str:
    names = []
    for language, _name in settings.PORTAL_LANGUAGES:
        with translation.override(language):
            names.append(str(post.get_role_display()))
    return " · ".join(names)
