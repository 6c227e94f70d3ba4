"""What happened in a case, as officials read it: with names, and with the moves that the parties do not see."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.core.dates import by_text, moment_text, number_of
from portal.reviews.models import Transition
from talent.cases.permissions import current_item
from talent.cases.table import limit
from talent.cases.timeline import STAGES, stages_ahead
from talent.models import TalentCase
from talent.workflow import talent_case_flow


def events(case: TalentCase) -> list[dict[str, Any]]:
    """As the timeline component reads them; two queries, however many there are."""
    shown = [_past(move) for move in case.transitions.select_related("actor")]
    item = current_item(case)
    if item is not None:
        waits = _("the clock stands still: %(why)s") % {"why": item.why_paused} if item.paused_at else ""
        due = by_text(item.due_on, item.due_provisional) if item.due_on else ""
        who = _("The person") if item.desk == Role.APPLICANT else str(item.unit or item.get_desk_display())
        now = {"title": case.state_label, "state": "current", "note": who, "when": waits or due, "tone": "sea"}
        shown.append(now)
    ahead = [
        {"title": STAGES[code], "state": "next", "note": "", "when": _("within %(time)s") % {"time": _length(code)}}
        for code in stages_ahead(case)
    ]
    return shown + ahead


def _length(code: str) -> str:
    return str(number_of(limit(code).n, limit(code).unit))


def _past(move: Transition) -> dict[str, Any]:
    when = moment_text(move.at)
    return {
        "title": talent_case_flow.steps[move.step].done,
        "state": "done",
        "note": str(move.actor or _("the portal, by the clock")),
        "when": f"{when} · {move.comment}" if move.comment else when,
    }
