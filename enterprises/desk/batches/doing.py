"""One case of a batch: tried in a savepoint that is rolled back, then done once, with the rights of that moment."""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import BigAutoField
from django.utils.translation import gettext as _

from enterprises.desk import holding, labels
from enterprises.desk.access import person
from enterprises.desk.batches.choices import BatchError, Moves, moves_of
from enterprises.desk.visits import was_opened
from enterprises.desk_enums import BatchDeed, LineResult
from enterprises.models import Batch, BatchLine
from portal.accounts.models import User
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.prepared import PreparedBy, Slot

log = logging.getLogger(__name__)
CASE = Slot("case", BigAutoField())
# Asked for each case of five hundred: its SQL is written once for a person's posts, which are read anew each time.
_cases: PreparedBy[Any] = PreparedBy(4)


class _Undone(Exception):
    """Takes back what a trial did."""


def try_line(batch: Batch, line: BatchLine) -> None:
    """The step with its guards and effects, all of it undone: what is foreseen is what would happen now."""
    why_not = ""
    try:
        with transaction.atomic():
            _perform(batch, line.case_id)
            raise _Undone
    except _Undone:
        pass
    except PortalError as error:
        why_not = error.message
    except DatabaseError:
        raise
    except Exception:
        log.exception("batch %s: the trial with case %s failed", batch.pk, line.case_id)
        why_not = _("The portal made a mistake here. Open the case and take the step there.")
    lines = BatchLine.objects.filter(pk=line.pk, result=LineResult.WAITING)
    lines.update(would_work=not why_not, why_not=why_not[:500])


def do_line(batch: Batch, pk: int) -> None:
    """At most once: the line is locked, and it is written in the transaction that moves the case."""
    try:
        with transaction.atomic():
            line = BatchLine.objects.select_for_update(of=("self",)).get(pk=pk)
            if line.result != LineResult.WAITING:
                return
            remark = _perform(batch, line.case_id)
            BatchLine.objects.filter(pk=pk).update(result=LineResult.DONE, remark=remark, at=clock.now())
    except PortalError as error:
        _refuse(pk, error.message)
    except DatabaseError:
        raise
    except Exception:
        log.exception("batch %s: line %s failed", batch.pk, pk)
        _refuse(pk, _("The portal made a mistake here. Open the case and take the step there."))


def _refuse(pk: int, why: str) -> None:
    lines = BatchLine.objects.filter(pk=pk, result=LineResult.WAITING)
    lines.update(result=LineResult.REFUSED, remark=why[:500], at=clock.now())


def _perform(batch: Batch, case_pk: int) -> str:
    """Rights are read anew for each case: a post may have ended since the batch was begun. What to remark of it."""
    actor, moves = User.objects.get(pk=batch.owner_id), moves_of(batch.desk)
    if not moves.works(actor):
        raise BatchError(_("Whoever began this no longer works at the desk."))
    desk = moves.desk
    key = (desk.code, person(actor), clock.today())
    case = _cases.of(key, lambda: desk.on_the_desk(actor).for_page().filter(id=CASE)).first(case=case_pk)
    if case is None:
        raise BatchError(_("The case no longer lies where you can see it."))
    if not desk.works_on(actor, case):
        raise BatchError(_("You are a party to this case; a colleague must work on it."))
    if batch.deed == BatchDeed.STEP:
        return _step(batch, moves, case, actor)
    if batch.deed == BatchDeed.TAKE:
        holding.take_up(actor, case_pk, seen_holder=None)
        return ""
    if batch.deed == BatchDeed.ASSIGN:
        return "" if holding.assign(actor, case_pk, _holder(batch)) else _("They held it already.")
    label = labels.find(desk, actor, batch.label_id)
    if batch.deed == BatchDeed.LABEL:
        return "" if labels.put_on(actor, case_pk, label) else _("It was on the case already.")
    return "" if labels.take_off(actor, case_pk, label) else _("It was not on the case.")


def _holder(batch: Batch) -> User:
    return User.objects.get(pk=batch.holder_id)


def _step(batch: Batch, moves: Moves, case: Any, actor: User) -> str:
    if batch.step not in moves.steps_for(actor):
        raise BatchError(_("This step belongs to another desk."))
    if batch.step in moves.signed and not was_opened(case, actor):
        raise BatchError(_("Open the case first: you have not looked at it since it came to your desk."))
    moves.check(moves.flow.steps[batch.step], case, actor)
    moves.flow.take(case, batch.step, actor, batch.comment)
    return ""
