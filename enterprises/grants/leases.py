"""Who works on a run: one worker at a time, and another one when it was killed."""

import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from enterprises.models import GrantRun
from enterprises.models.grants import AT_WORK
from portal.core import clock

# Longer than the slowest single step: reading a workbook of 20,000 rows, or computing 500 lines.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class LostLease(Exception):
    """Somebody else has the run now: leave everything as it is."""


class Lease:
    """Every write to the run while one works on it goes through its lease."""

    def __init__(self, run: GrantRun, token: str) -> None:
        self.run, self.token = run, token

    def write(self, **values: Any) -> None:
        """Keep something about the run, and the lease for as long again."""
        self._update(leased_until=clock.now() + LEASE, updated_at=clock.now(), **values)

    def finish(self, **values: Any) -> None:
        """Keep the outcome and give the lease back."""
        self._update(leased_until=None, lease_token="", attempts=0, updated_at=clock.now(), **values)

    def give_back(self) -> None:
        """Undone: the next beat finds the run again. How often that happens is counted."""
        self._update(leased_until=None, lease_token="")

    def _update(self, **values: Any) -> None:
        if not GrantRun.objects.filter(pk=self.run.pk, lease_token=self.token).update(**values):
            raise LostLease(str(self.run.pk))
        for name, value in values.items():
            setattr(self.run, name, value)


def _free() -> Any:
    return GrantRun.objects.filter(Q(leased_until=None) | Q(leased_until__lt=clock.now()), phase__in=AT_WORK)


def waiting() -> list[int]:
    """Runs that nobody works on, the oldest first."""
    return list(_free().order_by("pk").values_list("pk", flat=True)[:20])


def claim(pk: int) -> Lease | None:
    """One conditional UPDATE, so that of two workers one gets it."""
    token = secrets.token_hex(16)
    until = clock.now() + LEASE
    got = _free().filter(pk=pk).update(lease_token=token, leased_until=until, attempts=F("attempts") + 1)
    return Lease(GrantRun.objects.select_related("call").get(pk=pk), token) if got else None
