"""Moves the windows of the demo calls with the calendar, so that on any day there is one of each kind."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enterprises.models import Call
from portal.core import clock

# Days from today to the first and to the last day of the window.
OFFSETS = {
    "TRA-03": (-20, 4),
    "ENT-01": (-14, 25),
    "SUP-03": (-14, 25),
    "MKT-02": (-10, 32),
    "OPN-03": (-77, -38),
    "MKT-01": (-84, -44),
    "SUP-01": (49, 95),
    "SUP-02": (49, 95),
    "ENT-02": (49, 95),
    "MKT-03": (49, 95),
    "OPN-02": (56, 102),
    "TRA-01": (98, 137),
    "TRA-02": (98, 137),
    "ENT-03": (98, 137),
    "OPN-01": (98, 137),
    "PLT-03": (98, 137),
    "PLT-01": (168, 200),
    "PLT-02": (168, 200),
}
UPCOMING = (60, 100)


def move_windows() -> int:
    """Set the windows of the demo calls from today; the number of calls that moved. One that is still being prepared,
    and one that closed early, keep theirs."""
    moved = 0
    for call in Call.objects.published().filter(is_demo=True, closed_early_at=None).select_related("measure"):
        first, last = OFFSETS.get(call.measure.code, UPCOMING)
        opens, closes = _midnight(clock.today() + timedelta(first)), _midnight(clock.today() + timedelta(last + 1))
        if (call.opens_at, call.closes_at) != (opens, closes):
            call.opens_at, call.closes_at = opens, closes
            call.save(update_fields=["opens_at", "closes_at", "updated_at"])
            moved += 1
    return moved


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
