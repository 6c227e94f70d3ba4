"""Who has a case open just now. It tells colleagues and blocks nobody; the flow refuses what was overtaken."""

from datetime import timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from enterprises.desk.desks import Desk
from enterprises.desk.funds import FUNDS
from enterprises.models import Application, CaseVisit
from enterprises.permissions import current_item
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import Case

FORGOTTEN = timedelta(minutes=5)
# A signature in a batch needs the case to have been opened; longer than any case lies at a desk.
KEPT = timedelta(days=120)


def visit(case: Case, user: User, *, drafting: bool = False, opened: bool = True) -> list[CaseVisit]:
    """Note that the person is in the case; who else is. Two queries."""
    now = clock.now()
    recent = CaseVisit.objects.filter(case=case.pk, seen_at__gte=now - FORGOTTEN).select_related("user")
    found = {row.user_id: row for row in recent.order_by("since", "pk")}
    mine = found.pop(user.pk, None)
    row = CaseVisit(
        case_id=case.pk,
        user=user,
        since=mine.since if mine else now,
        seen_at=now,
        opened_at=now if opened or mine is None else mine.opened_at,
        is_drafting=drafting or (mine is not None and mine.is_drafting and not opened),
    )
    fields = ["since", "seen_at", "is_drafting", *(["opened_at"] if opened else [])]
    CaseVisit.objects.bulk_create([row], update_conflicts=True, unique_fields=["case", "user"], update_fields=fields)
    return list(found.values())


def told(visits: list[CaseVisit]) -> list[str]:
    return [_text(row) for row in visits]


def _text(row: CaseVisit) -> str:
    since = formats.time_format(row.since.astimezone(clock.now().tzinfo), "H:i")
    if row.is_drafting:
        return _("%(who)s is in this case since %(time)s and is writing.") % {"who": row.user, "time": since}
    return _("%(who)s is looking at this case since %(time)s and has typed nothing.") % {"who": row.user, "time": since}


def was_opened(application: Application, user: User) -> bool:
    """Since the case came to the desk at which it lies."""
    item = current_item(application)
    if item is None:
        return False
    return CaseVisit.objects.filter(case=application.pk, user=user, opened_at__gte=item.opened_at).exists()


def forget_old() -> int:
    """What nobody needs any more."""
    gone, _by_model = CaseVisit.objects.filter(seen_at__lt=clock.now() - KEPT).delete()
    return gone


def context(case: Case, user: User, *, drafting: bool = False, desk: Desk = FUNDS) -> dict[str, Any]:
    return {"visitors": told(visit(case, user, drafting=drafting)), "visit_url": desk.url("visit", case.pk)}
