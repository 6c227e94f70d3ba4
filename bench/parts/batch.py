"""A batch of 500 cases: tried, then accepted, by the worker that beat sends."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from bench.goals import BATCH_CASES, BATCH_SECONDS
from bench.lines import Line
from bench.parts import Say
from bench.parts.site import fill_applications
from bench.server import House

TITLE = "A batch of cases"


@dataclass
class Batch:
    """Cases chosen, those for which the trial went well, those done; seconds of the trial and of the run."""

    cases: int
    good: int
    done: int
    trial: float
    run: float


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--batch-cases", type=int, default=BATCH_CASES, help="cases of the batch")


def measure(home: House, say: Say) -> Batch:
    fill_applications(home, say)
    say(f"A batch of {home.chosen.batch_cases} cases …")
    home.create("batch", like="large")
    return Batch(**home.ask("bench.desk_data", "batch", cases=home.chosen.batch_cases))


def judge(found: Batch) -> Iterator[Line]:
    what = f"a batch of {found.cases} cases"
    yield Line(what, "all of them done", f"{found.done}", found.done == found.good == found.cases > 0)
    for name, seconds in (("trial", found.trial), ("run", found.run)):
        yield Line(what, f"{name} ≤ {BATCH_SECONDS} s", f"{seconds:.1f} s", seconds <= BATCH_SECONDS)
