"""The one door through which a case changes its state.

A service declares its steps as a table (`workflow.py`); `Flow.take` does a move in one transaction: lock the
case, check source, permission and comment, write the state and the `Transition`, close the old `WorkItem`, open
the next with its due date, record it in the audit, run the effects. Effects write rows, never the network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F
from django.db.models.functions import Now
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.audit.actions import record
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.prepared import Prepared, Slot
from portal.core.transactions import part
from portal.reviews.exceptions import StepForbidden, StepRefused
from portal.reviews.models import Case, Counter, Transition, WorkItem

_locked = Prepared(
    lambda: (
        Case.objects.filter(pk=Slot("pk", BigIntegerField()))
        .select_for_update(of=("self",))
        .annotate(database_now=Now())
    )
)


@dataclass(frozen=True)
class Limit:
    """So many units of time, and what kind of promise it is; `basis` cites the law or the commitment. `extend`: by how
    many units it may be made longer, once."""

    n: int
    unit: str
    kind: str
    basis: str = ""
    extend: int = 0


@dataclass
class Move:
    """What an effect gets to know about the move that is being made."""

    case: Any
    step: str
    transition: Transition
    actor: User | None
    comment: str
    data: dict[str, Any]
    item: WorkItem | None


Allowed = Callable[[User, Any], bool]
Guard = Callable[[Any, User | None, dict[str, Any]], None]
Effect = Callable[[Move], None]


@dataclass(frozen=True)
class Step:
    """A row of a flow's table.

    `allowed` is None for a step that only the clock takes. `desk` is who must act next (None: the case is
    final). `guards` raise a `PortalError` before anything is written; `effects` write rows afterwards.
    `on_due` is the step that the clock takes when the next desk's time is over.
    """

    sources: tuple[str, ...]
    target: str
    label: Any
    done: Any
    allowed: Allowed | None
    desk: Role | Callable[[Any], Role] | None = None
    within: Limit | Callable[[Any], Limit] | None = None
    comment: bool = False
    visible: bool = True
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    on_due: str = ""
    needs_form: bool = False
    careful: bool = False


@dataclass
class Flow:
    """The steps of one kind of case. `unit_of` finds the unit at whose desk a role sits for a case."""

    name: str
    model: Callable[[], type[Case]]
    steps: dict[str, Step]
    unit_of: Callable[[Any, Role], Unit | None]
    topic_of: Callable[[Any], str] = field(default=lambda case: "")
    # When the case was submitted, and its amount in fen: what lists of its work items are narrowed by.
    figures_of: Callable[[Any], tuple[datetime | None, int | None]] = field(default=lambda case: (None, None))
    # For what the clock says of a case: whom outside the house it concerns, its title, its page for the one and the
    # other side, and the states in which nobody has to do anything but wait.
    reader_of: Callable[[Any], User | None] = field(default=lambda case: None)
    title_of: Callable[[Any], str] = field(default=lambda case: "")
    page_of: Callable[[Any, bool], str] = field(default=lambda case, official: "")
    waiting: frozenset[str] = frozenset()
    # What these read besides the case itself, so that a list of cases costs one query.
    related: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        flows[self.name] = self

    def open_steps(self, case: Case, user: User) -> dict[str, Step]:
        """The steps that this person may take now, by name: page, admin and API show exactly these."""
        return {
            name: step
            for name, step in self.steps.items()
            if case.state in step.sources and step.allowed is not None and step.allowed(user, case)
        }

    def begin(
        self,
        case: Any,
        *,
        state: str,
        actor: User | None,
        desk: Role | None,
        number_prefix: str,
        within: Limit | None = None,
    ) -> Any:
        """Save a new case in its first state, with its number and its first work item.

        `desk` is None for a case that begins in a final state, such as a version that came from a file: nobody has
        to act on it. `actor` is None when the portal itself begins it. `within` is the first desk's time.
        """
        with transaction.atomic():
            case.flow, case.state = self.name, state
            case.number = next_number(number_prefix)
            case.save(force_insert=True)
            if desk is not None:
                self._open(case, desk, state, within)
            record(scope=f"case:{case.pk}", verb="begin", actor=actor, target=case.number, data={"state": state})
        return case

    def take(self, case: Any, name: str, actor: User | None, comment: str = "", **data: Any) -> Transition:
        """Make the move `name`. Raises StepRefused, StepForbidden or a guard's own error; then nothing is saved.

        `actor` is None when the clock moves the case. Save a form before calling this.
        """
        step = self.steps[name]
        comment = comment.strip()
        with part():
            self._lock(case, step)
            self._check(case, step, actor, comment)
            for guard in step.guards:
                guard(case, actor, data)
            move = self._move(case, name, step, actor, comment, data)
            for effect in step.effects:
                effect(move)
        return move.transition

    def _lock(self, case: Any, step: Step) -> None:
        """Lock the case's row; look at the state that it has now, not when the page was drawn, and at the
        database's clock, which decides on deadlines because the clocks of several web machines differ."""
        row = _locked.get(pk=case.pk)
        case.state, case.locked_at = row.state, clock.fixed() or row.database_now
        case.forget()
        if row.state not in step.sources:
            raise StepRefused(moved_on(case))

    def _check(self, case: Any, step: Step, actor: User | None, comment: str) -> None:
        if actor is not None and (step.allowed is None or not step.allowed(actor, case)):
            raise StepForbidden()
        if step.comment and not comment:
            raise StepRefused(_("Give the reason: the applicant will read it."))

    def _move(self, case: Any, name: str, step: Step, actor: User | None, comment: str, data: dict[str, Any]) -> Move:
        moment, source = clock.now(), case.state
        case.state, case.moved_at = step.target, moment
        Case.objects.filter(pk=case.pk).update(state=step.target, moved_at=moment, updated_at=moment)
        old = WorkItem.objects.filter(case_id=case.pk, closed_at=None)
        desk = step.desk(case) if callable(step.desk) else step.desk
        transition = Transition.objects.create(
            case_id=case.pk,
            step=name,
            source=source,
            target=step.target,
            at=moment,
            actor=actor,
            desk=desk or "",
            comment=comment,
            visible=step.visible,
        )
        old.update(closed_at=moment)
        case.forget("item", "decision", "request")
        limit = step.within(case) if callable(step.within) else step.within
        item = self._open(case, desk, step.target, limit, step.on_due) if desk else None
        case.remembered("item", lambda: item)
        summary = {"source": source, "target": step.target, "comment": comment}
        record(scope=f"case:{case.pk}", verb=name, actor=actor, target=case.number, data=summary)
        return Move(case, name, transition, actor, comment, data, item)

    def _open(self, case: Any, desk: Role, state: str, limit: Limit | None, on_due: str = "") -> WorkItem:
        due = due_on(clock.today(), limit.n, limit.unit) if limit else None
        filed_at, amount_fen = self.figures_of(case)
        return WorkItem.objects.create(
            case_id=case.pk,
            flow=case.flow,
            desk=desk,
            unit=self.unit_of(case, desk),
            state=state,
            topic=self.topic_of(case),
            place_id=case.unit_id,
            filed_at=filed_at,
            amount_fen=amount_fen,
            opened_at=clock.now(),
            due_on=due.on if due else None,
            due_provisional=due.provisional if due else False,
            limit_kind=limit.kind if limit else "",
            limit_unit=limit.unit if limit else "",
            limit_number=limit.n if limit else None,
            limit_extend=limit.extend if limit else 0,
            on_due=on_due,
        )


flows: dict[str, Flow] = {}


def next_number(prefix: str) -> str:
    """`QD-2026-004127`: the next number of this year. Numbers of drafts that were dropped are not given again."""
    year = clock.today().year
    if not Counter.objects.filter(year=year).update(last=F("last") + 1):
        Counter.objects.get_or_create(year=year)
        Counter.objects.filter(year=year).update(last=F("last") + 1)
    return f"{prefix}-{year}-{Counter.objects.get(year=year).last:06d}"


def moved_on(case: Case) -> Any:
    """What the second of two people reads: who was first, when, and that nothing of theirs was saved."""
    last = Transition.objects.filter(case_id=case.pk).select_related("actor").last()
    if last is None:
        return _("This step is not open now. Reload the page to see what is.")
    return _(
        "%(who)s moved this case on %(when)s, so nothing of yours was saved. Reload the page to see where it stands."
    ) % {
        "who": last.actor or _("The portal"),
        "when": formats.date_format(last.at.astimezone(clock.now().tzinfo), "DATETIME_FORMAT"),
    }
