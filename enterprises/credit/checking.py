"""Which records count on a day, and a check of a case against them.

A record counts for at most five years from its publication (山东省社会信用条例 art. 38), and no longer once it is
repaired (art. 41).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from enterprises.credit.enums import CURABLE, CreditMoment, CreditResult
from enterprises.credit.exceptions import CreditRefused
from enterprises.enums import State
from enterprises.limits import legal_limit
from enterprises.models import Application, CreditCheck, CreditRecord
from enterprises.permissions import is_case_manager, is_finance_officer
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

CODES_AT_ONCE = 500
# For which moments a case can be checked in a state: the next one, and that of the stage it has just reached.
MOMENTS: dict[str, tuple[CreditMoment, ...]] = {
    State.SUBMITTED: (CreditMoment.FILING,),
    State.ACCEPTED: (CreditMoment.FILING,),
    State.FORMAL_REVIEW: (CreditMoment.FILING,),
    State.EXPERT_REVIEW: (CreditMoment.FILING, CreditMoment.DECISION),
    State.VERIFICATION: (CreditMoment.DECISION,),
    State.DECIDING: (CreditMoment.DECISION, CreditMoment.PUBLICITY),
    State.PUBLICITY: (CreditMoment.PUBLICITY,),
    State.OBJECTION: (CreditMoment.PUBLICITY, CreditMoment.DECISION),
    State.APPROVED: (CreditMoment.PAYMENT,),
    State.SUSPENDED: (CreditMoment.PAYMENT,),
}


def counting(on: date) -> Q:
    """The records that count on this day; the day of repair is the first on which one does not."""
    years = legal_limit("CREDIT-MAX")["n"]
    try:
        first = on.replace(year=on.year - years)
    except ValueError:  # 29 February
        first = on.replace(year=on.year - years, day=28)
    return (
        Q(since__lte=on, since__gt=first)
        & (Q(until=None) | Q(until__gte=on))
        & (Q(repaired_on=None) | Q(repaired_on__gt=on))
    )


def exclusions(credit_codes: Iterable[str], on: date) -> dict[str, list[CreditRecord]]:
    """The records that count on this day by credit code; a code without any is not in it."""
    found: dict[str, list[CreditRecord]] = {}
    codes = sorted(set(credit_codes))
    for first in range(0, len(codes), CODES_AT_ONCE):
        some = codes[first : first + CODES_AT_ONCE]
        for one in CreditRecord.objects.filter(counting(on), credit_code__in=some).order_by("pk"):
            found.setdefault(one.credit_code, []).append(one)
    return found


def records_of(application: Application) -> list[CreditRecord]:
    """Those that count against the applicant today."""
    code = application.enterprise.credit_code
    return exclusions([code], clock.today()).get(code, [])


def result_of(records: list[CreditRecord]) -> CreditResult:
    if not records:
        return CreditResult.CLEAN
    curable = all(one.category in CURABLE for one in records)
    return CreditResult.CURABLE if curable else CreditResult.LISTED


def moments_open(application: Application, user: User) -> list[CreditMoment]:
    """The checks that this person may make now: the division all, the finance bureau those before a payment."""
    return [one for one in MOMENTS.get(application.state, ()) if may_check(user, application, one)]


def may_check(user: User, application: Application, moment: str) -> bool:
    if is_case_manager(user, application):
        return True
    return moment == CreditMoment.PAYMENT and is_finance_officer(user, application)


def check(application: Application, moment: str, actor: User | None, note: str = "") -> CreditCheck:
    """Look at the lists now and keep the result. `actor` is None when the portal itself checks.

    Raises StepForbidden for another desk, CreditRefused where this check makes no sense in the case's state.
    """
    if actor is not None and not may_check(actor, application, moment):
        raise StepForbidden(_("Credit is checked by the responsible division, before a payment by the finance bureau."))
    if moment not in MOMENTS.get(application.state, ()):
        raise CreditRefused(_("This check is not due in the case’s present state. Reload the page to see which is."))
    records = records_of(application)
    made = CreditCheck.objects.create(
        application=application, moment=moment, result=result_of(records), found=[_kept(one) for one in records],
        note=note.strip(), by=actor, at=clock.now(),
    )  # fmt: skip
    application.forget("credit")
    data = {"moment": str(moment), "result": str(made.result)}
    record(scope=f"case:{application.pk}", verb="credit_check", actor=actor, target=application.number, data=data)
    return made


def _kept(one: CreditRecord) -> dict[str, Any]:
    """What says which record it was, without the report."""
    return {
        "pk": one.pk,
        "category": one.category,
        "reference": one.reference,
        "source": one.source,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else "",
    }


def latest_check(application: Application, moment: str) -> CreditCheck | None:
    return application.credit_checks.filter(moment=moment).order_by("-pk").first()


def check_new_filings(most: int = 200) -> int:
    """The portal's own check of what came in since the last time; how many it made. Twice in a row makes none."""
    checked = CreditCheck.objects.filter(application=OuterRef("pk"), moment=CreditMoment.FILING)
    waiting = Application.objects.filter(~Exists(checked), state=State.SUBMITTED).select_related("enterprise")
    return len([check(one, CreditMoment.FILING, None) for one in waiting.order_by("pk")[:most]])
