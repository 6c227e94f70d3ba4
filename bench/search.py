"""The search page over libraries of three sizes, question by question, and the bare query and view beside it."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any
from urllib.parse import urlencode

from bench.load import Ask
from bench.server import House, Web, database_name, serving

SIZES = ("documents_small", "documents", "documents_large")
PAGE, BARE, SMALL, LARGE = "page", "bare", "small", "large"
LIBRARY = "/zh-hans/policies/"
WORDS = 500
# A worker has something to do after its answer: the CPU time of that belongs to the question.
AFTERWARDS = 0.004
RESAMPLES = 4000
WARM_UP = ("数字贸易", "海外仓", "企业", "data", "人工智能", "跨境电商", "服务外包", "port")


@dataclass
class Asked:
    """One question: CPU milliseconds of web and database, by server, and the wall time of the page over 20,000."""

    question: str
    kind: str
    web: dict[str, float] = field(default_factory=dict)
    database: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0

    def cpu(self, server: str) -> float:
        return self.web[server] + self.database[server]

    def ratio(self, one: str, other: str) -> float:
        return self.cpu(one) / self.cpu(other)


@dataclass
class Searched:
    """All questions of a run; each was asked once. `documents`: how many there are, by size."""

    seed: int
    documents: dict[str, int]
    words: int = 0
    lost: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Asked]:
        return [one for one in self.asked if kind in (one.kind, "")]

    def ratio(self, one: str, other: str, kind: str = "") -> tuple[float, float, float]:
        """Median of the questions' ratios with its 95 % interval (questions drawn again with replacement)."""
        ratios, draw = [asked.ratio(one, other) for asked in self.of_kind(kind)], random.Random(self.seed)
        medians = sorted(median(draw.choices(ratios, k=len(ratios))) for _turn in range(RESAMPLES))
        return median(ratios), medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975) - 1]

    def of_all(self, one: str, other: str) -> float:
        """The CPU time of all questions together, as a ratio."""
        return sum(asked.cpu(one) for asked in self.asked) / sum(asked.cpu(other) for asked in self.asked)

    def mean(self, server: str, kind: str = "") -> tuple[float, float]:
        """Milliseconds of web and of database for one question."""
        asked = self.of_kind(kind)
        return fmean(one.web[server] for one in asked), fmean(one.database[server] for one in asked)

    def p95(self) -> float:
        walls = sorted(one.wall for one in self.asked)
        return walls[min(len(walls) - 1, int(len(walls) * 0.95))]


def libraries(house: House, documents: dict[str, int], seed: int, say: Callable[[str], None]) -> dict[str, int]:
    """A database for each size, each grown out of the one before; how many documents and measures each holds."""
    held, like = {}, "demo"
    for size in SIZES:
        say(f"A library of {documents[size]:,} …")
        house.create(size, like=like)
        held[size] = house.ask("bench.library", size, documents=documents[size], seed=seed)["documents"]
        like = size
    return held


def search(
    house: House, held: dict[str, int], rounds: int, each: int, seed: int, say: Callable[[str], None]
) -> Searched:
    """`each` questions of each class in a round, none of them twice."""
    say(f"{WORDS} words by a plain look …")
    drawn = house.ask("bench.recall", "documents", words=WORDS, each=rounds * each, seed=seed)
    found = Searched(seed, held, drawn["words"], drawn["lost"])
    order = random.Random(seed)
    with ExitStack() as stack:
        webs = servers(house, stack)
        for question in WARM_UP:
            for server, web in webs.items():
                _ask(web, server, question)
        for number, questions in enumerate(in_rounds(drawn["questions"], rounds), start=1):
            say(f"search, round {number} of {rounds}")
            found.asked += _round(webs, [Asked(question, kind) for kind, question in questions], order)
    return found


def servers(house: House, stack: ExitStack) -> dict[str, Web]:
    """The page over each library; and the bare one over the middle one, with the settings of the others."""
    bare = house.env("documents", BENCH_NAME=BARE)
    about: dict[str, Any] = {"database": database_name("documents"), "store": house.store, "name": BARE}
    return {
        PAGE: stack.enter_context(house.web("documents")),
        BARE: stack.enter_context(serving("bench.bare_search", bare, **about)),
        SMALL: stack.enter_context(house.web("documents_small")),
        LARGE: stack.enter_context(house.web("documents_large")),
    }


def in_rounds(questions: dict[str, list[str]], rounds: int) -> Iterator[list[tuple[str, str]]]:
    """As many of each class in a round as the class with the fewest has for it."""
    each = min(len(some) for some in questions.values()) // rounds
    for number in range(rounds):
        yield [(kind, word) for kind, some in questions.items() for word in some[number * each : (number + 1) * each]]


def _round(webs: dict[str, Web], questions: list[Asked], order: random.Random) -> list[Asked]:
    """Server by server, as a worker that is in use; all questions of the round to each."""
    for server in order.sample(list(webs), len(webs)):
        meter = webs[server].meter()
        _ask(webs[server], server, order.choice(WARM_UP))
        for asked in order.sample(questions, len(questions)):
            meter.start()
            wall = _ask(webs[server], server, asked.question)
            asked.web[server], asked.database[server] = meter.stop()
            if server == PAGE:
                asked.wall = wall
    return questions


def _ask(web: Web, server: str, question: str) -> float:
    """Wall milliseconds."""
    place = "/" if server == BARE else LIBRARY
    seconds = web.client.must(Ask(f"{place}?{urlencode({'q': question})}")).seconds
    time.sleep(AFTERWARDS)
    return seconds * 1000
