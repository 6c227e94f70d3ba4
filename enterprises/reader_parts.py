"""What stands on the applicant's page of a case beside its state: each part in a module beside its noun.

A part answers a dictionary with its `template` and whatever that reads, or None where there is nothing to show.
"""

from collections.abc import Callable
from typing import Any

from enterprises.decisions.page import reader_part as decision_part
from enterprises.models import Application
from enterprises.money.parts import reader_payments, reader_recovery, reader_report
from enterprises.reader_clock import clock_part
from portal.accounts.models import User

PARTS: tuple[Callable[[Application, User], dict[str, Any] | None], ...] = (
    reader_recovery,
    decision_part,
    reader_report,
    reader_payments,
)


def reader_parts(application: Application, user: User) -> list[dict[str, Any]]:
    return [found for part in (clock_part, *PARTS) if (found := part(application, user))]
