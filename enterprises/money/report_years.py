"""Performance reports over several years: which year is being reported on, and until when the next one is due.

Each year is reported on by itself and accepted by itself; the report of the last year is the one that is evaluated
(青岛市预算绩效管理条例 art. 24: recipients evaluate themselves at the end of each year).
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from enterprises.enums import ReportState, State
from enterprises.limits import stage_limit
from enterprises.models import Application
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.reviews.enums import TimeUnit
from portal.reviews.flow import Limit

MONTHS = 12
LEAST_DAYS = 30
PERFORMANCE = stage_limit("performance")


def report_year(application: Application) -> int:
    """The year that is being reported on, 1 for the first after the payment; never past the last of the call."""
    accepted = application.remembered(
        "reported", lambda: application.reports.filter(state=ReportState.ACCEPTED).count()
    )
    return min(accepted + 1, application.call.report_years)


def follow_more(application: Application) -> bool:
    return report_year(application) < application.call.report_years


def year_text(application: Application) -> str:
    """Empty where one report is all that the call asks for."""
    years = application.call.report_years
    return _("Year %(n)s of %(years)s") % {"n": report_year(application), "years": years} if years > 1 else ""


def report_due(application: Application, year: int) -> date:
    """The first as the call says, each further one a year after the one before, counted from the payment."""
    first = PERFORMANCE(application)
    return due_on(_paid_on(application), first.n + MONTHS * (year - 1), first.unit).on


def _paid_on(application: Application) -> date:
    moves = application.transitions.filter(target=State.PAID).exclude(source=State.PAID)
    at = moves.order_by("pk").values_list("at", flat=True).first() or clock.now()
    return at.astimezone(clock.now().tzinfo).date()


@dataclass(frozen=True)
class NextReport:
    """From the day on which a report is accepted to the day on which the next one is due; `usual` is what
    docs/workflows.md shows. A year that is over already leaves a month."""

    usual: Limit

    def __call__(self, application: Application) -> Limit:
        last = report_due(application, report_year(application) + 1)
        days = max((last - clock.today()).days, LEAST_DAYS)
        return replace(PERFORMANCE(application), n=days, unit=TimeUnit.DAY, extend=0)


next_report = NextReport(PERFORMANCE.usual)
