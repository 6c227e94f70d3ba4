"""How old an entry is, as words of the index: what is common is looked for among the newest first.

Each entry has a word for the quarter and one for the year of its day. A question goes through the index stretch by
stretch, each longer than the one before, and ends where it has enough. So a word that stands in half of 100,000
documents costs little more than one that stands in half of 1,000.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from portal.core import clock

# Quarters back from the present one at which a stretch begins; the last is moved to the beginning of a year.
BEGINNINGS = (1, 6, 23)


def words_of_age(day: dt.date) -> set[str]:
    """With the sign that keeps them from being the beginning of somebody's word. Days to come count as today."""
    day = min(day, clock.today())
    return {_quarter(_number(day)), _year(day.year)}


@lru_cache(maxsize=4)
def stretches(today: dt.date) -> tuple[list[list[str]], list[str]]:
    """The words of each stretch, the newest first; and the words that an entry older than all of them has none of."""
    now = _number(today)
    found, end = [], now + 1
    for back in BEGINNINGS:
        begin = now - back if back != BEGINNINGS[-1] else (now - back) // 4 * 4
        found.append(list(_between(begin, end)))
        end = begin
    return found, [_year(year) for year in range(end // 4, today.year + 1)]


def _between(begin: int, end: int) -> Iterator[str]:
    """Whole years where there are some, quarters else."""
    while begin < end:
        whole = begin % 4 == 0 and begin + 4 <= end
        yield _year(begin // 4) if whole else _quarter(begin)
        begin += 4 if whole else 1


def _number(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _quarter(number: int) -> str:
    return f"=quarter={number // 4}-{number % 4 + 1}"


def _year(year: int) -> str:
    return f"=year={year}"
