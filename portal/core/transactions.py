"""Work that stands or falls as a whole, though several verbs with transactions of their own take part in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_whole: ContextVar[bool] = ContextVar("all_or_nothing", default=False)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction without savepoints in it: whatever fails inside must be let through, and undoes all of it."""
    with transaction.atomic():
        token = _whole.set(True)
        try:
            yield
        finally:
            _whole.reset(token)


def part() -> transaction.Atomic:
    """A transaction of its own, or a part of the whole that it runs in; then it needs no savepoint."""
    return transaction.atomic(savepoint=not _whole.get())
