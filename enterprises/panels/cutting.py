"""Where the line falls: pure arithmetic over a ranked list. Money is in fen; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from enterprises.enums import Cutting
from policies.rules import apply_pro_rata
from portal.core.money import fen, yuan

HUNDRED = 100
# A line that nobody reaches: where not even the first fits.
ABOVE_ALL = Decimal("100.01")


@dataclass(frozen=True)
class Candidate:
    """An application that the panel ranks. `computed_fen` is what the rule gives, in whole yuan and below its
    ceilings; `accepted` orders by acceptance; `amount_fen` is what the setting gives it."""

    pk: int
    number: str
    enterprise: str
    score: Decimal | None
    computed_fen: int
    accepted: int
    district: int | None = None
    entity_type: str = ""
    staff: int | None = None
    investment: str = ""
    submitted_at: datetime | None = None
    amount_fen: int = 0

    @property
    def wins(self) -> bool:
        return self.amount_fen > 0


@dataclass(frozen=True)
class Setting:
    """`value`: the score line, the factor in percent, or how many."""

    way: str
    value: Decimal

    def as_json(self) -> dict[str, str]:
        return {"way": self.way, "value": f"{self.value.normalize():f}"}


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """By score, then by the computed amount, then in the order of acceptance; who has no score stands last."""
    return sorted(
        candidates, key=lambda one: (one.score is None, -(one.score or 0), -one.computed_fen, one.accepted, one.pk)
    )


def read_setting(way: str, value: str) -> Setting | None:
    """None for what is no setting; a factor has one decimal place, a score two."""
    places = {Cutting.LINE: Decimal("0.01"), Cutting.FACTOR: Decimal("0.1"), Cutting.ORDER: Decimal(1)}
    most = {Cutting.LINE: ABOVE_ALL, Cutting.FACTOR: HUNDRED, Cutting.ORDER: 10**6}
    try:
        number = Decimal(value.strip())
        if way not in places or not number.is_finite() or not 0 <= number <= most[Cutting(way)]:
            return None
        return Setting(way, number) if number == number.quantize(places[Cutting(way)]) else None
    except InvalidOperation:
        return None


def cut(candidates: Sequence[Candidate], setting: Setting) -> list[Candidate]:
    """The same list with what each gets. Below the line it is nothing; a factor cuts everybody alike."""
    return [replace(one, amount_fen=_amount(one, place, setting)) for place, one in enumerate(candidates)]


def _amount(one: Candidate, place: int, setting: Setting) -> int:
    """Down to whole yuan after the cut, so that the awards never exceed the share of the sum."""
    if setting.way == Cutting.FACTOR:
        return fen(apply_pro_rata(yuan(one.computed_fen), Fraction(setting.value) / HUNDRED))
    wins = place < setting.value if setting.way == Cutting.ORDER else (one.score or Decimal(-1)) >= setting.value
    return one.computed_fen if wins else 0


def best_setting(candidates: Sequence[Candidate], way: str, available_fen: int) -> Setting:
    """The most generous setting that the money allows."""
    if way == Cutting.FACTOR:
        return Setting(way, _best_factor(candidates, available_fen))
    fits = _fitting(candidates, available_fen)
    if way == Cutting.ORDER:
        return Setting(way, Decimal(fits))
    return Setting(way, _best_line(candidates, fits))


def _fitting(candidates: Sequence[Candidate], available_fen: int) -> int:
    """How many from the top the money pays in full."""
    spent = 0
    for place, one in enumerate(candidates):
        spent += one.computed_fen
        if spent > available_fen:
            return place
    return len(candidates)


def _best_line(candidates: Sequence[Candidate], fits: int) -> Decimal:
    """Who has the same score wins or loses together, so that the line stands above a score that does not fit whole."""
    scores = [one.score for one in candidates if one.score is not None]
    if fits >= len(scores):
        return min(scores, default=Decimal(0))
    above = [score for score in scores if score > scores[fits]]
    return min(above, default=ABOVE_ALL)


def _best_factor(candidates: Sequence[Candidate], available_fen: int) -> Decimal:
    total = sum(one.computed_fen for one in candidates)
    if total <= available_fen or not total:
        return Decimal(HUNDRED)
    # Tenths of a percent, down: rounding each award down can only leave more over.
    return Decimal(max(available_fen, 0) * 1000 // total) / 10


def spent(candidates: Sequence[Candidate]) -> int:
    return sum(one.amount_fen for one in candidates)


def as_lines(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """What is frozen of each, in its order."""
    return [
        {
            "position": place,
            "number": one.number,
            "enterprise": one.enterprise,
            "score": None if one.score is None else str(one.score),
            "computed_fen": one.computed_fen,
            "amount_fen": one.amount_fen,
        }
        for place, one in enumerate(candidates, start=1)
    ]
