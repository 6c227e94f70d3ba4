"""What the steps after the approval need: payments that the bank confirmed, a written report, money that came back."""

from typing import TYPE_CHECKING, Any

from enterprises.enums import Grade
from enterprises.models import Application, RecoveryOrder
from enterprises.money.paying import pay_awards
from enterprises.money.recovery import enter_repayment, repaid
from enterprises.money.reports import write_draft
from portal.accounts.models import User
from portal.core import clock

if TYPE_CHECKING:
    from enterprises.tests.factories import Cast


def pay_out(application: Application, people: "Cast", second: User, *, instalments: tuple[int, ...] = ()) -> None:
    """Plan, batch, release by a second officer, and the bank's answers: the last of them takes the step `pay`."""
    pay_awards([application], people.finance, second, instalments=instalments)
    application.refresh_from_db()
    application.forget()


def report_on(application: Application, step: str) -> dict[str, Any]:
    """Writes the report that is sent; answers the grade for the evaluation."""
    if step in {"accept_report", "evaluate"}:
        return {"grade": Grade.MET}
    written = {"reached": "新增境外客户 3 家。", "use_of_funds": "用于认证费用。", "own_grade": Grade.MET}
    write_draft(application, written)
    return {}


def repay(application: Application, people: "Cast") -> None:
    """Whatever is still missing comes back."""
    order = RecoveryOrder.objects.get(application=application.pk)
    missing = order.total_fen - repaid(order)
    if missing:
        enter_repayment(order, people.finance, amount_fen=missing, received_on=clock.today(), reference="R-1")
