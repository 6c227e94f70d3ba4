"""The money and after: payment, hold, report, recovery."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import permissions as who
from enterprises.enums import State
from enterprises.limits import stage_limit
from portal.accounts.enums import Role
from portal.reviews.flow import Step

MONEY: dict[str, Step] = {
    "suspend_payment": Step(
        sources=(State.APPROVED,),
        target=State.SUSPENDED,
        label=_("Put the payment on hold"),
        done=_("Payment on hold"),
        allowed=who.is_finance_officer,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        comment=True,
        effects=(then.tell_suspended,),
    ),
    "cancel_award": Step(
        sources=(State.SUSPENDED,),
        target=State.REJECTED,
        label=_("Cancel the award"),
        done=_("Award cancelled"),
        allowed=who.is_finance_officer,
        comment=True,
        effects=(then.release_budget, then.tell_rejected),
        careful=True,
    ),
    "pay": Step(
        sources=(State.APPROVED, State.SUSPENDED),
        target=State.PAID,
        label=_("Record the payment"),
        done=_("Paid"),
        allowed=who.is_finance_officer,
        desk=Role.CASE_MANAGER,
        within=stage_limit("performance"),
        effects=(then.enter_payment, then.tell_paid),
    ),
    "evaluate": Step(
        sources=(State.PAID,),
        target=State.EVALUATED,
        label=_("Accept the performance report"),
        done=_("Performance evaluated"),
        allowed=who.is_case_manager,
        comment=True,
        effects=(then.tell_evaluated,),
    ),
    "demand_repayment": Step(
        sources=(State.PAID, State.EVALUATED),
        target=State.RECOVERING,
        label=_("Demand repayment"),
        done=_("Repayment demanded"),
        allowed=who.is_finance_officer,
        desk=Role.FINANCE,
        within=stage_limit("recovery"),
        comment=True,
        effects=(then.tell_recovery,),
        careful=True,
    ),
    "record_repayment": Step(
        sources=(State.RECOVERING,),
        target=State.RECOVERED,
        label=_("Record the repayment"),
        done=_("Repaid"),
        allowed=who.is_finance_officer,
        effects=(then.enter_repayment, then.tell_recovered),
    ),
}
