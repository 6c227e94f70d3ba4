"""The verbs of a clock: pause, resume, more time. Each leaves a row and an entry in the audit, and tells the applicant.

Whoever calls has asked whether the person may; what two people are needed for is checked here and by the database.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.core.dates import number_of
from portal.reviews import notifications as message
from portal.reviews.due import due_now
from portal.reviews.enums import DueReason
from portal.reviews.exceptions import ClockRefused
from portal.reviews.models import Case, DueChange, Extension, Pause, WorkItem


def pause(item: WorkItem, *, cause: str, owner: str, actor: User | None, note: str = "") -> Pause:
    """Stop the clock of an open item. `owner` is the role whose act ends the pause."""
    with transaction.atomic():
        item = _locked(item)
        if item.paused_at is not None:
            raise ClockRefused(_("The clock stands still already. Reload the page to see why."))
        if item.limit_number is None:
            raise ClockRefused(_("Nothing runs here that could be stopped: this work has no time limit."))
        found = Pause.objects.create(
            item=item, cause=cause, owner=owner, note=note.strip(), since=clock.now(), paused_by=actor
        )
        WorkItem.objects.filter(pk=item.pk).update(paused_at=found.since, pause_reason=cause, clock_touched=True)
        _record(item, "pause_clock", actor, cause=cause, owner=owner, note=found.note)
        message.paused(item, found)
    return found


def resume(item: WorkItem, actor: User | None) -> Pause:
    """Let the clock run again: the due date moves on by what the pause took."""
    with transaction.atomic():
        item = _locked(item)
        found = item.pauses.filter(until=None).first()
        if found is None:
            raise ClockRefused(_("The clock runs already. Reload the page to see until when."))
        found.until, found.resumed_by = clock.now(), actor
        found.save(update_fields=["until", "resumed_by"])
        WorkItem.objects.filter(pk=item.pk).update(paused_at=None, pause_reason="")
        _move_due(item, DueReason.RESUMED)
        _record(item, "resume_clock", actor, cause=found.cause, due_on=item.due_on)
        message.resumed(item, found)
    return found


def ask_extension(item: WorkItem, *, days: int, reason: str, actor: User) -> Extension:
    """Ask for more time in the limit's own unit, once, at most what the law or the promise allows."""
    with transaction.atomic():
        item = _locked(item)
        if not item.limit_extend or item.limit_number is None:
            raise ClockRefused(_("This time limit can’t be extended."))
        if not 1 <= days <= item.limit_extend:
            most = number_of(item.limit_extend, item.limit_unit)
            raise ClockRefused(_("It can be extended by at most %(most)s.") % {"most": most})
        if not reason.strip():
            raise ClockRefused(_("Give the reason: the applicant will read it."))
        if item.extensions.filter(refused_at=None).exists():
            raise ClockRefused(_("More time was asked for already; a limit is extended once."))
        found = Extension.objects.create(
            item=item, days=days, reason=reason.strip(), asked_by=actor, asked_at=clock.now()
        )
        WorkItem.objects.filter(pk=item.pk).update(clock_touched=True)
        _record(item, "ask_extension", actor, days=days, reason=found.reason)
    return found


def approve_extension(item: WorkItem, actor: User) -> Extension:
    """Grant what was asked; never by whoever asked."""
    with transaction.atomic():
        item = _locked(item)
        found = _asked(item)
        if found.asked_by_id == actor.pk:
            raise ClockRefused(_("Somebody else must approve what you asked for."))
        found.approved_by, found.approved_at = actor, clock.now()
        found.save(update_fields=["approved_by", "approved_at"])
        _move_due(item, DueReason.EXTENDED)
        _record(item, "approve_extension", actor, days=found.days, due_on=item.due_on)
        message.extended(item, found)
    return found


def refuse_extension(item: WorkItem, actor: User) -> Extension:
    with transaction.atomic():
        item = _locked(item)
        found = _asked(item)
        found.refused_by, found.refused_at = actor, clock.now()
        found.save(update_fields=["refused_by", "refused_at"])
        _record(item, "refuse_extension", actor, days=found.days)
    return found


def extend(item: WorkItem, *, days: int, reason: str, asked_by: User, approved_by: User) -> Extension:
    """Both at once, where the two agreed elsewhere, as in a meeting."""
    with transaction.atomic():
        ask_extension(item, days=days, reason=reason, actor=asked_by)
        return approve_extension(item, approved_by)


def begin_anew(item: WorkItem, number: int, why: str, actor: User | None) -> WorkItem:
    """Count `number` units of the item's own limit from today. Whoever waits for it is told by the caller."""
    with transaction.atomic():
        item = _locked(item)
        item.opened_at, item.limit_number = clock.now(), number
        item.save(update_fields=["opened_at", "limit_number"])
        _move_due(item, why)
        _record(item, "begin_clock_anew", actor, due_on=item.due_on)
    return item


def _asked(item: WorkItem) -> Extension:
    found = item.extensions.filter(refused_at=None, approved_at=None).first()
    if found is None:
        raise ClockRefused(_("Nothing is asked for that waits for an answer. Reload the page."))
    return found


def _locked(item: WorkItem) -> WorkItem:
    """The item as it is now, behind the lock that moves of the case take too, so that neither undoes the other."""
    Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
    found = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if found.closed_at is not None:
        raise ClockRefused(_("The case has moved on; its clock is another one now. Reload the page."))
    return found


def _move_due(item: WorkItem, why: str) -> None:
    due = due_now(item)
    if due is None or item.due_on is None:
        return
    if (due.on, due.provisional) != (item.due_on, item.due_provisional):
        DueChange.objects.create(
            item=item,
            old=item.due_on,
            new=due.on,
            old_provisional=item.due_provisional,
            new_provisional=due.provisional,
            why=why,
            at=clock.now(),
            told_at=clock.now(),
        )
    item.due_on, item.due_provisional = due.on, due.provisional
    item.save(update_fields=["due_on", "due_provisional"])


def _record(item: WorkItem, verb: str, actor: User | None, **data: Any) -> None:
    record(
        scope=f"case:{item.case_id}", verb=verb, actor=actor, target=item.case.number, data={"desk": item.desk, **data}
    )
