"""Verdicts field by field: the district's while it accepts, the division's in the formal review."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.drafting import lock_case
from enterprises.enums import State
from enterprises.models import Application, FieldVerdict
from enterprises.permissions import is_case_manager, is_district_officer
from enterprises.review.changes import changed_targets
from enterprises.review.enums import Judgment, ReviewStage
from enterprises.review.exceptions import ReviewRefused
from enterprises.sections import targets
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.exceptions import StepForbidden
from portal.reviews.flow import Move

LONGEST = 500
# Who judges when: state, who, what the verdicts belong to.
STAGES = {
    State.SUBMITTED: (is_district_officer, ReviewStage.ACCEPTANCE),
    State.FORMAL_REVIEW: (is_case_manager, ReviewStage.FORMAL),
}
# The fields that are judged, each with verdict and note; an empty verdict takes one back.
Wanted = Mapping[str, tuple[str, str]]


def stage_for(application: Application, user: User) -> ReviewStage | None:
    """What this person judges now; None when it is not their turn."""
    allowed, stage = STAGES.get(State(application.state), (None, None))
    return stage if allowed is not None and allowed(user, application) else None


def verdicts_of(application: Application, stage: str) -> dict[str, FieldVerdict]:
    rows = application.verdicts.filter(stage=stage).select_related("by")
    return {row.target: row for row in rows}


def judge(application: Application, user: User, wanted: Wanted, *, rest: bool = False) -> int:
    """Write what is new or differs; with `rest`, whatever has no verdict then is in order. How many were written.

    Raises StepForbidden for whoever has no turn, ReviewRefused for an unknown target, a verdict that is none, a note
    that is too long or a problem without one; then nothing is saved.
    """
    with transaction.atomic():
        stage = stage_for(application, user)
        if stage is None:
            raise StepForbidden()
        lock_case(application, (application.state,))
        known = targets(application)
        for target, (verdict, note) in wanted.items():
            _check(known, target, verdict, note)
        before = verdicts_of(application, stage)
        new = _differing(wanted, before)
        if rest:
            open_ones = set(known) - set(before) - set(new)
            new |= dict.fromkeys(sorted(open_ones), (str(Judgment.OK), ""))
        _write(application, stage, user, new)
    return len(new)


def _check(known: dict[str, str], target: str, verdict: str, note: str) -> None:
    if target not in known:
        raise ReviewRefused(_("“%(target)s” is not part of this application.") % {"target": target[:60]})
    name = {"name": known[target]}
    if verdict and verdict not in Judgment.values:
        raise ReviewRefused(_("Choose one of the verdicts for “%(name)s”.") % name)
    if len(note.strip()) > LONGEST:
        raise ReviewRefused(_("The note on “%(name)s” is too long: at most 500 characters fit.") % name)
    if verdict == Judgment.PROBLEM and not note.strip():
        raise ReviewRefused(_("Say what the problem with “%(name)s” is.") % name)
    if note.strip() and not verdict:
        raise ReviewRefused(_("Choose a verdict for “%(name)s”, or clear its note.") % name)


def _differing(wanted: Wanted, before: dict[str, FieldVerdict]) -> dict[str, tuple[str, str]]:
    found = {}
    for target, (verdict, note) in wanted.items():
        old = before.get(target)
        if (verdict, note.strip()) != ((old.verdict, old.note) if old else ("", "")):
            found[target] = (verdict, note.strip())
    return found


def _write(application: Application, stage: str, user: User, new: dict[str, tuple[str, str]]) -> None:
    """All anew, with who and when; one line in the book for the lot."""
    if not new:
        return
    application.verdicts.filter(stage=stage, target__in=list(new)).delete()
    FieldVerdict.objects.bulk_create(
        FieldVerdict(
            application=application, stage=stage, target=target, verdict=verdict, note=note, by=user, at=clock.now()
        )
        for target, (verdict, note) in new.items()
        if verdict
    )
    data: dict[str, Any] = {"stage": str(stage), "verdicts": {target: verdict for target, (verdict, _n) in new.items()}}
    record(scope=f"case:{application.pk}", verb="judge", actor=user, target=application.number, data=data)


def judge_rest(application: Application, user: User) -> int:
    """Whatever has no verdict yet is in order."""
    return judge(application, user, {}, rest=True)


def unjudged(application: Application, stage: str) -> list[str]:
    """The names of the fields and papers without a verdict."""
    done = set(application.verdicts.filter(stage=stage).values_list("target", flat=True))
    return [str(name) for target, name in targets(application).items() if target not in done]


def every_target_is_judged(application: Application, user: User | None, data: dict[str, Any]) -> None:
    """The formal review is over when each field and paper was looked at."""
    left = unjudged(application, ReviewStage.FORMAL)
    if left:
        names = _(", ").join(left[:5])
        raise ReviewRefused(
            _("%(count)s fields and papers have no verdict yet (%(names)s …). Judge them on the review page.")
            % {"count": len(left), "names": names}
        )


def problems(application: Application) -> dict[str, str]:
    """What the district marked while it accepts, with its note as the reason: the draft of the correction."""
    marked = application.verdicts.filter(stage=ReviewStage.ACCEPTANCE, verdict=Judgment.PROBLEM)
    return dict(marked.values_list("target", "note"))


def drop_changed_verdicts(move: Move) -> None:
    """After corrections only what was changed must be looked at again."""
    last = list(move.case.snapshots.order_by("-number").values_list("content", flat=True)[:2])
    if len(last) == 2:
        move.case.verdicts.filter(target__in=changed_targets(last[1], last[0])).delete()
