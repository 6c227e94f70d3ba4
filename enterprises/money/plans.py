"""The funds plan: the finance bureau sets out who gets how much of a call's money, under a document number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.call_permissions import scope_of
from enterprises.enums import State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, Call, FundsPlan, FundsPlanLine
from enterprises.money.access import must_handle_money
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock


def awards_without_plan(call: Call) -> Any:
    """Approved awards of the call that stand in no plan."""
    waiting = Application.objects.filter(call=call, state=State.APPROVED, granted_fen__gt=0, planned=None)
    return waiting.select_related("enterprise").order_by("pk")


def issue_plan(call: Call, user: User, *, number: str, issued_on: date, awards: Iterable[int]) -> FundsPlan:
    """Raises MoneyError when one of the awards is not approved any more or stands in a plan already."""
    must_handle_money(user)
    wanted = sorted(set(awards))
    with transaction.atomic():
        # Two plans at one moment wait for each other here and not at their lines.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if FundsPlan.objects.filter(number=number).exists():
            raise MoneyError(_("There is a funds plan %(number)s already.") % {"number": number})
        found = list(awards_without_plan(call).filter(pk__in=wanted))
        if not wanted:
            raise MoneyError(_("Choose at least one award."))
        if len(found) != len(wanted):
            raise MoneyError(_("One of these awards is on hold or stands in a plan already: look at the list again."))
        plan = FundsPlan.objects.create(
            call=call,
            number=number,
            issued_on=issued_on,
            total_fen=sum(one.granted_fen or 0 for one in found),
            issued_by=user,
            issued_at=clock.now(),
        )
        FundsPlanLine.objects.bulk_create(
            FundsPlanLine(plan=plan, application=one, amount_fen=one.granted_fen) for one in found
        )
        data = {"number": number, "awards": [one.number for one in found], "total_fen": plan.total_fen}
        record(scope=scope_of(call), verb="issue_plan", actor=user, target=f"plan:{plan.pk}", data=data)
    return plan
