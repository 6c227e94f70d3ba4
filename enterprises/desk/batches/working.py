"""Working through a batch: a few cases at once, many by the clock. Whoever is killed leaves the rest to the next.

A lease keeps two workers from the same batch; the lock of each line keeps a case from being moved twice all the same.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from enterprises.desk.batches.choices import MOST, BatchError, Deed, moves_of
from enterprises.desk.batches.doing import do_line, try_line
from enterprises.desk_enums import BatchDeed, BatchPhase, DeskCode, LineResult
from enterprises.models import Batch, BatchLine
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.handing import tell_assigned

log = logging.getLogger(__name__)
AT_ONCE = 20
LEASE = timedelta(seconds=30)
# One turn of the clock's worker; the next turn goes on.
TURN = timedelta(seconds=45)
# What others notice is tried before it is done.
TRIED_FIRST = (BatchDeed.STEP, BatchDeed.ASSIGN)
AT_WORK = (BatchPhase.TRYING, BatchPhase.RUNNING)


def begin(
    user: User,
    deed: Deed,
    cases: list[int],
    *,
    comment: str = "",
    address: str = "",
    desk: str = DeskCode.FUNDS,
) -> Batch:
    """A batch that is tried, or done at once where it only notes who holds a case and which labels it has; a few cases
    are through on return."""
    cases = list(dict.fromkeys(cases))[:MOST]
    if not cases:
        raise BatchError(_("Choose at least one case."))
    comment = comment.strip()[:2000]
    if deed.kind == BatchDeed.STEP and moves_of(desk).flow.steps[deed.step].comment and not comment:
        raise BatchError(_("This step needs a comment, which all of the cases get."))
    first = BatchPhase.TRYING if deed.kind in TRIED_FIRST else BatchPhase.RUNNING
    with transaction.atomic():
        batch = Batch.objects.create(
            owner=user, desk=desk, deed=deed.kind, step=deed.step, label_id=deed.label, holder_id=deed.holder,
            comment=comment, address=address[:400],
            language=translation.get_language() or "zh-hans", phase=first,
        )  # fmt: skip
        BatchLine.objects.bulk_create(BatchLine(batch=batch, case_id=case) for case in cases)
    _soon(batch, len(cases))
    return batch


def start(user: User, batch: Batch) -> None:
    """Do it for the cases for which the trial went well."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, phase=BatchPhase.TRIED).update(phase=BatchPhase.RUNNING):
            raise BatchError(_("This batch was started or dropped already."))
        waiting = batch.lines.filter(result=LineResult.WAITING)
        waiting.filter(would_work=False).update(result=LineResult.REFUSED, remark=F("why_not"), at=clock.now())
        number = waiting.count()
        data = {"deed": batch.deed, "step": batch.step, "cases": number}
        record(scope=f"batch:{batch.pk}", verb="run_batch", actor=user, target=str(batch.pk), data=data)
    _soon(batch, number)


def drop(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk, phase=BatchPhase.TRIED).update(phase=BatchPhase.DROPPED, ended_at=clock.now())


def _soon(batch: Batch, number: int) -> None:
    if number > AT_ONCE:
        return
    try:
        work(batch.pk)
    except DatabaseError:
        # Somebody held a row for too long; the clock goes on with what is left.
        log.warning("batch %s is left to the clock", batch.pk, exc_info=True)


def run_waiting(limit: int = 10) -> int:
    """What beat calls: the batches that wait or were left by a worker that died. How many were worked on."""
    waiting = Batch.objects.filter(_free(), phase__in=AT_WORK).order_by("pk").values_list("pk", flat=True)[:limit]
    return sum(work(pk) for pk in list(waiting))


def work(pk: int) -> bool:
    """Until it is done or the turn is over; False where somebody else works on it."""
    end = clock.now() + TURN
    if not _lease(pk):
        return False
    batch = Batch.objects.get(pk=pk)
    with translation.override(batch.language):
        finished = _lines(batch, end)
    Batch.objects.filter(pk=pk).update(leased_until=None)
    if finished:
        _finish(batch)
    return True


def _lines(batch: Batch, end: object) -> bool:
    """Line after line; whether none is left."""
    trying = batch.phase == BatchPhase.TRYING
    todo = {"would_work": None} if trying else {"result": LineResult.WAITING}
    deed: Callable[[BatchLine], None] = (
        (lambda line: try_line(batch, line)) if trying else (lambda line: do_line(batch, line.pk))
    )
    renewed = clock.now()
    for line in batch.lines.filter(**todo).order_by("pk"):
        now = clock.now()
        if now >= end:
            return False
        if now - renewed > LEASE / 3:
            Batch.objects.filter(pk=batch.pk).update(leased_until=now + LEASE)
            renewed = now
        deed(line)
    return True


def _free() -> Q:
    return Q(leased_until=None) | Q(leased_until__lt=clock.now())


def _lease(pk: int) -> bool:
    free = Batch.objects.filter(_free(), pk=pk, phase__in=AT_WORK)
    return bool(free.update(leased_until=clock.now() + LEASE))


def _finish(batch: Batch) -> None:
    same = Batch.objects.filter(pk=batch.pk, phase=batch.phase)
    if batch.phase == BatchPhase.TRYING:
        same.update(phase=BatchPhase.TRIED)
    elif not batch.lines.filter(result=LineResult.WAITING).exists():
        with transaction.atomic():
            if same.update(phase=BatchPhase.ENDED, ended_at=clock.now()) and batch.deed == BatchDeed.ASSIGN:
                _tell_holder(batch)


def _tell_holder(batch: Batch) -> None:
    """Once, of all that the colleague did not hold before: a line with a remark changed nothing."""
    given = batch.lines.filter(result=LineResult.DONE, remark="").values_list("case_id", flat=True)
    tell_assigned(list(given), batch.owner, batch.holder, key=f"batch:{batch.pk}:assigned")
