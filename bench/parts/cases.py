"""The talent desk's queue: each tab with few cases and with many, and what opening sealed columns takes of it."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote

from bench.counts import queries_of
from bench.goals import GROWTH_RATIO, PAGE_QUERIES
from bench.lines import Line, Ratio, at_most, median_ratio
from bench.load import Ask
from bench.parts import Say
from bench.server import CLIENT_CORE, House, Web, pinned

TITLE = "The talent desk"
SIZES = {"cases_small": 500, "cases_large": 50_000}
SEALED_SHARE = 0.01
TIMES = 8
QUEUE = "/zh-hans/admin/talent/talentcase/"


@dataclass
class Cases:
    """By page: queries and the CPU milliseconds of each round, in the smaller and the larger; `opening`: of thirty
    sealed columns."""

    sizes: dict[str, int]
    seed: int
    queries: dict[str, tuple[int, int]] = field(default_factory=dict)
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    opening: float = 0.0

    def growth(self, name: str) -> Ratio:
        return median_ratio([large / small for small, large in self.costs[name]], self.seed)

    @property
    def share(self) -> float:
        """Of the page that everybody begins with, where it is cheapest."""
        return self.opening / median(small for small, _large in self.costs["my work"])


def add_options(parser: argparse.ArgumentParser) -> None:
    for name, number in SIZES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=number, help="facilitation cases")


def measure(home: House, say: Say) -> Cases:
    chosen = home.chosen
    sizes = {name: getattr(chosen, name) for name in SIZES}
    found, facts = Cases(sizes, chosen.seed), {}
    for name, number in sizes.items():
        say(f"{number:,} facilitation cases …")
        home.create(name, like="demo")
        facts[name] = home.ask("bench.cases_data", name, cases=number, seed=chosen.seed)
    found.opening = facts["cases_large"]["opening_ms"]
    pages = _pages(facts["cases_small"]["district"])
    with pinned(CLIENT_CORE), ExitStack() as stack:
        counted = [_counted(home, name, pages, facts[name]["session"]) for name in sizes]
        found.queries = {page: (counted[0][page], counted[1][page]) for page in pages}
        webs = {name: stack.enter_context(home.web(name)) for name in sizes}
        for _round in range(chosen.rounds):
            for page, address in pages.items():
                pair = [_cost(webs[name], address, facts[name]["session"]) for name in sizes]
                found.costs.setdefault(page, []).append((pair[0], pair[1]))
    return found


def _pages(district: str) -> dict[str, str]:
    tabs = {"team": "the team’s", "overdue": "overdue", "soon": "due soon", "waiting": "with a party"}
    tabs |= {"sign": "to sign", "partner": "with a partner", "closed": "closed"}
    return {
        "my work": QUEUE,
        **{title: f"{QUEUE}?tab={tab}" for tab, title in tabs.items()},
        "kind": f"{QUEUE}?tab=team&kind=r_visa",
        "state": f"{QUEUE}?tab=team&state=checking",
        "district": f"{QUEUE}?tab=team&district={district}",
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


def judge(found: Cases) -> Iterator[Line]:
    few, many = found.sizes["cases_small"], found.sizes["cases_large"]
    for page, queries in found.queries.items():
        what = f"talent desk: {page}"
        yield Line(what, f"≤ {PAGE_QUERIES} queries", " / ".join(map(str, queries)), max(queries) <= PAGE_QUERIES)
        goal = f"CPU with {many:,} cases ≤ {GROWTH_RATIO} × with {few:,}"
        yield at_most(what, goal, found.growth(page), GROWTH_RATIO)
    shown = f"{found.opening:.2f} ms, {100 * found.share:.2f} %"
    yield Line("sealed columns of a page", "≤ 1 % of the request’s CPU", shown, found.share <= SEALED_SHARE)


def figures(found: Cases) -> str:
    few, many = found.sizes["cases_small"], found.sizes["cases_large"]
    rows = [f"| talent desk, CPU ms of a page | {few:,} cases | {many:,} cases |", "|---|--:|--:|"]
    for page, costs in found.costs.items():
        small, large = (median(pair[place] for pair in costs) for place in (0, 1))
        rows.append(f"| {page} | {small:.1f} | {large:.1f} |")
    return "\n".join(rows)
