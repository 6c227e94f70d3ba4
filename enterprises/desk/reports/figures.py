"""The other figures of the reports; each is one query in which the database does the counting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast, TruncMonth

from enterprises.desk.reports.durations import STALE_WORKDAYS
from enterprises.desk.sources import SOON_WORKDAYS
from enterprises.enums import Outcome
from enterprises.models import Application, BudgetEntry, Decision
from portal.accounts.enums import Role
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.reviews.models import RequestLine, WorkItem

# Working days since the work came to the desk: up to so many.
AGES = (5, 10, 20, 60, STALE_WORKDAYS)
TARGETS_SHOWN, CALLS_SHOWN = 15, 8


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted; `unit` narrows to one team."""

    first: date
    last: date
    unit: int | None = None

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, clock.now().tzinfo)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last, time.max, clock.now().tzinfo)

    def within(self, column: str) -> dict[str, datetime]:
        return {f"{column}__gte": self.start, f"{column}__lte": self.end}


def backlog(
    unit: int | None, flow: str = "application", parties: Iterable[str] = (Role.APPLICANT,)
) -> list[dict[str, Any]]:
    """What lies open at each desk of a flow now, by age; `age0` is the youngest, the last what has been forgotten."""
    edges = [_days_ago(age) for age in AGES]
    ages: dict[str, Count] = {}
    for number in range(len(edges) + 1):
        younger = Q(opened_at__lt=edges[number - 1]) if number else Q()
        older = Q(opened_at__gte=edges[number]) if number < len(edges) else Q()
        ages[f"age{number}"] = Count("pk", filter=younger & older)
    items = WorkItem.objects.filter(closed_at=None, flow=flow).exclude(desk__in=parties)
    if unit is not None:
        items = items.filter(unit=unit)
    return list(items.values("desk", "unit").annotate(total=Count("pk"), **ages).order_by("-total", "unit", "desk"))


def load(unit: int | None) -> list[dict[str, Any]]:
    """What each official holds open now, at which desk: `late` is past its day, `soon` has at most three working days.

    Counted as the queue counts; `holder` is None for what nobody has taken.
    """
    today = clock.today()
    late = Q(due_on__lt=today)
    soon = Q(due_on__gte=today, due_on__lte=add_workdays(today, SOON_WORKDAYS).on)
    items = WorkItem.objects.filter(closed_at=None, flow="application")
    items = items.exclude(desk=Role.APPLICANT)
    if unit is not None:
        items = items.filter(unit=unit)
    rows = items.values("desk", "unit", "holder", "holder__name", "holder__email")
    rows = rows.annotate(total=Count("pk"), late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    return list(rows.order_by("-total", "unit", "desk", "holder__email"))


def _days_ago(workdays: int) -> datetime:
    day = add_workdays(clock.today(), -workdays).on
    return datetime.combine(day, time.min, clock.now().tzinfo)


def corrections(period: Period) -> list[dict[str, Any]]:
    """How often each field or paper was to be corrected, by call."""
    lines = RequestLine.objects.filter(request__case__flow="application", **period.within("request__asked_at"))
    if period.unit is not None:
        lines = lines.filter(request__case__unit=period.unit)
    call = "request__case__application__call__code"
    return list(lines.values("target", code=F(call)).annotate(number=Count("pk")).order_by("-number", "target"))


def submitted(period: Period) -> dict[str, int]:
    """Applications by call, so that a rate of corrections can be told from a large call."""
    rows = Application.objects.filter(**period.within("submitted_at"))
    if period.unit is not None:
        rows = rows.filter(unit=period.unit)
    return dict(rows.values_list("call__code").annotate(Count("pk")).order_by())


def spread(period: Period) -> list[dict[str, Any]]:
    """How those who draft decisions judge: signed ones only; a cut is what is missing to the computed amount."""
    signed = Decision.objects.filter(is_current=True, **period.within("signed_at"))
    supported = Q(outcome=Outcome.APPROVE)
    cut = 100.0 - Cast(F("amount_fen"), FloatField()) * 100.0 / Cast(F("application__computed_fen"), FloatField())
    rows = signed.values("drafter__name", "drafter__email").annotate(
        number=Count("pk"),
        supported=Count("pk", filter=supported),
        cut=Avg(cut, filter=supported & Q(application__computed_fen__gt=0)),
    )
    return list(rows.order_by("-number", "drafter__email"))


def burn(period: Period) -> list[dict[str, Any]]:
    """What the ledger says, by call, kind and month, up to the end of the period; in fen."""
    entries = BudgetEntry.objects.filter(at__lte=period.end)
    rows = entries.annotate(month=TruncMonth("at")).values("call__code", "call__budget_fen", "kind", "month")
    return list(rows.annotate(fen=Sum("amount_fen")).order_by("call__code", "month"))
