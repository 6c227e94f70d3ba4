"""Who works on a row that stands for a job: one worker at a time, and another one when it was killed.

The row's model has `phase`, `lease_token`, `leased_until`, `attempts` and `updated_at`. Every write to the row while
one works on it goes through its lease, which holds only as long as nobody else took the row over.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from portal.core import clock

MOST_ATTEMPTS = 3
AT_ONCE = 20


class LostLease(Exception):
    """Somebody else has the row now: leave everything as it is."""


class Lease:
    """`row` is as it was claimed, with whatever was written through the lease since."""

    def __init__(self, row: Any, token: str, length: timedelta) -> None:
        self.row, self.token, self.length = row, token, length

    def write(self, **values: Any) -> None:
        """Keep something about the row, and the lease for as long again."""
        self._update(leased_until=clock.now() + self.length, updated_at=clock.now(), **values)

    def finish(self, **values: Any) -> None:
        """Keep the outcome and give the lease back."""
        self._update(leased_until=None, lease_token="", attempts=0, updated_at=clock.now(), **values)

    def give_back(self) -> None:
        """Undone: the next beat finds the row again. How often that happens is counted."""
        self._update(leased_until=None, lease_token="")

    def _update(self, **values: Any) -> None:
        mine = type(self.row)._default_manager.filter(pk=self.row.pk, lease_token=self.token)
        if not mine.update(**values):
            raise LostLease(str(self.row.pk))
        for name, value in values.items():
            setattr(self.row, name, value)


class Leases:
    """`phases`: in which a row waits for a worker; `length`: longer than the slowest single step of the work."""

    def __init__(self, model: type[Model], phases: Iterable[str], length: timedelta, *related: str) -> None:
        self.model, self.phases, self.length, self.related = model, tuple(phases), length, related

    def waiting(self) -> list[int]:
        """Rows that nobody works on, the oldest first."""
        return list(self._free().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])

    def claim(self, pk: int) -> Lease | None:
        """One conditional UPDATE, so that of two workers one gets it."""
        token, until = secrets.token_hex(16), clock.now() + self.length
        got = self._free().filter(pk=pk).update(lease_token=token, leased_until=until, attempts=F("attempts") + 1)
        if not got:
            return None
        return Lease(self.model._default_manager.select_related(*self.related).get(pk=pk), token, self.length)

    def _free(self) -> QuerySet:
        free = Q(leased_until=None) | Q(leased_until__lt=clock.now())
        return self.model._default_manager.filter(free, phase__in=self.phases)
