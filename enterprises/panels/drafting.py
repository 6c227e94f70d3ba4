"""The decisions that a frozen list drafts, one line at a time, each in a transaction of its own.

A few at once in the request that freezes, the rest by the clock: lines that wait are rows, so that a process which
dies leaves nothing half done and a second one finds what is left.
"""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from enterprises.credit.guards import check_before
from enterprises.enums import Cutting, DraftState, Outcome
from enterprises.models import Panel, PanelLine
from enterprises.workflow import application_flow
from portal.core import clock
from portal.core.exceptions import PortalError

AT_ONCE, A_TURN = 20, 200


def draft_waiting(limit: int = A_TURN, panel: Panel | None = None) -> int:
    """Take the step `draft_decision` for lines that wait, as whoever froze the list; how many were looked at."""
    waiting = PanelLine.objects.filter(draft=DraftState.WAITING)
    if panel is not None:
        waiting = waiting.filter(panel=panel)
    keys = waiting.order_by("panel", "position").values_list("pk", flat=True)[:limit]
    return sum(draft_line(pk) for pk in list(keys))


def draft_line(pk: int) -> bool:
    """False where somebody else has it in hand or it is done. The check of the credit is kept, whatever comes of it."""
    problem = _check_credit(pk)
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = PanelLine.objects.select_for_update(of=("self",), skip_locked=skip).filter(draft=DraftState.WAITING)
        related = ("panel__frozen_by", "application__call__measure", "application__enterprise", "application__unit")
        line = rows.select_related(*related).filter(pk=pk).first()
        if line is None:
            return False
        line.problem = (problem or _take(line))[:500]
        line.draft = DraftState.REFUSED if line.problem else DraftState.DRAFTED
        line.drafted_at = None if line.problem else clock.now()
        line.save(update_fields=["draft", "problem", "drafted_at"])
    return True


def _take(line: PanelLine) -> str:
    """Why it was refused, or nothing."""
    try:
        application_flow.take(line.application, "draft_decision", line.panel.frozen_by, **draft_of(line))
    except PortalError as error:
        return str(error.message)
    return ""


def _check_credit(pk: int) -> str:
    """Whoever gets support is looked up before; why that was refused, or nothing."""
    related = ("panel__frozen_by", "application__call", "application__enterprise")
    line = PanelLine.objects.select_related(*related).filter(pk=pk, draft=DraftState.WAITING, amount_fen__gt=0).first()
    try:
        if line is not None:
            check_before(application_flow.steps["draft_decision"], line.application, line.panel.frozen_by)
    except PortalError as error:
        return str(error.message)
    return ""


def try_again(panel: Panel) -> int:
    """Lines that were refused wait again."""
    return panel.lines.filter(draft=DraftState.REFUSED).update(draft=DraftState.WAITING, problem="")


def draft_of(line: PanelLine) -> dict[str, Any]:
    """What the step wants: outcome, amount, reason in both languages, clause."""
    reasons = []
    for language in ("zh-hans", "en"):
        with override(language):
            reasons.append(_reason(line))
    return {
        "outcome": Outcome.APPROVE if line.is_supported else Outcome.REJECT,
        "amount_fen": line.amount_fen,
        "reason": "\n".join(reasons),
        "clause": str(line.application.call.measure.article or "")[:40],
    }


def _reason(line: PanelLine) -> str:
    facts = {"rank": line.position, "score": line.score, "value": line.panel.setting.get("value", "")}
    way = line.panel.setting.get("way")
    if way == Cutting.FACTOR and line.is_supported:
        return _("Decided by the panel: the budget is shared pro rata, at %(value)s%% of the computed amount.") % facts
    if line.is_supported and line.score is not None:
        return _("Decided by the panel: rank %(rank)s with a score of %(score)s out of 100.") % facts
    if line.is_supported:
        return _("Decided by the panel: rank %(rank)s.") % facts
    if way == Cutting.LINE:
        return _("Decided by the panel: rank %(rank)s, below the score line of %(value)s.") % facts
    if way == Cutting.ORDER:
        return _("Decided by the panel: rank %(rank)s, after the first %(value)s that the budget supports.") % facts
    return _("Decided by the panel: the rule gives no amount that could be shared.")
