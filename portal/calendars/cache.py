"""The one calendar snapshot that this process holds.

A page may ask for a hundred due dates, so asking must cost nothing; and an official who corrects a day must
see it count everywhere at once. Both hold because every change of a calendar row also writes a new random
token (`models.Version`): a process compares that token with its own at most once every
`CALENDAR_CHECK_SECONDS` (1 by default, one query by primary key) and reads the days again when it differs.
The process that makes the change forgets its snapshot at once.

A random token, not a counter: a transaction that is rolled back and the next one that commits would both
have counted to the same number.

Only the ORM writes the token. Whoever edits the tables by raw SQL must restart the portal or save any day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.conf import settings

T = TypeVar("T")


class _Held(NamedTuple):
    value: Any
    token: str
    checked: float


_held: _Held | None = None


def current(read_token: Callable[[], str], read: Callable[[], T]) -> T:
    """The held snapshot, or a new one. The token is read before the rows: a change in between costs one more
    reading, and never goes unseen."""
    global _held
    held, moment = _held, time.monotonic()
    if held and moment - held.checked < getattr(settings, "CALENDAR_CHECK_SECONDS", 1.0):
        return held.value
    token = read_token()
    value = held.value if held and held.token == token else read()
    _held = _Held(value, token, moment)
    return value


def forget() -> None:
    global _held
    _held = None
