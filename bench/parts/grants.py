"""An award without application: a roster of 10,000 enterprises is read, checked, judged and kept."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.goals import GRANT_SECONDS
from bench.lines import Line
from bench.parts import Say
from bench.server import House

TITLE = "Award without application"
ROWS = 10_000


@dataclass
class Grants:
    """What the process said of its run."""

    found: dict[str, Any]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--grant-rows", type=int, default=ROWS, help="enterprises of the roster that is judged")


def measure(home: House, say: Say) -> Grants:
    rows = home.chosen.grant_rows
    say(f"a roster of {rows:,} enterprises …")
    home.create("grants", like="demo")
    return Grants(home.ask("bench.grants_data", "grants", rows=rows, seed=home.chosen.seed))


def judge(found: Grants) -> Iterator[Line]:
    one = found.found
    what = f"award without application: a run of {one['rows']:,} enterprises"
    told = f"{one['seconds']:.1f} s ({one['cpu']:.1f} s of CPU; {one['rows'] / one['seconds']:,.0f} a second)"
    yield Line(what, f"≤ {GRANT_SECONDS} s, from the upload to the lists", told, one["seconds"] <= GRANT_SECONDS)
    lists = ", ".join(f"{one[name]:,} {name}" for name in ("in", "out", "unclear", "excluded"))
    whole = one["ready"] and one["lines"] == one["rows"]
    yield Line(what, "each enterprise on one list", lists, whole)
    told = f"{one['same']} of {one['again']}"
    yield Line(what, "lines computed again say the same", told, one["same"] == one["again"] > 0)
