"""A goal beside what was measured."""

from dataclasses import dataclass

Ratio = tuple[float, float, float]


@dataclass(frozen=True)
class Line:
    what: str
    goal: str
    measured: str
    ok: bool


def at_most(what: str, goal: str, ratio: Ratio, most: float) -> Line:
    """A median with its 95 % interval; the median decides."""
    middle, low, high = ratio
    return Line(what, goal, f"{middle:.2f} × ({low:.2f}–{high:.2f})", middle <= most)
