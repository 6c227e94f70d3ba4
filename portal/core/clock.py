"""The portal's clock: one place to ask what time it is, and one to fix it.

Times are aware and in Asia/Shanghai, the zone in which limits and windows are counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in the portal's zone."""
    # The portal's zone by name: a reader's own zone, where one is active, must not move a limit.
    return timezone.localtime(_fixed.get() or timezone.now(), timezone.get_default_timezone())


def today() -> date:
    return now().date()


def fixed() -> datetime | None:
    """The moment at which the clock is fixed, if it is: it stands in for the database's clock as well."""
    return _fixed.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Fix the clock for this thread of work: tests and the demo maker live through other days."""
    zone = timezone.get_default_timezone()
    token = _fixed.set(moment if timezone.is_aware(moment) else timezone.make_aware(moment, zone))
    try:
        yield
    finally:
        _fixed.reset(token)
