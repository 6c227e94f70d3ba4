"""The search page over libraries of three sizes, and whether it finds every document in which a word stands."""

import argparse
from collections.abc import Iterator

from bench.lines import Line, at_most
from bench.parts import Say
from bench.recall import KINDS
from bench.search import BARE, LARGE, PAGE, SMALL, Searched, libraries, search
from bench.server import CLIENT_CORE, House, pinned

TITLE = "Search"
RATIO, GROWTH = 2.0, 2.0
DOCUMENTS = {"documents_small": 1_000, "documents": 20_000, "documents_large": 100_000}
# Questions of each kind in a round; none is asked twice.
EACH = 12


def add_options(parser: argparse.ArgumentParser) -> None:
    for name, number in DOCUMENTS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=number, help="a library of this size")


def measure(home: House, say: Say) -> Searched:
    held = libraries(home, {size: getattr(home.chosen, size) for size in DOCUMENTS}, home.chosen.seed, say)
    with pinned(CLIENT_CORE):
        return search(home, held, home.chosen.rounds, EACH, home.chosen.seed, say)


def judge(found: Searched) -> Iterator[Line]:
    held = found.documents
    goal = f"CPU ≤ {RATIO:g} × (bare index query + bare view)"
    yield at_most(f"search page, {held['documents']:,} documents", goal, found.ratio(PAGE, BARE), RATIO)
    goal = f"CPU with {held['documents_large']:,} documents ≤ {GROWTH:g} × with {held['documents_small']:,}"
    for kind in KINDS:
        yield at_most(f"search page: {kind}", goal, found.ratio(LARGE, SMALL, kind), GROWTH)
    lost = f"{1 - len(found.lost) / found.words:.1%} of {found.words} words"
    what = "search: words of one to eight characters"
    yield Line(what, "found in every document in which they stand", lost, not found.lost)


def figures(found: Searched) -> str:
    held = found.documents
    names = {
        BARE: f"bare query and view, {held['documents']:,}",
        PAGE: f"{held['documents']:,} documents",
        SMALL: f"{held['documents_small']:,} documents",
        LARGE: f"{held['documents_large']:,} documents",
    }
    head = " | ".join(names.values())
    rows = [f"| CPU ms of a search, web + database | × bare | growth | {head} |", "|---|--:|--:|--:|--:|--:|--:|"]
    for kind in (*KINDS, ""):
        costs = ["{:.2f} + {:.2f}".format(*found.mean(server, kind)) for server in names]
        ratios = [f"{found.ratio(*pair, kind)[0]:.2f}" for pair in ((PAGE, BARE), (LARGE, SMALL))]
        rows.append(f"| {' | '.join([kind or 'all', *ratios, *costs])} |")
    return "\n".join(rows)
