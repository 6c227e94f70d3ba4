"""How often one may look up: from one address, and for one number from wherever. Right answers count as well, so that
being refused tells nothing.
"""

from django.core.cache import cache
from django.http import HttpRequest

from portal.core.sealing import keyed_digest
from portal.core.visitors import Tally
from talent.tracking.looking import written

MOST_FROM_ONE, SECONDS = 10, 600
# A date of birth has some 25,000 values: at this rate it is not found by trying.
MOST_FOR_ONE, DAY = 20, 86_400
_visitor = Tally("talent-track", MOST_FROM_ONE, SECONDS)


def may_look(request: HttpRequest, number: str) -> bool:
    """Counts the attempt."""
    room = _visitor.has_room(request)
    _visitor.add(request)
    return room and _count(number) <= MOST_FOR_ONE


def _count(number: str) -> int:
    """How often this number, which may exist or not, was looked up today."""
    key = f"talent-track-number:{keyed_digest(written(number) or number, 'talent-track')}"
    cache.add(key, 0, DAY)
    try:
        return cache.incr(key)
    except ValueError:
        # It ran out between the two.
        cache.set(key, 1, DAY)
        return 1
