"""Import of a file with figures against django-import-export as it comes."""

import argparse
from collections.abc import Iterator

from bench.imports import PEER_ROWS, RATE_GOAL, RATIO, ROWS, Imports
from bench.imports import measure as measured
from bench.lines import Line
from bench.parts import Say
from bench.server import House

TITLE = "Import"
REFUSAL_SECONDS = 2


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the file that is imported")
    parser.add_argument("--peer-rows", type=int, default=PEER_ROWS, help="rows that django-import-export is given")


def measure(home: House, say: Say) -> Imports:
    return measured(home, home.chosen.rows, home.chosen.peer_rows, say)


def judge(found: Imports) -> Iterator[Line]:
    what = f"import of {found.ours.rows:,} rows, with validation, row errors and audit"
    yield Line(what, f"≥ {RATIO} × django-import-export, by CPU", f"{found.ratio:.1f} ×", found.ratio >= RATIO)
    rate = f"{found.ours.cpu_rate:,.0f}, {found.ours.rate:,.0f} by the clock"
    yield Line(what, f"≥ {RATE_GOAL:,} rows a second of CPU", rate, found.ours.cpu_rate >= RATE_GOAL)
    slowest = max(found.refusals.values())
    goal = f"refused within {REFUSAL_SECONDS} s"
    yield Line("a hostile file", goal, f"{slowest:.2f} s", slowest <= REFUSAL_SECONDS)


def figures(found: Imports) -> str:
    names = {
        "copy": "COPY of the bare rows", "ours": "ours, new rows", "changed": "ours, changed rows",
        "peer": "django-import-export as it comes", "careful": "the same, each row validated",
        "xlsx": "ours, reading a workbook", "openpyxl": "openpyxl, reading a workbook",
    }  # fmt: skip
    rows = ["| import | rows | rows/s of CPU | rows/s by the clock | MiB at most |", "|---|--:|--:|--:|--:|"]
    for name, title in names.items():
        side = getattr(found, name)
        rows.append(f"| {title} | {side.rows:,} | {side.cpu_rate:,.0f} | {side.rate:,.0f} | {side.peak:.0f} |")
    return "\n".join(rows)
