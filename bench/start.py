"""`make run` for the second time, to the first page; and the memory of a worker that has shown every page."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from bench.cpu import memory_mib
from bench.load import Ask, Client
from bench.pages import Crawl, crawl
from bench.scenarios import ADMIN, HOME
from bench.server import ROOT, House, free_port, inherited

PATIENCE = 300.0


@dataclass
class Start:
    """Seconds from the command to the first page: on a fresh folder, and again."""

    first: float
    second: float
    prepare: float


def start_twice() -> Start:
    """What the `run` target does, in a folder of its own, with nothing but SQLite and the embedded broker."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-run-", ignore_cleanup_errors=True) as var:
        port = free_port()
        env = inherited() | {"VAR_DIR": var, "PORT": str(port)}
        first, _prepare = _run(env, port)
        second, prepare = _run(env, port)
    return Start(first, second, prepare)


def _run(env: dict[str, str], port: int) -> tuple[float, float]:
    quiet = {"cwd": ROOT, "env": env, "stdout": subprocess.DEVNULL}
    began = time.monotonic()
    # The Makefile's own checks: which Python, which requirements.
    subprocess.run([sys.executable, "-c", "import sys; raise SystemExit(sys.version_info < (3, 11))"], check=True)
    subprocess.run(["cksum", "requirements/base.txt"], check=True, **quiet)
    subprocess.run([sys.executable, "manage.py", "prepare"], check=True, **quiet)
    prepare = time.monotonic() - began
    process = subprocess.Popen([sys.executable, "manage.py", "start"], **quiet)
    try:
        _first_page(process, port)
        return time.monotonic() - began, prepare
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _first_page(process: subprocess.Popen[bytes], port: int) -> None:
    client, end = Client(port), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("`manage.py start` ended before it showed a page; its reason stands above.")
        try:
            client.must(Ask(HOME))
            client.close()
            return
        except OSError:
            client.close()
            time.sleep(0.02)
    raise SystemExit("`manage.py start` showed no page.")


@dataclass
class Memory:
    """MiB of the worker before and after the walk, and what the walk saw."""

    before: dict[str, float]
    after: dict[str, float]
    seen: Crawl


def memory_after_all_pages(house: House) -> Memory:
    """Alone on the machine, so that no other server takes a share of its pages: anonymous, then as each person."""
    with house.web("large") as web:
        web.client.must(Ask(HOME))
        worker = web.worker
        seen = Crawl(lambda: memory_mib(worker)["Pss"])
        before = memory_mib(worker)
        crawl(web.client, [HOME, "/en/"], "", seen)
        for email, session in house.facts["sessions"].items():
            starts = [ADMIN, "/en/admin/"] if email not in house.facts["applicants"] else ["/zh-hans/my/", "/en/my/"]
            crawl(web.client, starts, session, seen)
        return Memory(before, memory_mib(worker), seen)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")
    return {"cpu": model, "cores": str(os.cpu_count()), "kernel": os.uname().release}
