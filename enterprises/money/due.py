"""What could be paid now: approved awards with their instalments, and for each why it can't be, if it can't."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from enterprises.enums import LineState, State
from enterprises.models import Application, PaymentLine
from enterprises.money.credit import listed_among, listed_text
from enterprises.money.instalments import Instalment, approved_days, instalments_of
from portal.core import clock
from portal.core.money import yuan

# So many awards are looked at for one page.
MOST = 300


@dataclass(frozen=True)
class Due:
    """An instalment that was not paid. `problem` is empty when it can go into a batch."""

    application: Application
    instalment: Instalment
    problem: str

    @property
    def key(self) -> str:
        return f"{self.application.pk}-{self.instalment.number}"

    @property
    def amount_cny(self) -> Any:
        return yuan(self.instalment.amount_fen)


def awards_to_pay() -> Any:
    waiting = Application.objects.filter(state__in=(State.APPROVED, State.SUSPENDED), granted_fen__gt=0)
    return waiting.select_related("call__measure", "enterprise", "planned__plan").order_by("pk")


def due_now(awards: Iterable[Application]) -> list[Due]:
    """Every instalment that is neither paid nor in a batch; as many queries for hundreds of awards as for one."""
    awards = list(awards)
    taken = set(
        PaymentLine.objects.filter(application__in=[one.pk for one in awards])
        .exclude(state=LineState.FAILED)
        .values_list("application_id", "instalment")
    )
    days = approved_days(one.pk for one in awards)
    listed = listed_among(awards)
    found = []
    for award in awards:
        waiting = [one for one in instalments_of(award, days.get(award.pk)) if (award.pk, one.number) not in taken]
        found += [Due(award, one, _problem(award, one, award.pk in listed)) for one in waiting]
    return sorted(
        found, key=lambda one: (bool(one.problem), one.instalment.due_on or clock.today(), one.application.pk)
    )


def _problem(award: Application, one: Instalment, listed: bool) -> str:
    if award.state == State.SUSPENDED:
        return _("The payment is on hold.")
    if getattr(award, "planned", None) is None:
        return _("It stands in no funds plan yet.")
    if one.due_on is None or one.due_on > clock.today():
        return _("Due from %(day)s.") % {"day": formats.date_format(one.due_on) if one.due_on else "–"}
    return listed_text() if listed else ""
