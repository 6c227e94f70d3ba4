"""The points of a person by a table of points. Pure: the table and the answers in, points by factor out.

Source of the table and its thresholds: 积分要素计分赋值表（暂行）, in force with 外专发〔2017〕40号.
The result is advice; a person decides (Personal Information Protection Law, art. 24).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from talent.points.answers import Answers

BELOW = "below_B"
# Factors of the table whose answer bears another name.
ASKED_AS = {"experience": "years", "months_per_year": "months"}
# How a factor counts that the table gives in words, where its row carries no `scale` of its own.
SCALES: dict[str, dict[str, Any]] = {
    "experience": {"from": 2, "points": 5, "each_further": 1},
    "elite": {"if_true": 5},
    "local": {"as_given": True},
}


@dataclass(frozen=True)
class Scored:
    """`lifts`: answers that would give more, each with what they add, the smallest gain first."""

    parts: dict[str, int]
    total: int
    permit_class: str
    thresholds: dict[str, int]

    @property
    def missing(self) -> dict[str, int]:
        """Points that are missing for each class not reached."""
        return {code: least - self.total for code, least in self.thresholds.items() if self.total < least}


@dataclass(frozen=True)
class Lift:
    """One answer that another factor value would improve: from which value of the answer on, and by how much."""

    factor: str
    value: Any
    gain: int


def score(table: Mapping[str, Any], answers: Answers) -> Scored:
    """Points by factor, their sum, and the class that the sum reaches: "A", "B" or "below_B"."""
    given = answers.as_dict()
    parts = {factor["code"]: points(factor, given[asked_as(factor)]) for factor in table["factors"]}
    total = sum(parts.values())
    thresholds = dict(table["thresholds"])
    reached = [code for code, least in sorted(thresholds.items(), key=lambda row: -row[1]) if total >= least]
    return Scored(parts, total, reached[0] if reached else BELOW, thresholds)


def asked_as(factor: Mapping[str, Any]) -> str:
    return ASKED_AS.get(factor["code"], factor["code"])


def points(factor: Mapping[str, Any], value: Any) -> int:
    """The points of one factor, never more than its maximum."""
    if "bands" in factor:
        return next((band["pts"] for band in factor["bands"] if _within(band, value)), 0)
    if "cases" in factor:
        return next((case["pts"] for case in factor["cases"] if case_value(case) == value), 0)
    return min(_by_scale(scale_of(factor), value), factor["max"])


def case_value(case: Mapping[str, Any]) -> str:
    """YAML reads an unquoted `none` as text but other readers may not; the answer is always the word."""
    return "none" if case["value"] is None else str(case["value"])


def scale_of(factor: Mapping[str, Any]) -> Mapping[str, Any]:
    return factor.get("scale") or SCALES[factor["code"]]


def _within(band: Mapping[str, Any], value: Decimal | int) -> bool:
    above = value >= band["gte"] if "gte" in band else value > band["gt"] if "gt" in band else True
    below = value <= band["lte"] if "lte" in band else value < band["lt"] if "lt" in band else True
    return above and below


def _by_scale(scale: Mapping[str, Any], value: Any) -> int:
    if "if_true" in scale:
        return scale["if_true"] if value else 0
    if "as_given" in scale:
        return int(value)
    years = int(value)
    return 0 if years < scale["from"] else scale["points"] + (years - scale["from"]) * scale["each_further"]


# --- what would lift the class ------------------------------------------------------------------------

# Nobody can choose these: age passes by itself, the region is Qingdao's, local points are the authority's.
NOT_TO_CHOOSE = frozenset({"age", "region", "local"})


def lifts(table: Mapping[str, Any], answers: Answers) -> list[Lift]:
    """For each factor that a person can do something about, every better answer with what it adds."""
    given = answers.as_dict()
    found = []
    for factor in table["factors"]:
        if factor["code"] in NOT_TO_CHOOSE:
            continue
        now = points(factor, given[asked_as(factor)])
        for value, gives in _better(factor):
            if gives > now:
                found.append(Lift(factor["code"], value, gives - now))
    return sorted(found, key=lambda lift: (lift.gain, lift.factor))


def _better(factor: Mapping[str, Any]) -> list[tuple[Any, int]]:
    """Answers worth naming: the lower end of each band, each case, each further year up to the maximum."""
    if "bands" in factor:
        return [(band["gte"], band["pts"]) for band in factor["bands"] if "gte" in band]
    if "cases" in factor:
        best: dict[int, str] = {}
        for case in factor["cases"]:
            best.setdefault(case["pts"], case_value(case))
        return [(value, gives) for gives, value in best.items()]
    scale = scale_of(factor)
    if "if_true" in scale:
        return [(True, scale["if_true"])]
    if "from" not in scale:
        return []
    most = scale["from"] + (factor["max"] - scale["points"]) // scale["each_further"]
    return [(years, points(factor, years)) for years in range(scale["from"], most + 1)]


def cheapest(found: list[Lift], missing: int) -> list[Lift]:
    """The single answers that close the gap alone, the smallest sufficient one of each factor."""
    chosen: dict[str, Lift] = {}
    for lift in found:
        if lift.gain >= missing:
            chosen.setdefault(lift.factor, lift)
    return list(chosen.values())


def together(found: list[Lift], missing: int) -> list[Lift]:
    """Where no single answer is enough: the fewest factors that close the gap together, or none if nothing does.

    Each factor's best answer, the largest gains first; the last is then lowered to the smallest that still suffices.
    """
    best: dict[str, Lift] = {}
    for lift in found:
        best[lift.factor] = lift
    taken: list[Lift] = []
    left = missing
    for lift in sorted(best.values(), key=lambda one: -one.gain):
        if left <= 0:
            break
        taken.append(lift)
        left -= lift.gain
    if left > 0:
        return []
    last = taken.pop()
    needed = missing - sum(lift.gain for lift in taken)
    enough = [lift for lift in found if lift.factor == last.factor and lift.gain >= needed]
    return [*taken, enough[0]]
