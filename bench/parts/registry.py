"""The registry of enterprises: the admin's list with few and with many, and the import of a roster."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote

from bench.counts import queries_of
from bench.lines import Line, Ratio, at_most, median_ratio
from bench.load import Ask
from bench.parts import Say
from bench.server import CLIENT_CORE, House, Web, pinned

TITLE = "Registry of enterprises"
SIZES = {"registry_small": 1_000, "registry_large": 100_000}
ROWS, SECONDS = 10_000, 30
QUERIES, GROWTH = 12, 2.0
TIMES = 8
LIST = "/zh-hans/admin/enterprises/enterprise/"


@dataclass
class Registry:
    """By page: queries in the smaller and the larger, and the CPU milliseconds of each round in both."""

    sizes: dict[str, int]
    seed: int
    queries: dict[str, tuple[int, int]] = field(default_factory=dict)
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    roster: dict[str, float] = field(default_factory=dict)

    def growth(self, name: str) -> Ratio:
        return median_ratio([large / small for small, large in self.costs[name]], self.seed)


def add_options(parser: argparse.ArgumentParser) -> None:
    for name, number in SIZES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=number, help="enterprises in a registry")
    parser.add_argument("--roster-rows", type=int, default=ROWS, help="rows of the roster that is imported")


def measure(home: House, say: Say) -> Registry:
    chosen = home.chosen
    sizes = {name: getattr(chosen, name) for name in SIZES}
    found = Registry(sizes, chosen.seed)
    facts = {}
    for name, number in sizes.items():
        say(f"{number:,} enterprises …")
        home.create(name, like="demo")
        facts[name] = home.ask("bench.registry_data", name, enterprises=number, seed=chosen.seed)
    pages = _pages(facts["registry_small"])
    with pinned(CLIENT_CORE), ExitStack() as stack:
        counted = [_counted(home, name, pages, facts[name]["session"]) for name in sizes]
        found.queries = {page: (counted[0][page], counted[1][page]) for page in pages}
        webs = {name: stack.enter_context(home.web(name)) for name in sizes}
        for _round in range(chosen.rounds):
            for page, address in pages.items():
                pair = [_cost(webs[name], address, facts[name]["session"]) for name in sizes]
                found.costs.setdefault(page, []).append((pair[0], pair[1]))
    say(f"A roster of {chosen.roster_rows:,} rows …")
    home.create("roster", like="demo")
    found.roster = home.ask("bench.registry_data", "roster", roster=chosen.roster_rows)
    return found


def _pages(facts: dict[str, str]) -> dict[str, str]:
    return {
        "page 1": LIST,
        "by name": f"{LIST}?q=数字科技",
        # A few have it; without an index every name is looked at.
        "by rare name": f"{LIST}?q=云77",
        "by district": f"{LIST}?district={facts['district']}",
        "by category": f"{LIST}?category={facts['category']}",
    }


def _counted(home: House, size: str, pages: dict[str, str], session: str) -> dict[str, int]:
    with home.web(size, BENCH_COUNT="1") as web:
        return {page: queries_of(web, address, session) for page, address in pages.items()}


def _cost(web: Web, address: str, session: str) -> float:
    ask = Ask(quote(address, safe="/?=&"), session)
    web.client.must(ask)
    meter = web.meter()
    meter.start()
    for _time in range(TIMES):
        web.client.must(ask)
    return sum(meter.stop()) / TIMES


def judge(found: Registry) -> Iterator[Line]:
    few, many = found.sizes["registry_small"], found.sizes["registry_large"]
    for page, queries in found.queries.items():
        what = f"registry of enterprises: {page}"
        yield Line(what, f"≤ {QUERIES} queries", " / ".join(map(str, queries)), max(queries) <= QUERIES)
        yield at_most(what, f"CPU with {many:,} enterprises ≤ {GROWTH:g} × with {few:,}", found.growth(page), GROWTH)
    seconds, rows = found.roster["seconds"], found.roster["rows"]
    yield Line(f"import of a roster of {rows:,} rows", f"≤ {SECONDS} s", f"{seconds:.1f} s", seconds <= SECONDS)


def figures(found: Registry) -> str:
    few, many = found.sizes["registry_small"], found.sizes["registry_large"]
    rows = [f"| registry, CPU ms of a page | {few:,} enterprises | {many:,} enterprises |", "|---|--:|--:|"]
    for page, costs in found.costs.items():
        small, large = (median(pair[place] for pair in costs) for place in (0, 1))
        rows.append(f"| {page} | {small:.1f} | {large:.1f} |")
    return "\n".join(rows)
