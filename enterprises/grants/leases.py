"""Who works on a run."""

from datetime import timedelta

from enterprises.models import GrantRun
from enterprises.models.grants import AT_WORK
from portal.core.leases import Leases

# Longer than the slowest single step: reading a workbook of 20,000 rows, or computing 500 lines.
LEASE = timedelta(minutes=5)
_runs = Leases(GrantRun, AT_WORK, LEASE, "call")
waiting, claim = _runs.waiting, _runs.claim
