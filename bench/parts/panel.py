"""The panel: its page with few applications and with two thousand, and the settings tried on it."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from bench.counts import queries_of
from bench.goals import PANEL_QUERIES, PANEL_SECONDS
from bench.lines import Line
from bench.load import Ask
from bench.parts import Say
from bench.server import CLIENT_CORE, House, pinned

TITLE = "The panel’s list"
SIZES = {"panel_small": 20, "panel_large": 2_000}
TIMES = 5
# What is asked of the page: the best setting, one of each way, and the end of the list.
ASKED = {"best": "", "score line": "?way=line&value=80", "factor": "?way=factor&value=66.6", "end": "?from=1901"}


@dataclass
class Panels:
    """By what is asked: queries with few and with many, and the wall seconds with many."""

    sizes: dict[str, int]
    queries: dict[str, tuple[int, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def add_options(parser: argparse.ArgumentParser) -> None:
    for name, number in SIZES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=number, help="applications of a panel")


def measure(home: House, say: Say) -> Panels:
    found = Panels({name: getattr(home.chosen, name) for name in SIZES})
    facts, counted = {}, {}
    with pinned(CLIENT_CORE):
        for name, number in found.sizes.items():
            say(f"{number:,} applications …")
            home.create(name, like="demo")
            facts[name] = home.ask("bench.panel_data", name, applications=number, seed=home.chosen.seed)
            with home.web(name, BENCH_COUNT="1") as web:
                counted[name] = {
                    asked: queries_of(web, _page(facts[name], query), facts[name]["session"])
                    for asked, query in ASKED.items()
                }
        few, many = SIZES
        found.queries = {asked: (counted[few][asked], counted[many][asked]) for asked in ASKED}
        with home.web(many) as web:
            for asked, query in ASKED.items():
                ask = Ask(_page(facts[many], query), facts[many]["session"])
                web.client.must(ask)
                found.seconds[asked] = median(_timed(web.client, ask) for _time in range(TIMES))
    return found


def _page(facts: dict[str, str], query: str) -> str:
    return f"/zh-hans/admin/enterprises/panel/{facts['panel']}/change/{query}"


def _timed(client: object, ask: Ask) -> float:
    began = perf_counter()
    client.must(ask)  # type: ignore[attr-defined]
    return perf_counter() - began


def judge(found: Panels) -> Iterator[Line]:
    many = found.sizes["panel_large"]
    for asked, (few, large) in found.queries.items():
        what = f"the panel’s list: {asked}"
        yield Line(
            what, f"≤ {PANEL_QUERIES} queries, as many for few", f"{few} / {large}", few == large <= PANEL_QUERIES
        )
        seconds = found.seconds[asked]
        goal = f"with {many:,} applications ≤ {PANEL_SECONDS:g} s"
        yield Line(what, goal, f"{seconds:.2f} s", seconds <= PANEL_SECONDS)
