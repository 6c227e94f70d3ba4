"""The rotation: the bare view, ours in random order, the bare view again; round after round in one run."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import fmean, median

from bench.load import run
from bench.scenarios import FLOOR, Once, Scenario, floor, timed
from bench.server import House, Web, inherited, serving

# The floor at the end may differ so much from the floor at the beginning; more voids the run.
MOST_DRIFT = 0.10
RESAMPLES = 4000


@dataclass
class Sample:
    """One stretch of requests: CPU milliseconds of one request in web and database, wall times of all."""

    web_ms: float
    database_ms: float
    walls: list[float]

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


@dataclass
class Measured:
    """All rounds. `floors` holds the pair of each round; `samples` by scenario, one for each round."""

    seed: int
    titles: dict[str, str] = field(default_factory=dict)
    floors: list[tuple[Sample, Sample]] = field(default_factory=list)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    @property
    def drift(self) -> float:
        """How far the last floor is from the first, as a share."""
        return abs(self.floors[-1][1].cpu_ms / self.floors[0][0].cpu_ms - 1)

    @property
    def void(self) -> bool:
        return self.drift > MOST_DRIFT

    def cpu(self, name: str) -> float:
        return median(sample.cpu_ms for sample in self.samples[name])

    def walls(self, name: str) -> list[float]:
        return sorted(wall for sample in self.samples[name] for wall in sample.walls)

    def floor_ratio(self, name: str) -> tuple[float, float, float]:
        """Median of the rounds' ratios to the floor around them, with its 95 % interval."""
        below = [fmean([before.cpu_ms, after.cpu_ms]) for before, after in self.floors]
        return self._interval([s.cpu_ms / b for s, b in zip(self.samples[name], below, strict=True)])

    def ratio(self, name: str, other: str) -> tuple[float, float, float]:
        """The same of one scenario to another, round by round."""
        pairs = zip(self.samples[name], self.samples[other], strict=True)
        return self._interval([one.cpu_ms / two.cpu_ms for one, two in pairs])

    def _interval(self, ratios: list[float]) -> tuple[float, float, float]:
        """Bootstrap: the rounds drawn again with replacement, the median of each draw."""
        draw = random.Random(self.seed)
        medians = sorted(median(draw.choices(ratios, k=len(ratios))) for _turn in range(RESAMPLES))
        return median(ratios), medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975) - 1]


def take(web: Web, scenario: Scenario) -> Sample:
    """A new connection, a few requests that do not count, then those that do."""
    asks = scenario.asks(scenario.warm_up + scenario.times)
    web.client.fresh()
    run(web.client, asks[: scenario.warm_up])
    meter = web.meter()
    meter.start()
    walls = run(web.client, asks[scenario.warm_up :])
    web_ms, database_ms = meter.stop()
    return Sample(web_ms / scenario.times, database_ms / scenario.times, walls)


def rotate(house: House, once: Once, *, rounds: int, seed: int, say: Callable[[str], None]) -> Measured:
    measured, order = Measured(seed), random.Random(seed)
    with ExitStack() as stack:
        webs = {size: stack.enter_context(house.web(size)) for size in ("small", "large")}
        webs[FLOOR] = stack.enter_context(serving("bench.bare", inherited()))
        ours = timed(house, webs["small"], once)
        measured.titles = {scenario.name: scenario.title for scenario in ours}
        for number in range(1, rounds + 1):
            before = take(webs[FLOOR], floor())
            for scenario in order.sample(ours, len(ours)):
                measured.samples.setdefault(scenario.name, []).append(take(webs[scenario.size], scenario))
            after = take(webs[FLOOR], floor())
            measured.floors.append((before, after))
            say(f"round {number} of {rounds}: floor {before.cpu_ms:.3f} and {after.cpu_ms:.3f} ms of CPU")
    return measured
