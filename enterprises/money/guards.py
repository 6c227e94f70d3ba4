"""What must hold before money moves, a report is taken or an award is recovered; and who may take these steps."""

from typing import Any

import rules
from django.utils.translation import gettext as _

from enterprises import budget
from enterprises.enums import Grade, ReportState
from enterprises.exceptions import MoneyError
from enterprises.models import Application, RecoveryOrder
from enterprises.money.batches import lines_with_the_bank
from enterprises.money.instalments import is_wholly_paid
from enterprises.money.recovery import repaid
from enterprises.money.report_years import follow_more
from enterprises.permissions import current_item
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.money import format_cny, yuan

Data = dict[str, Any]


@rules.predicate
def everything_is_paid(user: User, application: Application) -> bool:
    """The last answer of the bank takes this step itself; by hand it is open only where that did not happen."""
    return is_wholly_paid(application)


@rules.predicate
def something_is_paid(user: User, application: Application) -> bool:
    return budget.paid(application) > 0


@rules.predicate
def no_report_is_looked_at(user: User, application: Application) -> bool:
    item = current_item(application)
    if item is not None and item.desk == Role.APPLICANT:
        return True
    return not application.reports.filter(state=ReportState.SENT).exists()


@rules.predicate
def can_be_evaluated(user: User, application: Application) -> bool:
    """A report lies with the division, or none came in time."""
    item = current_item(application)
    return item is not None and item.desk == Role.CASE_MANAGER


@rules.predicate
def more_reports_follow(user: User, application: Application) -> bool:
    """The call asks for a report of another year after this one."""
    return follow_more(application)


@rules.predicate
def is_repaid(user: User, application: Application) -> bool:
    order = RecoveryOrder.objects.filter(application=application.pk).first()
    return order is not None and repaid(order) >= order.total_fen


def every_instalment_is_confirmed(application: Application, user: User | None, data: Data) -> None:
    if not is_wholly_paid(application):
        raise MoneyError(_("The bank has not confirmed every instalment: import its answers first."))


def nothing_is_with_the_bank(application: Application, user: User | None, data: Data) -> None:
    line = lines_with_the_bank(application).select_related("batch").first()
    if line is not None:
        raise MoneyError(
            _("A payment is in batch %(batch)s, which was released. Take that batch back, or wait for the answer.")
            % {"batch": line.batch.number}
        )


def nothing_was_paid(application: Application, user: User | None, data: Data) -> None:
    paid = budget.paid(application)
    if paid:
        raise MoneyError(
            _("%(amount)s were paid already: demand that back instead.") % {"amount": format_cny(yuan(paid))}
        )


def a_report_was_sent(application: Application, user: User | None, data: Data) -> None:
    if not application.reports.filter(state=ReportState.SENT).exists():
        raise MoneyError(_("There is no report to send back: it was not sent yet."))


def report_is_complete(application: Application, user: User | None, data: Data) -> None:
    """Read behind the lock of the case: a second report is not sent while one is being looked at."""
    report = application.reports.filter(state__in=(ReportState.DRAFT, ReportState.SENT)).first()
    if report is not None and report.state == ReportState.SENT:
        raise MoneyError(_("A report is being looked at already: wait for its answer."))
    if report is None or not report.reached.strip() or not report.use_of_funds.strip() or not report.own_grade:
        raise MoneyError(_("Say what was reached, what the money was used for, and whether the target was met."))


def grade_fits(application: Application, user: User | None, data: Data) -> None:
    if data.get("grade") not in Grade.values:
        raise MoneyError(_("Choose how far the target was met."))
    sent = application.reports.filter(state=ReportState.SENT).exists()
    if not sent and data["grade"] != Grade.NOT_MET:
        raise MoneyError(_("No report came, so the target can only count as not met."))


def recovery_fits(application: Application, user: User | None, data: Data) -> None:
    paid = budget.paid(application)
    if not 0 < data.get("amount_fen", paid) <= paid:
        raise MoneyError(
            _("The amount must be above 0 and at most %(paid)s, which is what was paid.")
            % {"paid": format_cny(yuan(paid))}
        )
    if data.get("interest_fen") and not data.get("interest_basis", "").strip():
        raise MoneyError(_("Say how the interest is reckoned: from when, at which rate, by which rule."))


def repayment_is_complete(application: Application, user: User | None, data: Data) -> None:
    order = RecoveryOrder.objects.filter(application=application.pk).first()
    missing = (order.total_fen - repaid(order)) if order else 0
    if order is None or missing > 0:
        raise MoneyError(
            _("%(amount)s have not come back yet: enter the repayments first.") % {"amount": format_cny(yuan(missing))}
        )
