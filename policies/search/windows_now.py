"""Which windows stand open at this moment: asked of the calls once in a while, for every result shows it."""

import time

from policies.models import Measure
from policies.offers import Offer, windows_for

CHECK_SECONDS = 15.0
_kept: list[tuple[float, dict[int, Offer]]] = []


def forget() -> None:
    _kept.clear()


def windows_now() -> dict[int, Offer]:
    """The window of each published measure that has one, by the measure's key."""
    moment = time.monotonic()
    if not _kept or moment - _kept[0][0] > CHECK_SECONDS:
        _kept[:] = [(moment, windows_for(Measure.objects.published()))]
    return _kept[0][1]
