"""What the services behind a case add to its page at the desk; each part stands in a module beside its noun.

A part answers a dictionary with its `template` and whatever that reads, or None where there is nothing to show. The
parts of `MAIN` stand in the wide column, those of `SIDE` beside the papers.
"""

from collections.abc import Callable
from typing import Any

from enterprises.credit.case_part import credit_part
from enterprises.decisions.page import desk_part as letter_part
from enterprises.desk.clock_part import clock_part
from enterprises.desk.funds import FUNDS
from enterprises.desk.granted import granted_part
from enterprises.desk.labels import labels_part
from enterprises.desk.objections import case_part as objections_part
from enterprises.experts.progress import experts_part
from enterprises.models import Application
from enterprises.money.parts import desk_recovery, desk_report, payments
from enterprises.review.case_part import consultations_part, review_part, site_check_part
from portal.accounts.models import User

Part = Callable[[Application, User], dict[str, Any] | None]


def _labels_part(application: Application, user: User) -> dict[str, Any] | None:
    return labels_part(FUNDS, application.pk, user)


MAIN: tuple[Part, ...] = (review_part, site_check_part, consultations_part, credit_part, experts_part, desk_report)
SIDE: tuple[Part, ...] = (letter_part, objections_part, granted_part, _labels_part, payments, desk_recovery)


def case_parts(application: Application, user: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "main_parts": [found for part in MAIN if (found := part(application, user))],
        # The clock first: the date is what the day is planned by.
        "side_parts": [found for part in (clock_part, *SIDE) if (found := part(application, user))],
    }
