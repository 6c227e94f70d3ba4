"""Which result comes first: all weights of the search stand here.

Measured by 80 judged queries over 376 invented documents (`bench/corpus`), in `make bench` and in a test.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from policies.offers import Offer

# Where a word stands; a synonym of it counts a little less than the word that was typed.
WEIGHTS = {"number": 12, "title": 10, "title_other": 8, "lead": 3, "lead_other": 2}
IN_FORCE = 2.0
OPEN_NOW = 0.5
# A document ten years younger counts one more.
A_DAY = 1 / 3652.5


def scores(rows: Sequence[tuple[Any, ...]], windows: Mapping[int, Offer]) -> list[float]:
    """Of each `statement.Row`, worked out by column: hundreds are ranked for a page that shows twenty."""
    if not rows:
        return []
    _pks, _policies, measures, days, facets, *words = zip(*rows, strict=True)
    found = [day * A_DAY + IN_FORCE * text.endswith("=in_force") for day, text in zip(days, facets, strict=True)]
    for column in words:
        worth = worth_of_word(column)
        found = [score + cell * worth for score, cell in zip(found, column, strict=True)]
    if any(measures):
        is_open = {None: 0.0} | {key: OPEN_NOW * window.is_open for key, window in windows.items()}
        more = [is_open.get(measure, 0.0) for measure in measures]
        found = [score + one for score, one in zip(found, more, strict=True)]
    return found


def worth_of_word(column: Sequence[int]) -> float:
    """What a word is worth: much where few candidates have it in a prominent place, little where nearly all do."""
    seen = len(column) - column.count(0)
    return log(1 + len(column) / (1 + seen)) / log(2) if seen else 1.0


def by_days_left(windows: Mapping[int, Offer], measure: int | None) -> tuple[int, str]:
    """Open windows first, the nearest deadline on top; then what opens next, then everything else."""
    window = windows.get(measure or 0)
    if window is None:
        return (2, "")
    order = {"closing": 0, "open": 0, "upcoming": 1, "closed": 3}[window.state]
    day = window.opens_on if window.state == "upcoming" else window.closes_on
    return (order, day.isoformat())
