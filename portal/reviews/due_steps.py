"""The steps that expired time calls for: each case for itself, so that one that can't move stops no other."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from portal.core import clock
from portal.reviews import notifications as message
from portal.reviews.flow import flows
from portal.reviews.models import Case, StuckStep, WorkItem

log = logging.getLogger(__name__)
CHUNK = 500
# Shorter than the beat's interval, so that one run does not grow into the next.
TIME_BOX = 240.0
# How long a stuck step is left alone: at first for minutes, then for hours.
RETRY = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))


def take_all(*, chunk: int = CHUNK, time_box: float = TIME_BOX) -> int:
    """How many steps were taken. In the order of due dates, until none is left or the time box is used up."""
    end, taken = time.monotonic() + time_box, 0
    for item in _due(chunk):
        if time.monotonic() > end:
            log.warning("the time box is used up; the next run goes on")
            break
        taken += _take_safely(item)
    return taken


def _due(chunk: int) -> Iterator[WorkItem]:
    """Open items whose time is over, read in chunks behind the last one: one that stays open is not met again."""
    moment = clock.now()
    due = (
        WorkItem.objects.open()
        .exclude(on_due="")
        .filter(due_on__lt=clock.today(), paused_at=None)
        .filter(Q(stuck=None) | Q(stuck__next_at__lte=moment))
        .select_related("case")
        .order_by("due_on", "pk")
    )
    found = list(due[:chunk])
    while found:
        yield from found
        last = found[-1]
        found = list(due.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk))[:chunk])


def _take_safely(item: WorkItem) -> bool:
    try:
        taken = _take(item)
    except Exception as error:
        # A lost connection is nobody's fault: the run ends, the next one has a new connection.
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        log.exception("case %s can’t take %s", item.case.number, item.on_due)
        _mark_stuck(item, error)
        return False
    if taken:
        StuckStep.objects.filter(item=item).delete()
    return taken


def _take(item: WorkItem) -> bool:
    """One transaction. A case that somebody else has locked is left to them; the next run looks again."""
    with transaction.atomic():
        mine = Case.objects.select_for_update(skip_locked=True).filter(pk=item.case_id)
        if not list(mine.values_list("pk")):
            return False
        still = WorkItem.objects.open().filter(pk=item.pk, due_on__lt=clock.today(), paused_at=None)
        if not still.exists():
            return False
        flow = flows[item.case.flow]
        flow.take(flow.model().objects.get(pk=item.case_id), item.on_due, None)
    return True


def _mark_stuck(item: WorkItem, error: Exception) -> None:
    moment = clock.now()
    found, new = StuckStep.objects.get_or_create(
        item=item, defaults={"step": item.on_due, "error": str(error)[:500], "first_at": moment}
    )
    found.tries = 1 if new else found.tries + 1
    found.step, found.error, found.last_at = item.on_due, f"{type(error).__name__}: {error}"[:500], moment
    found.next_at = moment + RETRY[min(found.tries, len(RETRY)) - 1]
    found.save()
    if new:
        message.stuck(item, found)
