"""Everything between an installed portal and a running one, in one process: quick when nothing changed."""

import hashlib
import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import open_data
from portal.core.management.commands.load_plan import shipped_files
from portal.core.texts import compile_all


class Command(BaseCommand):
    help = "Compile texts, migrate, collect static files, load the shipped plan, make the demo; skips what is done."
    # `migrate` checks the database itself; the rest would be checked before there are any tables.
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        done = _Done(Path(settings.VAR) / "prepared.json")
        self._step("Interface texts", _texts)
        # A database that had to be migrated may be a new one: what was loaded into the old one counts no more.
        if self._step("Database", _migrate) != UNCHANGED:
            done.forget("plan")
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            done.forget("static")
        self._step("Static files", lambda: done.unless_same("static", _static_state(), _collect))
        self._step("Plan and rules", lambda: done.unless_same("plan", _plan_state(), _load))
        if settings.DEMO_ALLOWED and "make_demo" in get_commands():
            self._step("Demo", _demo)
        self._step("Open data", _open_data)

    def _step(self, name: str, step: Callable[[], str]) -> str:
        self.stdout.write(f"{name} …", ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        outcome = step()
        self.stdout.write(f"{outcome} ({time.monotonic() - began:.1f} s)")
        return outcome


UNCHANGED = "unchanged"


class _Done:
    """What was done for which state of the files, kept in the run folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.states: dict[str, str] = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            self.states = {}

    def forget(self, name: str) -> None:
        self.states.pop(name, None)

    def unless_same(self, name: str, state: str, step: Callable[[], str]) -> str:
        if self.states.get(name) == state:
            return UNCHANGED
        outcome = step()
        self.states[name] = state
        self.path.write_text(json.dumps(self.states, indent=1))
        return outcome


def _texts() -> str:
    return "compiled" if compile_all(Path(settings.LOCALE_PATHS[0])) else UNCHANGED


def _migrate() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return UNCHANGED
    call_command("migrate", verbosity=0, interactive=False)
    return f"{len(plan)} migrations"


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _static_state() -> str:
    """Name, size and time of every static file."""
    files = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            files.append([name, status.st_size, status.st_mtime_ns])
    return _digest([settings.STORAGES["staticfiles"], sorted(files)])


def _collect() -> str:
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return "collected"


def _plan_state() -> str:
    """The shipped files' content, and the database they go into."""
    contents = [hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped_files()]
    database = {key: connection.settings_dict[key] for key in ("ENGINE", "HOST", "PORT", "NAME")}
    return _digest([contents, database])


def _load() -> str:
    call_command("load_plan", shipped=True, stdout=StringIO())
    return "loaded"


def _open_data() -> str:
    """The first night's tables, so that their page is never empty; afterwards the scheduler writes them. A newer
    version of the portal may have tables that last night did not know."""
    made = open_data.current().get("files", {})
    if made and all(f"{one.name}.csv" in made for one in open_data.datasets()):
        return UNCHANGED
    return f"{len(open_data.dump()['files'])} files"


def _demo() -> str:
    report = StringIO()
    call_command("make_demo", stdout=report)
    lines = report.getvalue().strip().splitlines()
    return lines[-1] if lines else "made"
