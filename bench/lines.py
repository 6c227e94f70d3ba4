"""A goal beside what was measured."""

import random
from dataclasses import dataclass
from statistics import median

Ratio = tuple[float, float, float]
RESAMPLES = 4000


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


def median_ratio(ratios: list[float], seed: int) -> Ratio:
    """Median of the rounds' ratios with its 95 % interval (bootstrap)."""
    draw = random.Random(seed)
    medians = sorted(median(draw.choices(ratios, k=len(ratios))) for _turn in range(RESAMPLES))
    return median(ratios), medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975) - 1]
