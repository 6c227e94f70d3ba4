"""The policy check-up over 500 measures: CPU time of web and database for one request."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from bench.lines import Line
from bench.matching import LIMIT_MS, NUMBER
from bench.parts import Say
from bench.server import House

TITLE = "Policy check-up"


@dataclass
class CheckUp:
    """By kind of request, milliseconds of web and of database."""

    measures: int
    costs: dict[str, tuple[float, float]]

    @property
    def worst(self) -> tuple[float, str]:
        return max((sum(cost), name) for name, cost in self.costs.items())


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--measures", type=int, default=NUMBER, help="measures that the check-up looks through")


def measure(home: House, say: Say) -> CheckUp:
    home.create("check_up", like="plan")
    return CheckUp(home.chosen.measures, home.ask("bench.matching", "check_up", measures=home.chosen.measures))


def judge(found: CheckUp) -> Iterator[Line]:
    milliseconds, name = found.worst
    what = f"policy check-up over {found.measures} measures"
    yield Line(what, f"≤ {LIMIT_MS} ms of CPU", f"{milliseconds:.0f} ms ({name})", milliseconds <= LIMIT_MS)


def figures(found: CheckUp) -> str:
    rows = [f"| check-up over {found.measures} measures | web CPU ms | database CPU ms |", "|---|--:|--:|"]
    return "\n".join(
        [*rows, *[f"| {name} | {web:.1f} | {database:.1f} |" for name, (web, database) in found.costs.items()]]
    )
