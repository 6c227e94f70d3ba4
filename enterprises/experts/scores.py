"""Points, totals and the score: pure arithmetic over a call's rubric."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.exceptions import ReviewError
from enterprises.models import Call

HUNDREDTH, FULL = Decimal("0.01"), Decimal(100)
# Fewer sheets are kept whole: after the highest and the lowest there must be three left.
DROPS_FROM = 5
MOST_EVIDENCE = 1000


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric: from 0 to `points`."""

    code: str
    title: str
    points: int


@dataclass(frozen=True)
class Score:
    """Out of 100. `totals` are sorted and bear no names; `dropped` are those of them that were left out."""

    value: Decimal
    totals: tuple[Decimal, ...]
    dropped: tuple[Decimal, ...]


def rubric_of(call: Call) -> list[Criterion]:
    first, second = ("zh", "en") if (get_language() or "zh").startswith("zh") else ("en", "zh")
    rows = [row for row in call.rubric if isinstance(row, dict)] if isinstance(call.rubric, list) else []
    return [
        Criterion(str(row["code"]), str(row.get(first) or row.get(second) or row["code"]), row["points"])
        for row in rows
        if row.get("code") and isinstance(row.get("points"), int) and row["points"] > 0
    ]


def checked_points(rubric: Sequence[Criterion], given: Mapping[str, Any]) -> dict[str, Decimal]:
    """Points for exactly the lines of the rubric, each within its range; raises ReviewError otherwise."""
    if not rubric:
        raise ReviewError(_("The call has no rubric, so nothing can be scored. Tell the responsible division."))
    if set(given) - {line.code for line in rubric}:
        raise ReviewError(_("Points were given for a line that the rubric does not have. Reload the page."))
    return {line.code: _points(line, given.get(line.code)) for line in rubric}


def _points(line: Criterion, given: Any) -> Decimal:
    try:
        points = Decimal(str(given).strip())
        fits = points.is_finite() and 0 <= points <= line.points and points == points.quantize(Decimal("0.1"))
    except InvalidOperation:
        fits = False
    if not fits:
        text = _("“%(line)s” takes a number from 0 to %(points)s, with one decimal place at most.")
        raise ReviewError(text % {"line": line.title, "points": line.points})
    return points


def checked_evidence(rubric: Sequence[Criterion], given: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each line: what the points rest on."""
    found = {line.code: str(given.get(line.code) or "").strip() for line in rubric}
    missing = [line.title for line in rubric if not found[line.code]]
    if missing:
        raise ReviewError(_("Say what the points rest on: %(lines)s.") % {"lines": _(", ").join(missing)})
    if any(len(text) > MOST_EVIDENCE for text in found.values()):
        raise ReviewError(_("Keep what the points rest on below %(n)s characters a line.") % {"n": MOST_EVIDENCE})
    return found


def total_of(rubric: Sequence[Criterion], points: Mapping[str, Decimal]) -> Decimal:
    """Out of 100, whatever the rubric's points add up to: its points are its weights."""
    most = sum(line.points for line in rubric)
    return (sum(points.values(), Decimal(0)) * FULL / most).quantize(HUNDREDTH, ROUND_HALF_UP)


def score_of(totals: Sequence[Decimal], *, drops_extremes: bool) -> Score:
    """The mean, without the highest and the lowest where the call says so and five sheets or more are in."""
    ordered = tuple(sorted(totals))
    drops = drops_extremes and len(ordered) >= DROPS_FROM
    kept = ordered[1:-1] if drops else ordered
    mean = (sum(kept, Decimal(0)) / len(kept)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Score(mean, ordered, (ordered[0], ordered[-1]) if drops else ())
