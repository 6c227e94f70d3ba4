"""The planner: CPU time of web and database for one plan, as a page and as data."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.lines import Line
from bench.parts import Say
from bench.planner import LIMIT_MS
from bench.server import House

TITLE = "Planner"


@dataclass
class Planner:
    """By way, milliseconds of web and of database."""

    costs: dict[str, tuple[float, float]]

    @property
    def worst(self) -> tuple[float, str]:
        return max((sum(cost), name) for name, cost in self.costs.items())


def measure(home: House, say: Say) -> Planner:
    home.create("planner", like="plan")
    return Planner(home.ask("bench.planner", "planner"))


def judge(found: Planner) -> Iterator[Line]:
    milliseconds, name = found.worst
    yield Line(
        "a plan of the planner", f"≤ {LIMIT_MS} ms of CPU", f"{milliseconds:.0f} ms ({name})", milliseconds <= LIMIT_MS
    )


def figures(found: Planner) -> str:
    rows = ["| planner | web CPU ms | database CPU ms |", "|---|--:|--:|"]
    return "\n".join(
        [*rows, *[f"| {name} | {web:.1f} | {database:.1f} |" for name, (web, database) in found.costs.items()]]
    )
