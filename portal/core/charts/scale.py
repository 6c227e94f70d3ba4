"""An axis with round steps: it begins or ends at zero, so that lengths can be compared."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# Steps that people count in; about this many of them on an axis.
ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
STEPS = 4


def round_steps(values: Iterable[Decimal], steps: int = STEPS) -> list[Decimal]:
    """Ascending marks that enclose zero and all values, at most one step beyond them."""
    found = [*values, Decimal(0)]
    low, high = min(found), max(found)
    step = _step(high - low, steps)
    first = (low / step).to_integral_value(rounding=ROUND_FLOOR)
    last = (high / step).to_integral_value(rounding=ROUND_CEILING)
    return [step * number for number in range(int(first), max(int(last), int(first) + 1) + 1)]


def _step(span: Decimal, steps: int) -> Decimal:
    if span <= 0:
        return Decimal(1)
    rough = span / steps
    power = Decimal(10) ** rough.adjusted()
    return next(power * one for one in ROUND if power * one >= rough)


def place(value: Decimal, marks: list[Decimal], start: float, length: float) -> float:
    """Where a value lies between the first and the last mark of an axis, in units of the drawing."""
    share = (value - marks[0]) / (marks[-1] - marks[0])
    return start + float(share) * length
