"""Starts and stops all that is measured: databases, data, web servers; everything in a temporary folder."""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.cpu import Meter, children
from bench.databases import NAME, WEB, Store, empty_redis, find_redis, find_store
from bench.load import HOST, Ask, Client
from portal.core.supervisor import LEAN

ROOT = Path(__file__).resolve().parent.parent
OUR_NAMES = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "PORT", "DJANGO_SETTINGS_MODULE", "CLAMD_URL"}
# The web server's and the client's core, where there are two.
WEB_CORE, CLIENT_CORE = 0, 1
# As in production.
WORKER_CLASS = "portal.core.web_worker.PlainWorker"


def pin(core: int) -> None:
    if core in os.sched_getaffinity(0) and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {core})


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """On this core, until the block ends."""
    before = os.sched_getaffinity(0)
    pin(core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def inherited() -> dict[str, str]:
    """The environment without what would lead a child to another database, broker or folder."""
    return {name: value for name, value in os.environ.items() if name not in OUR_NAMES}


def database_name(size: str) -> str:
    return f"{NAME}_{size}"


@dataclass
class Web:
    """A running gunicorn with one worker."""

    port: int
    process: subprocess.Popen[bytes]
    database: str = ""
    store: Store | None = None
    name: str = WEB
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(self.port)

    @property
    def worker(self) -> int:
        [worker] = children(self.process.pid)
        return worker

    def meter(self) -> Meter:
        store, database, name = self.store, self.database, self.name
        return Meter([self.worker], lambda: store.backends(database, name) if store else [])


@contextmanager
def serving(module: str, env: dict[str, str], **about: Any) -> Iterator[Web]:
    """gunicorn as `manage.py start` and production run it, with one worker, pinned to a core of its own."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", module, "--bind", f"{HOST}:{port}"]
    command += ["--worker-class", WORKER_CLASS, "--workers", "1", "--threads", "4", "--log-level", "warning"]
    command += ["--graceful-timeout", "5", "--no-control-socket"]
    process = subprocess.Popen(
        command, env=env | LEAN | {"PORT": str(port)}, cwd=ROOT, preexec_fn=lambda: pin(WEB_CORE)
    )
    web = Web(port, process, **about)
    try:
        _wait_for(web)
        yield web
    finally:
        web.client.close()
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            for child in children(process.pid):
                os.kill(child, 9)
            process.kill()
            process.wait()


def _wait_for(web: Web) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if web.process.poll() is not None:
            raise SystemExit("The web server ended before it answered; its reason stands above.")
        try:
            web.client.ask(Ask("/robots.txt"))
            return
        except OSError:
            web.client.close()
            time.sleep(0.1)
    raise SystemExit("The web server did not answer within a minute.")


@dataclass
class House:
    """The prepared portal and its databases. Three are there for each part to copy: `empty` (migrated), `plan` (with
    the shipped plan), `demo` (with the demo on top)."""

    var: Path
    store: Store
    redis: str
    urls: dict[str, str] = field(default_factory=dict)
    # Addresses, sessions and numbers of what bench.data made.
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    # The options of the run.
    chosen: argparse.Namespace = field(default_factory=argparse.Namespace)

    def env(self, size: str, **more: str) -> dict[str, str]:
        ours = {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "VAR_DIR": str(self.var),
            "DATABASE_URL": self.urls[size],
            "REDIS_URL": self.redis,
            "LOG_LEVEL": "ERROR",
        }
        return inherited() | ours | more

    def create(self, size: str, like: str) -> None:
        """One more database, a copy of another."""
        self.urls[size] = self.store.create(database_name(size), like=database_name(like))

    @contextmanager
    def web(self, size: str, name: str = WEB, **more: str) -> Iterator[Web]:
        """The portal on the database of this size; `name` tells servers on the same database apart."""
        about = {"database": database_name(size), "store": self.store, "name": name}
        with serving("portal.wsgi", self.env(size, BENCH_NAME=name, **more), **about) as web:
            yield web

    def manage(self, size: str, *arguments: str) -> None:
        self._run([sys.executable, "manage.py", *arguments], size)

    def fill(self, size: str, **options: int) -> dict[str, Any]:
        """Put the benchmark's own rows into a database; says what it then holds."""
        return self.ask("bench.data", size, **options)

    def ask(self, module: str, size: str, **options: int) -> dict[str, Any]:
        """Run a module of the benchmark on this database; what it says in its file."""
        result = self.var / f"{module}-{size}.json"
        command = [sys.executable, "-m", module, "--out", str(result)]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        self._run(command, size)
        return json.loads(result.read_text())

    def _run(self, command: list[str], size: str) -> None:
        done = subprocess.run(command, env=self.env(size), cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.stderr.write(done.stdout[-4000:] + done.stderr[-8000:])
            raise SystemExit(f"{' '.join(command[1:4])} failed; its reason stands above.")


@contextmanager
def house(chosen: argparse.Namespace, say: Any) -> Iterator[House]:
    """Make what all parts build on, hand it out, remove everything."""
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True)))
        store, about_store = find_store(var)
        stack.callback(store.drop_all)
        redis, about_redis = find_redis()
        stack.callback(empty_redis, redis)
        made = House(var, store, redis, notes=[about_store, about_redis], chosen=chosen)
        for note in made.notes:
            say(note)
        say("Migrations, static files, plan and demo …")
        made.urls["empty"] = store.create(database_name("empty"))
        made.manage("empty", "migrate", "--verbosity", "0")
        made.manage("empty", "collectstatic", "--noinput", "--verbosity", "0")
        made.create("plan", like="empty")
        made.manage("plan", "load_plan", "--shipped")
        made.create("demo", like="plan")
        made.manage("demo", "make_demo")
        yield made
