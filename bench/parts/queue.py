"""The officials' desk: every filter with few applications and with many, the admin's own list, the case page."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any
from urllib.parse import quote

from bench.counts import queries_of
from bench.goals import CASE_QUERIES, GROWTH_RATIO, PAGE_KIB, PAGE_QUERIES, PEER_RATIO
from bench.lines import Line, Ratio, at_most, median_ratio
from bench.load import Ask
from bench.parts import Say
from bench.parts.site import fill_applications
from bench.server import CLIENT_CORE, House, Web, pinned

TITLE = "The officials’ desk"
SIZES = ("small", "large")
QUEUE, PEER = "/zh-hans/admin/enterprises/application/", "/peer/enterprises/application/"
ADMINISTRATOR = "admin@example.test"
TIMES = 8
ROW = b'<th scope="row">'


@dataclass
class Desk:
    """By page: queries, bytes, rows and the CPU milliseconds of each round, in the smaller and the larger."""

    seed: int
    queries: dict[str, tuple[int, int]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    peer: list[tuple[float, float]] = field(default_factory=list)
    case: dict[str, int] = field(default_factory=dict)

    def growth(self, name: str) -> Ratio:
        return median_ratio([large / small for small, large in self.costs[name]], self.seed)

    def faster(self) -> Ratio:
        return median_ratio([theirs / ours for ours, theirs in self.peer], self.seed)


def measure(home: House, say: Say) -> Desk:
    fill_applications(home, say)
    chosen, found, facts = home.chosen, Desk(home.chosen.seed), {}
    for size in SIZES:
        home.create(f"desk_{size}", like=size)
        where = {"call": home.facts["call"], "place": home.facts["place"]}
        facts[size] = home.ask("bench.desk_data", f"desk_{size}", seed=chosen.seed, **where)
    session, root = home.facts["case_manager"], home.facts["sessions"][ADMINISTRATOR]
    pages = {size: _pages(facts[size], home) for size in SIZES}
    with pinned(CLIENT_CORE), ExitStack() as stack:
        counted = {size: _counted(home, size, pages[size], session, found) for size in SIZES}
        found.queries = {page: (counted["small"][page], counted["large"][page]) for page in pages["small"]}
        with home.web("desk_large", BENCH_COUNT="1") as web:
            for name, case in facts["large"]["events"].items():
                found.case[name] = queries_of(web, f"{QUEUE}{case}/change/", session)
        webs = {size: stack.enter_context(home.web(f"desk_{size}")) for size in SIZES}
        peer = stack.enter_context(home.web("desk_large", name="peer", BENCH_URLS="bench.peer"))
        for _round in range(chosen.rounds):
            for page in pages["small"]:
                pair = [_cost(webs[size], pages[size][page], session) for size in SIZES]
                found.costs.setdefault(page, []).append((pair[0], pair[1]))
            found.peer.append((_cost(webs["large"], QUEUE, session), _cost(peer, PEER, root)))
    return found


def _pages(facts: dict[str, Any], home: House) -> dict[str, str]:
    call, place, (first, last) = home.facts["call"], home.facts["place"], facts["days"]
    rare, common = facts["labels"]["rare"], facts["labels"]["common"]
    (low, high), least = facts["amounts"], facts["narrowest"]
    return {
        "whole desk": f"{QUEUE}?view=desk",
        "overdue": f"{QUEUE}?tab=overdue",
        "due soon": f"{QUEUE}?due=soon",
        "to sign": f"{QUEUE}?tab=sign",
        "on notice": f"{QUEUE}?tab=notice",
        "kept list": f"{QUEUE}?view=desk&state=formal_review",
        "rare label": f"{QUEUE}?view=desk&label={rare}",
        "common label": f"{QUEUE}?view=desk&label={common}",
        "label, closed": f"{QUEUE}?tab=closed&label={rare}",
        "holder": f"{QUEUE}?view=desk&holder={facts['holder']}",
        "nobody’s": f"{QUEUE}?view=desk&holder=0",
        "submitted": f"{QUEUE}?view=desk&sent_from={first}&sent_to={last}",
        "amount": f"{QUEUE}?view=desk&amount_from={low}&amount_to={high}",
        "all at once": f"{QUEUE}?view=desk&call={call}&district={place}&label={common}&holder=0&amount_from={least}",
    }


def _counted(home: House, size: str, pages: dict[str, str], session: str, found: Desk) -> dict[str, int]:
    with home.web(f"desk_{size}", BENCH_COUNT="1") as web:
        for page, address in pages.items():
            ask = Ask(quote(address, safe="/?=&"), session)
            found.bytes[page] = max(found.bytes.get(page, 0), web.client.must(ask).wire_bytes)
            plain = web.client.must(replace(ask, encodings="identity")).body
            found.rows.setdefault(page, []).append(plain.count(ROW))
        return {page: queries_of(web, address, session) for page, address in pages.items()}


def _cost(web: Web, address: str, session: str) -> float:
    ask = Ask(quote(address, safe="/?=&"), session)
    web.client.must(ask)
    meter = web.meter()
    meter.start()
    for _time in range(TIMES):
        web.client.must(ask)
    return sum(meter.stop()) / TIMES


def judge(found: Desk) -> Iterator[Line]:
    for page, queries in found.queries.items():
        what = f"officials’ desk: {page}"
        yield Line(what, f"≤ {PAGE_QUERIES} queries", " / ".join(map(str, queries)), max(queries) <= PAGE_QUERIES)
        size = found.bytes[page] / 1024
        yield Line(what, f"≤ {PAGE_KIB} KiB", f"{size:.1f} KiB", size <= PAGE_KIB)
        yield at_most(what, f"CPU with many ≤ {GROWTH_RATIO} × with few", found.growth(page), GROWTH_RATIO)
    middle, low, high = found.faster()
    shown = f"{middle:.1f} × ({low:.1f}–{high:.1f})"
    yield Line("the admin’s own list", f"≥ {PEER_RATIO:g} × the CPU of the queue", shown, middle >= PEER_RATIO)
    few, many = found.case["few"], found.case["many"]
    yield Line("a case at the desk", "the same for 3 and for 200 events", f"{few} / {many}", few == many)
    parts = f"≤ {CASE_QUERIES} queries: {PAGE_QUERIES}, and one for each part that a service adds"
    yield Line("a case at the desk", parts, f"{few} / {many}", max(few, many) <= CASE_QUERIES)


def figures(found: Desk) -> str:
    rows = ["| desk, CPU ms of a page | rows | few applications | many applications |", "|---|--:|--:|--:|"]
    for page, costs in found.costs.items():
        small, large = (median(pair[place] for pair in costs) for place in (0, 1))
        rows.append(f"| {page} | {' / '.join(map(str, found.rows[page]))} | {small:.1f} | {large:.1f} |")
    ours, theirs = (median(pair[place] for pair in found.peer) for place in (0, 1))
    return "\n".join([*rows, f"| the queue, and the admin’s own list | | {ours:.1f} | {theirs:.1f} |"])
