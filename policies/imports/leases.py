"""Who works on a job."""

from datetime import timedelta

from policies.enums import ImportPhase
from policies.models import ImportJob
from policies.models.import_jobs import AT_WORK
from portal.core.leases import MOST_ATTEMPTS, Leases

# Longer than the slowest single step (reading a workbook of 200 MB, or writing 200,000 rows).
LEASE = timedelta(minutes=10)
_jobs = Leases(ImportJob, AT_WORK, LEASE, "person")
waiting, claim = _jobs.waiting, _jobs.claim


def is_hopeless(job: ImportJob) -> bool:
    """It took its worker down again and again."""
    return job.attempts > MOST_ATTEMPTS and job.phase != ImportPhase.DONE
