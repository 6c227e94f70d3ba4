"""Due dates worked out anew when the calendar changed: from the start, with the pauses and the extension.

The token of the calendar says whether it changed. A run that is killed begins again and finds done what was done;
dates that moved are told from their rows, in the transaction that marks them as told.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import record
from portal.calendars.models import Version
from portal.calendars.watchers import Moved
from portal.calendars.workdays import Calendar, Due
from portal.core import clock
from portal.reviews import notifications as message
from portal.reviews.cases import with_words
from portal.reviews.due import due_of
from portal.reviews.enums import DueReason
from portal.reviews.models import DueChange, Extension, Pause, Recount, WorkItem

log = logging.getLogger(__name__)
CHUNK = 500
TOLD_AT_ONCE = 2_000
PREVIEWED = ("pk", "case__number", "opened_at", "limit_number", "limit_unit", "due_on", "due_provisional")


def recount_if_changed() -> int:
    """How many open due dates became others, or stopped being provisional."""
    token = Version.current()
    if Recount.objects.filter(pk=1, token=token).exists():
        return 0
    # After the token: a change in between costs one more run, and is never missed.
    calendar, moved, last = Calendar.read(), 0, 0
    while True:
        with transaction.atomic():
            items = list(_counted().filter(pk__gt=last).select_for_update(of=("self",)).order_by("pk")[:CHUNK])
            moved += _write(list(_changed(items, calendar)))
        if not items:
            break
        last = items[-1].pk
    while _tell_moved():
        pass
    Recount.objects.update_or_create(pk=1, defaults={"token": token, "at": clock.now()})
    return moved


def preview(calendar: Calendar) -> Iterator[Moved]:
    """What a calendar that is not saved yet would move; nothing is written or locked. An official waits for it, so
    rows come as they are, and one date is counted for all that began on one day under one limit."""
    due_on, zone, last = cache(calendar.due_on), clock.now().tzinfo, 0
    while rows := list(_timed().filter(pk__gt=last).order_by("pk").values_list(*PREVIEWED)[: 10 * CHUNK]):
        touched = _touched(last, rows[-1][0], calendar)
        for pk, number, opened, limit, unit, old, provisional in rows:
            try:
                due = touched[pk] if pk in touched else due_on(opened.astimezone(zone).date(), limit, unit)
            except (ValueError, OverflowError):
                log.exception("the due date of item %s can’t be counted", pk)
                continue
            if due is not None and (due.on, due.provisional) != (old, provisional):
                yield Moved(number, old, provisional, due.on, due.provisional)
        last = rows[-1][0]


def _touched(after: int, until: int, calendar: Calendar) -> dict[int, Due | None]:
    """The dates of those items that were stopped or got more time, each from its own rows."""
    own = Exists(Pause.objects.filter(item=OuterRef("pk"))) | Exists(Extension.objects.filter(item=OuterRef("pk")))
    items = list(_counted().filter(own, pk__gt=after, pk__lte=until))
    moved = {item.pk: due for item, due in _changed(items, calendar)}
    return {item.pk: moved.get(item.pk, Due(item.due_on, item.due_provisional)) for item in items}


def note_change(actor: User, verb: str, row: Any, values: dict[str, str]) -> None:
    """Who changed the calendar, in the audit: every open date may rest on it."""
    record(scope="calendar", verb=f"{verb}_{row._meta.model_name}", actor=actor, target=str(row), data=values)


def _timed() -> Any:
    """Open items whose date follows from a limit."""
    return WorkItem.objects.open().filter(limit_number__isnull=False, due_on__isnull=False)


def _counted() -> Any:
    """The same with what moved their dates: two queries more, however many."""
    approved = Extension.objects.filter(refused_at=None)
    return _timed().prefetch_related("pauses", Prefetch("extensions", approved, to_attr="counting"))


def _changed(items: list[WorkItem], calendar: Calendar) -> Iterator[tuple[WorkItem, Due]]:
    for item in items:
        try:
            due = due_of(item, item.pauses.all(), item.counting[0] if item.counting else None, calendar)
        except (ValueError, OverflowError):
            # One row that makes no sense must not keep all the others from their dates.
            log.exception("the due date of item %s can’t be counted", item.pk)
            continue
        if due is not None and (due.on, due.provisional) != (item.due_on, item.due_provisional):
            yield item, due


def _write(changed: list[tuple[WorkItem, Due]]) -> int:
    moment, rows = clock.now(), []
    for item, due in changed:
        rows.append(
            DueChange(
                item=item,
                old=item.due_on,
                new=due.on,
                old_provisional=item.due_provisional,
                new_provisional=due.provisional,
                why=DueReason.CALENDAR,
                at=moment,
                # A date that stays is no news to anybody; it only loses its mark.
                told_at=moment if due.on == item.due_on else None,
            )
        )
        item.due_on, item.due_provisional, item.clock_touched = due.on, due.provisional, True
    DueChange.objects.bulk_create(rows)
    WorkItem.objects.bulk_update(
        [item for item, _due in changed], ["due_on", "due_provisional", "clock_touched"], batch_size=CHUNK
    )
    return len(rows)


def _tell_moved() -> int:
    """Tell whom the dates concern: the applicant, and whoever holds the case at its desk."""
    with transaction.atomic():
        rows = list(
            DueChange.objects.filter(told_at=None)
            .select_for_update(of=("self",))
            .select_related("item__case", "item__holder")
            .order_by("pk")[:TOLD_AT_ONCE]
        )
        if not rows:
            return 0
        words = with_words({row.item.case_id: row.item.case.flow for row in rows})
        people: dict[User, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            case = words.get(row.item.case_id)
            if case is None or row.item.closed_at is not None:
                continue
            line = case | {"old": row.old, "new": row.new, "provisional": row.new_provisional}
            if case["reader"] is not None:
                people[case["reader"]].append(line | {"official": False})
            if row.item.holder is not None and row.item.desk != Role.APPLICANT:
                people[row.item.holder].append(line | {"official": True})
        message.moved(people, key=str(rows[-1].pk))
        DueChange.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
    return len(rows)
