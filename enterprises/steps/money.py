"""The money and after: payment, hold, report, recovery."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import permissions as who
from enterprises.enums import State
from enterprises.limits import stage_limit
from enterprises.money import effects as money
from enterprises.money import guards as only_if
from enterprises.money import reports
from enterprises.money.report_years import next_report
from portal.accounts.enums import Role
from portal.reviews.enums import LimitKind, TimeUnit
from portal.reviews.flow import Limit, Step

# The division's own time for a report, and the applicant's for one that was sent back: the process table names none.
LOOKED_AT = Limit(20, TimeUnit.WORKDAY, LimitKind.TYPICAL)
WRITTEN_ANEW = Limit(20, TimeUnit.WORKDAY, LimitKind.TYPICAL)

PAYMENT: dict[str, Step] = {
    "suspend_payment": Step(
        sources=(State.APPROVED,),
        target=State.SUSPENDED,
        label=_("Put the payment on hold"),
        done=_("Payment on hold"),
        allowed=who.is_finance_officer,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        comment=True,
        guards=(only_if.nothing_is_with_the_bank,),
        effects=(money.leave_drafts, then.tell_suspended),
    ),
    "resume_payment": Step(
        sources=(State.SUSPENDED,),
        target=State.APPROVED,
        label=_("Go on with the payment"),
        done=_("Payment goes on"),
        allowed=who.is_finance_officer,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        comment=True,
        effects=(then.tell_resumed,),
    ),
    "cancel_award": Step(
        sources=(State.SUSPENDED,),
        target=State.REJECTED,
        label=_("Cancel the award"),
        done=_("Award cancelled"),
        allowed=who.is_finance_officer & ~only_if.something_is_paid,
        comment=True,
        guards=(only_if.nothing_was_paid,),
        effects=(then.release_budget, then.tell_rejected),
        careful=True,
    ),
    "pay": Step(
        sources=(State.APPROVED, State.SUSPENDED),
        target=State.PAID,
        label=_("Record the payment"),
        done=_("Paid"),
        allowed=who.is_finance_officer & only_if.everything_is_paid,
        desk=Role.APPLICANT,
        within=stage_limit("performance"),
        on_due="note_missing_report",
        guards=(only_if.every_instalment_is_confirmed,),
        effects=(then.tell_paid,),
    ),
}
AFTERWARDS: dict[str, Step] = {
    "submit_report": Step(
        sources=(State.PAID,),
        target=State.PAID,
        label=_("Send the performance report"),
        done=_("Performance report sent"),
        allowed=who.is_filer & only_if.no_report_is_looked_at,
        desk=Role.CASE_MANAGER,
        within=LOOKED_AT,
        guards=(only_if.report_is_complete,),
        effects=(reports.send_report, then.tell_report_sent),
        needs_form=True,
    ),
    "note_missing_report": Step(
        sources=(State.PAID,),
        target=State.PAID,
        label=_("Note that no report came"),
        done=_("No performance report came in time"),
        allowed=None,
        desk=Role.CASE_MANAGER,
        within=LOOKED_AT,
        effects=(then.tell_report_missing,),
    ),
    "return_report": Step(
        sources=(State.PAID,),
        target=State.PAID,
        label=_("Send the report back"),
        done=_("Performance report sent back"),
        allowed=who.is_case_manager & ~only_if.no_report_is_looked_at,
        desk=Role.APPLICANT,
        within=WRITTEN_ANEW,
        on_due="note_missing_report",
        comment=True,
        guards=(only_if.a_report_was_sent,),
        effects=(reports.send_report_back, then.tell_report_returned),
    ),
    "accept_report": Step(
        sources=(State.PAID,),
        target=State.PAID,
        label=_("Accept the report of this year"),
        done=_("Report of the year accepted"),
        allowed=who.is_case_manager & only_if.can_be_evaluated & only_if.more_reports_follow,
        desk=Role.APPLICANT,
        within=next_report,
        on_due="note_missing_report",
        comment=True,
        guards=(only_if.grade_fits,),
        effects=(reports.judge_report, then.tell_report_accepted),
    ),
    "evaluate": Step(
        sources=(State.PAID,),
        target=State.EVALUATED,
        label=_("Evaluate the performance"),
        done=_("Performance evaluated"),
        allowed=who.is_case_manager & only_if.can_be_evaluated & ~only_if.more_reports_follow,
        comment=True,
        guards=(only_if.grade_fits,),
        effects=(reports.judge_report, then.tell_evaluated),
    ),
    "demand_repayment": Step(
        sources=(State.PAID, State.EVALUATED, State.SUSPENDED),
        target=State.RECOVERING,
        label=_("Demand repayment"),
        done=_("Repayment demanded"),
        allowed=who.is_finance_officer & only_if.something_is_paid,
        desk=Role.FINANCE,
        within=stage_limit("recovery"),
        comment=True,
        guards=(only_if.recovery_fits,),
        effects=(money.order_recovery, then.tell_recovery),
        careful=True,
    ),
    "record_repayment": Step(
        sources=(State.RECOVERING,),
        target=State.RECOVERED,
        label=_("Record the repayment"),
        done=_("Repaid"),
        allowed=who.is_finance_officer & only_if.is_repaid,
        guards=(only_if.repayment_is_complete,),
        effects=(then.tell_recovered,),
    ),
}
MONEY = PAYMENT | AFTERWARDS
