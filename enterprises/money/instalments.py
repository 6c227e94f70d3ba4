"""In how many parts an award is paid, and from which day each is due: as the call says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.enums import LineState, State
from enterprises.models import Application, PaymentLine
from portal.core import clock
from portal.reviews.models import Transition

MOST = 6
LONGEST_DAYS = 3650


@dataclass(frozen=True)
class Instalment:
    number: int
    of: int
    amount_fen: int
    due_on: date | None


def parts(total_fen: int, plan: list[dict[str, Any]]) -> list[int]:
    """The amounts in fen. Each is rounded down to whole fen; the last takes the rest, so that nothing is lost."""
    amounts = [total_fen * row["percent"] // 100 for row in plan[:-1]]
    return [*amounts, total_fen - sum(amounts)]


def problems(plan: Any) -> Iterator[Any]:
    """What is wrong with the instalments of a call, as sentences."""
    if not isinstance(plan, list) or not plan:
        yield _("At least one instalment is needed.")
        return
    if len(plan) > MOST:
        yield _("At most %(n)s instalments.") % {"n": MOST}
    if not all(_is_row(row) for row in plan):
        yield _("An instalment has a whole percentage above 0 and a number of days from the approval.")
        return
    if sum(row["percent"] for row in plan) != 100:
        yield _("The instalments must add up to 100 %.")
    days = [row["after_days"] for row in plan]
    if days != sorted(days):
        yield _("A later instalment is due later: put them in the order of their days.")


def _is_row(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != {"percent", "after_days"}:
        return False
    percent, days = row["percent"], row["after_days"]
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in (percent, days))
    return whole and 0 < percent <= 100 and 0 <= days <= LONGEST_DAYS


def instalments_of(application: Application, approved_on: date | None) -> list[Instalment]:
    """By the plan of its call; parts without money are left out."""
    plan = application.call.instalments
    amounts = parts(application.granted_fen or 0, plan)
    return [
        Instalment(number, len(plan), amount, approved_on + timedelta(row["after_days"]) if approved_on else None)
        for number, (row, amount) in enumerate(zip(plan, amounts, strict=True), start=1)
        if amount > 0
    ]


def approved_days(applications: Iterable[int]) -> dict[int, date]:
    """The day from which an award's instalments count; going on after a hold is no new approval. One query."""
    moves = Transition.objects.filter(case__in=list(applications), target=State.APPROVED)
    moves = moves.exclude(source=State.SUSPENDED).order_by("pk").values_list("case_id", "at")
    return {case: at.astimezone(clock.now().tzinfo).date() for case, at in moves}


def is_wholly_paid(application: Application) -> bool:
    """Whether the bank has confirmed every instalment."""
    wanted = {one.number for one in instalments_of(application, None)}
    done = PaymentLine.objects.filter(application=application.pk, state=LineState.PAID)
    return bool(wanted) and wanted <= set(done.values_list("instalment", flat=True))
