"""Who counts with the calendar stands above it, and hands in here what a change would move and how it is recorded."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.calendars.workdays import Calendar


class Moved(NamedTuple):
    """A case whose date becomes another one, or loses or gets the mark of a provisional date."""

    number: str
    old: dt.date
    old_provisional: bool
    new: dt.date
    new_provisional: bool


@dataclass(frozen=True)
class Watcher:
    """`moved` answers what a calendar that is not saved yet would move; `record` writes who changed which row."""

    moved: Callable[[Calendar], Iterable[Moved]]
    record: Callable[[Any, str, Any, dict[str, str]], None]


_watchers: list[Watcher] = []


def register(watcher: Watcher) -> None:
    _watchers.append(watcher)


def moved(calendar: Calendar) -> Iterator[Moved]:
    for watcher in _watchers:
        yield from watcher.moved(calendar)


def record(actor: Any, verb: str, row: Any, values: dict[str, str]) -> None:
    for watcher in _watchers:
        watcher.record(actor, verb, row, values)
