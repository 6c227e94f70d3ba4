"""The portal's clock: one place to ask what time it is, and one to fix it.

Times are aware and in Asia/Shanghai, the zone in which limits and windows are counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in the portal's zone."""
    # The portal's zone by name: a reader's own zone, where one is active, must not move a limit.
    return timezone.localtime(_fixed.get() or timezone.now(), timezone.get_default_timezone())


def today() -> date:
    return now().date()


def database_now() -> datetime:
    """The database's moment: deadlines use it, because the clocks of several web machines differ."""
    if _fixed.get() is not None or connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return timezone.localtime(cursor.fetchone()[0], timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Fix the clock for this thread of work: tests and the demo maker live through other days."""
    zone = timezone.get_default_timezone()
    token = _fixed.set(moment if timezone.is_aware(moment) else timezone.make_aware(moment, zone))
    try:
        yield
    finally:
        _fixed.reset(token)
