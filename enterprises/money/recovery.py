"""Getting money back: what was ordered, what has come, and for how long the enterprise is barred."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from enterprises import budget
from enterprises.enums import State
from enterprises.exceptions import MoneyError
from enterprises.models import RecoveryOrder, Repayment
from enterprises.models.recovery import BAR
from enterprises.money.access import must_handle_money
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.money import format_cny, yuan
from portal.reviews.models import Case


def repaid(order: RecoveryOrder) -> int:
    return order.repayments.aggregate(total=Sum("amount_fen"))["total"] or 0


def enter_repayment(order: RecoveryOrder, user: User, *, amount_fen: int, received_on: date, reference: str) -> bool:
    """Money that came back, in part or in whole; True when nothing is missing any more."""
    must_handle_money(user)
    try:
        with transaction.atomic():
            state = Case.objects.select_for_update(of=("self",)).values_list("state", flat=True)
            if state.get(pk=order.application_id) != State.RECOVERING:
                raise MoneyError(_("This recovery is closed: nothing was entered."))
            before = repaid(order)
            missing = order.total_fen - before
            if not 0 < amount_fen <= missing:
                raise MoneyError(_("At most %(amount)s are still to come.") % {"amount": format_cny(yuan(missing))})
            if received_on > clock.today():
                raise MoneyError(_("That day has not come yet."))
            Repayment.objects.create(
                order=order, amount_fen=amount_fen, received_on=received_on, reference=reference, entered_by=user,
                entered_at=clock.now(),
            )  # fmt: skip
            # The amount comes first; interest is no money of the call and never was.
            of_the_call = min(amount_fen, max(0, order.amount_fen - before))
            if of_the_call:
                budget.repay(order.application, of_the_call, user)
            data = {"amount_fen": amount_fen, "reference": reference}
            scope = f"case:{order.application_id}"
            record(scope=scope, verb="enter_repayment", actor=user, target=order.application.number, data=data)
    except IntegrityError as error:
        raise MoneyError(_("A repayment with this reference was entered already.")) from error
    return amount_fen == missing


def bars(enterprise: int) -> list[dict[str, Any]]:
    """Recoveries of the last three years: for so long an enterprise usually gets no further support."""
    since = clock.now() - BAR
    orders = RecoveryOrder.objects.filter(application__enterprise=enterprise, ordered_at__gt=since)
    return [
        {
            "number": order.application.number,
            "application": order.application_id,
            "until": (order.ordered_at + BAR).date(),
        }
        for order in orders.select_related("application").order_by("-ordered_at")
    ]
