"""Hands the last days of public notices to the calendar, which stands below and can't import them."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Max, Q
from django.urls import reverse

from enterprises.enums import State
from policies.alerts.calendar import Event
from policies.models import Measure
from portal.accounts.enums import BUREAU, Role
from portal.reviews.models import WorkItem


def notice_days(first: dt.date, last: dt.date) -> Iterator[Event]:
    """One event a measure and day; whom the notices name stands on their own page. Two queries."""
    items = WorkItem.objects.filter(
        closed_at=None, unit__code=BUREAU, desk=Role.CASE_MANAGER, state=State.PUBLICITY, due_on__range=(first, last)
    )
    found = items.values("due_on", measure=F("case__application__call__measure")).annotate(
        since=Max("opened_at"), sure=Count("pk", filter=Q(due_provisional=False))
    )
    rows = list(found.order_by("due_on", "measure"))
    measures = Measure.objects.for_lists().in_bulk({row["measure"] for row in rows})
    for row in rows:
        measure = measures[row["measure"]]
        yield Event(
            date=row["due_on"],
            kind="notice",
            key=f"notice-{measure.code}-{row['due_on']:%Y%m%d}".lower(),
            title_zh=measure.title_zh,
            title_en=measure.title_en,
            url=_page,
            areas=(measure.area,),
            updated_at=row["since"],
            provisional=not row["sure"],
            is_demo=measure.is_demo,
            measure=measure,
        )


def _page() -> str:
    return reverse("enterprises:notices")
