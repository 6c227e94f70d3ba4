"""What can be done with many cases at once: steps that need no form, or one comment for all; taking up, assigning;
labels. The steps differ from desk to desk, the rest is the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.desk import holding
from enterprises.desk.desks import Desk
from enterprises.desk_enums import BatchDeed
from enterprises.models import Batch, Label
from portal.accounts.models import User
from portal.core.exceptions import PortalError
from portal.reviews.flow import Flow, Step

MOST = 500


class BatchError(PortalError):
    """Nothing can be done so with these cases."""

    status = 422


@dataclass(frozen=True)
class Moves:
    """What a desk does with many cases at once.

    `steps` by post, in the order of the way; whoever takes one of `signed` has opened the case since it came to the
    desk. `works` says who is at the desk, `check` what stands before a step besides the flow's own guards. `about`
    is a heading, and `told` a word on each case of a queryset for the column below it: nothing about a person.
    """

    desk: Desk
    flow: Flow
    steps: Mapping[str, tuple[str, ...]]
    signed: frozenset[str]
    works: Callable[[User], bool]
    about: Any
    told: Callable[[QuerySet], Iterable[tuple[int, str, str]]]
    check: Callable[[Step, Any, User], object] = lambda step, case, user: None

    def steps_for(self, user: User) -> dict[str, Step]:
        posts = {role for role, _unit in user.held()} if not user.is_superuser or user.held() else set(self.steps)
        names = [name for role, steps in self.steps.items() if role in posts for name in steps]
        found = {name: self.flow.steps[name] for name in names if name in self.flow.steps}
        return {name: step for name, step in found.items() if not step.needs_form}


_moves: dict[str, Moves] = {}


def register(moves: Moves) -> None:
    """A desk hands in its moves when its app starts."""
    _moves[moves.desk.code] = moves


def moves_of(desk: str) -> Moves:
    return _moves[desk]


@dataclass(frozen=True)
class Deed:
    """`step`, `label` and `holder` belong to the kinds that have one."""

    kind: BatchDeed
    step: str = ""
    label: int | None = None
    holder: int | None = None


def deeds_for(moves: Moves, user: User, labels: list[Label]) -> list[dict[str, Any]]:
    """Groups of options for the batch bar."""
    steps = moves.steps_for(user)
    groups = [
        {"title": _("Case"), "options": [{"value": "take", "label": _("Take them")}]},
        {
            "title": _("Step"),
            "options": [{"value": f"step:{name}", "label": step.label} for name, step in steps.items()],
        },
        {
            "title": _("Assign to"),
            "options": [{"value": f"assign:{pk}", "label": name} for pk, name in _others(moves, user)],
        },
        {"title": _("Set a label"), "options": [_option("label", label) for label in labels]},
        {"title": _("Remove a label"), "options": [_option("unlabel", label) for label in labels]},
    ]
    return [group for group in groups if group["options"]]


def _others(moves: Moves, user: User) -> list[tuple[int, str]]:
    return [one for one in holding.colleagues(moves.desk, user) if one[0] != user.pk]


def _option(kind: str, label: Label) -> dict[str, Any]:
    return {"value": f"{kind}:{label.pk}", "label": label.name}


def read_deed(moves: Moves, user: User, text: str, labels: list[Label]) -> Deed:
    kind, _colon, what = text.partition(":")
    if kind == BatchDeed.TAKE:
        return Deed(BatchDeed.TAKE)
    if kind == BatchDeed.STEP and what in moves.steps_for(user):
        return Deed(BatchDeed.STEP, step=what)
    if kind in (BatchDeed.LABEL, BatchDeed.UNLABEL) and what in {str(label.pk) for label in labels}:
        return Deed(BatchDeed(kind), label=int(what))
    if kind == BatchDeed.ASSIGN and what in {str(pk) for pk, _name in _others(moves, user)}:
        return Deed(BatchDeed.ASSIGN, holder=int(what))
    raise BatchError(_("Choose what is to be done with the cases."))


def title_of(batch: Batch) -> Any:
    if batch.deed == BatchDeed.STEP:
        steps = moves_of(batch.desk).flow.steps
        return steps[batch.step].label if batch.step in steps else batch.step
    if batch.deed == BatchDeed.TAKE:
        return _("Take them")
    if batch.deed == BatchDeed.ASSIGN:
        return _("Assign to %(name)s") % {"name": batch.holder}
    name = batch.label.name if batch.label else "–"
    wording = _("Set the label “%(name)s”") if batch.deed == BatchDeed.LABEL else _("Remove the label “%(name)s”")
    return wording % {"name": name}
