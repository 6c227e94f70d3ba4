"""The demand for repayment (追回资金通知书) as PDF: amount, reason and clause, last day, how to pay and appeal."""

from typing import Any

from enterprises.blank_form import both
from enterprises.decisions.letters import authority_of, clauses_of, remedies_of, verification
from enterprises.enums import State
from enterprises.models import Application, RecoveryOrder
from portal.accounts.enums import FINANCE
from portal.core import clock
from portal.core.money import format_cny, yuan
from portal.core.pdf import render


def demand_of(application: Application) -> RecoveryOrder | None:
    """What the enterprise may open; None while nothing is demanded."""
    if application.state not in (State.RECOVERING, State.RECOVERED):
        return None
    order = RecoveryOrder.objects.filter(application=application.pk).first()
    if order is not None:
        order.application = application
    return order


def demand_pdf(order: RecoveryOrder) -> bytes:
    """The same bytes for the same demand; the first opening adds the last days to appeal. Raises PdfError."""
    return render("demand", demand_data(order))


def demand_data(order: RecoveryOrder) -> dict[str, Any]:
    application = order.application
    measure, call = application.call.measure, application.call
    made = order.ordered_at.astimezone(clock.now().tzinfo).date().isoformat()
    return {
        "number": application.number,
        "title": ["追回资金通知书", "Demand for repayment"],
        "made": made,
        "enterprise": application.enterprise.name,
        "credit_code": application.enterprise.credit_code,
        "measure": [measure.title_zh, measure.title_en],
        "policy": [measure.policy.title_zh, measure.policy.title_en],
        "call": f"{call.code} {call.number}".strip(),
        "amount": _money(order.amount_fen),
        "interest": _money(order.interest_fen) if order.interest_fen else "",
        "interest_basis": order.interest_basis,
        "total": _money(order.total_fen),
        "due": order.due_on.isoformat() if order.due_on else "",
        "reason": order.reason,
        "clauses": clauses_of(order),
        "remedies": remedies_of(order),
        "authority": authority_of(FINANCE),
        "demo": application.is_demo,
        **verification(order),
    }


def _money(amount_fen: int) -> str:
    return " / ".join(both(lambda: format_cny(yuan(amount_fen))))
