"""Before money goes out each payee’s credit is checked, at drawing up and at release; good for ten working days."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from enterprises.credit.checking import check, exclusions, latest_check, records_of, result_of
from enterprises.credit.enums import CreditMoment, CreditResult
from enterprises.credit.guards import is_good
from enterprises.enums import State
from enterprises.models import Application
from portal.accounts.models import User
from portal.core import clock


def see_to_checks(awards: Iterable[Application], user: User) -> None:
    """A check for each that has no good one. Called outside the transaction of what follows: it is kept even if the
    batch is refused for what it found."""
    for award in awards:
        if award.state not in (State.APPROVED, State.SUSPENDED):
            continue
        made = latest_check(award, CreditMoment.PAYMENT)
        if not is_good(award, made, records_of(award)):
            check(award, CreditMoment.PAYMENT, user)


def listed_among(awards: Iterable[Application]) -> set[int]:
    """Awards whose enterprise has a record that counts today; one query for many."""
    awards = list(awards)
    found = exclusions([award.enterprise.credit_code for award in awards], clock.today())
    return {
        award.pk for award in awards if result_of(found.get(award.enterprise.credit_code, [])) != CreditResult.CLEAN
    }


def credit_problem(award: Application) -> str:
    """Why its credit keeps it from being paid now; empty when nothing does."""
    records = records_of(award)
    if result_of(records) != CreditResult.CLEAN:
        return listed_text()
    if not is_good(award, latest_check(award, CreditMoment.PAYMENT), records):
        return _("Its credit was not checked within the last ten working days.")
    return ""


def listed_text() -> str:
    return _("A credit record counts against the enterprise.")
