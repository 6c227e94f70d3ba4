"""Who works on a job: one worker at a time, and another one when it was killed."""

import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from policies.enums import ImportPhase
from policies.models import ImportJob
from policies.models.import_jobs import AT_WORK
from portal.core import clock

# Longer than the slowest single step (reading a workbook of 200 MB, or writing 200,000 rows).
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


class LostLease(Exception):
    """Somebody else has the job now: leave everything as it is."""


class Lease:
    """Every write to the job while one works on it goes through its lease."""

    def __init__(self, job: ImportJob, token: str) -> None:
        self.job, self.token = job, token

    def write(self, **values: Any) -> None:
        """Keep something about the job, and the lease for as long again."""
        self._update(leased_until=clock.now() + LEASE, updated_at=clock.now(), **values)

    def finish(self, **values: Any) -> None:
        """Keep the outcome and give the lease back."""
        self._update(leased_until=None, lease_token="", attempts=0, updated_at=clock.now(), **values)

    def give_back(self) -> None:
        """Undone: the next beat finds the job again. How often that happens is counted."""
        self._update(leased_until=None, lease_token="")

    def _update(self, **values: Any) -> None:
        mine = ImportJob.objects.filter(pk=self.job.pk, lease_token=self.token)
        if not mine.update(**values):
            raise LostLease(str(self.job.pk))
        for name, value in values.items():
            setattr(self.job, name, value)


def waiting() -> list[int]:
    """Jobs that nobody works on, the oldest first."""
    return list(_free().order_by("pk").values_list("pk", flat=True)[:20])


def _free() -> Any:
    return ImportJob.objects.filter(Q(leased_until=None) | Q(leased_until__lt=clock.now()), phase__in=AT_WORK)


def claim(pk: int) -> Lease | None:
    """One conditional UPDATE, so that of two workers one gets it."""
    token = secrets.token_hex(16)
    until = clock.now() + LEASE
    got = _free().filter(pk=pk).update(lease_token=token, leased_until=until, attempts=F("attempts") + 1)
    return Lease(ImportJob.objects.select_related("person").get(pk=pk), token) if got else None


def is_hopeless(job: ImportJob) -> bool:
    """It took its worker down again and again."""
    return job.attempts > MOST_ATTEMPTS and job.phase != ImportPhase.DONE
