"""What needs no clock: queries, bytes, cookies, other hosts. And a submission while the broker is a black hole."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import quote

from bench.counting import HEADER
from bench.load import HOST, Answer, Ask
from bench.pages import Visit, first_visit
from bench.scenarios import Once, case_pages, public_pages, queue_pages
from bench.server import House, Web

REST_SECONDS = 1.2


@dataclass
class Counts:
    """By scenario: what the server counted, and the bytes of the answer on the wire."""

    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)

    def note(self, name: str, answer: Answer) -> None:
        self.asked[name] = json.loads(answer.header(HEADER))
        self.bytes[name] = answer.wire_bytes


def count(house: House, once: Once) -> Counts:
    """Each page twice; the second answer counts."""
    counts = Counts()
    with house.web("small", BENCH_COUNT="1") as web:
        for name, path in public_pages(web).items():
            counts.note(f"public {name}", _rested(web, Ask(path), Ask(path)))
        for name, ask in case_pages(house).items():
            counts.note(f"case {name}", _rested(web, ask, ask))
        _queue(counts, web, house, "small")
        counts.note("submission", _rested(web, *once.submissions(2)))
        counts.note("sign-in", _rested(web, *once.sign_ins(2)))
    with house.web("large", BENCH_COUNT="1") as web:
        _queue(counts, web, house, "large")
    with house.web("small") as web:
        for name, path in public_pages(web).items():
            counts.visits[name] = first_visit(web.client, path)
    return counts


def _queue(counts: Counts, web: Web, house: House, size: str) -> None:
    for name, path in queue_pages(house).items():
        ask = Ask(path, house.facts["case_manager"])
        counts.note(f"queue {name} {size}", _rested(web, ask, ask))


def _rested(web: Web, first: Ask, second: Ask) -> Answer:
    """The answer to the second, after a rest: what the portal looks up at most once a second counts as well."""
    web.client.must(first)
    time.sleep(REST_SECONDS)
    return web.client.must(second)


def queries_of(web: Web, path: str, session: str = "") -> int:
    """How many queries a page takes when it was shown before."""
    ask = Ask(quote(path, safe="/?=&"), session)
    return json.loads(_rested(web, ask, ask).header(HEADER))["queries"]


@contextmanager
def black_hole() -> Iterator[tuple[str, list[Any]]]:
    """A Redis that takes every connection and never answers; its address, and the connections so far."""
    taken: list[Any] = []
    with socket.socket() as ear:
        ear.bind((HOST, 0))
        ear.listen(64)

        def listen() -> None:
            while True:
                try:
                    taken.append(ear.accept()[0])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield f"redis://{HOST}:{ear.getsockname()[1]}/0", taken
        ear.shutdown(socket.SHUT_RDWR)
    for line in taken:
        line.close()


@dataclass
class Silence:
    """Submissions with a broker that answers and with one that never does, in turn."""

    healthy_ms: float
    silent_ms: float
    slowest_ms: float
    connections: int
    bells: int
    times: int

    @property
    def unharmed(self) -> bool:
        """The median stays within the bound of the fault tests (half as long again, and 50 ms), and not one request
        took half of the second that waiting for the broker costs. One slow request alone is a busy disk."""
        unmoved = self.silent_ms <= 1.5 * self.healthy_ms + 50
        return self.connections == 0 and unmoved and self.slowest_ms < 500


def without_broker(house: House, once: Once, times: int) -> Silence:
    healthy, silent, connections = [], [], 0
    with ExitStack() as stack:
        address, taken = stack.enter_context(black_hole())
        well = stack.enter_context(house.web("small"))
        deaf = stack.enter_context(house.web("small", REDIS_URL=address, BENCH_COUNT="1"))
        for web in (well, deaf):
            web.client.must(once.submissions(1)[0])
        for _turn in range(times):
            healthy.append(well.client.must(once.submissions(1)[0]).seconds * 1000)
            answer = deaf.client.must(once.submissions(1)[0])
            silent.append(answer.seconds * 1000)
            connections += json.loads(answer.header(HEADER))["connections"]
        bells = len(taken)
    return Silence(median(healthy), median(silent), max(silent), connections, bells, times)
