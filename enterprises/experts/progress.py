"""How far the experts of an application are: a part of its page at the desk, for the officials of the whole city.

While sheets are missing it says who has sent and who has not, and no points; afterwards it shows every sheet.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.access import may_see_calls
from enterprises.enums import Conflict, State
from enterprises.experts.permissions import may_draw
from enterprises.experts.scores import rubric_of
from enterprises.experts.sheets import places_of, why_recused
from enterprises.models import Application, Sheet
from portal.accounts.models import User
from portal.core.dates import moment_text
from portal.core.money import format_number

SHOWN_IN = frozenset(State) - {State.DRAFT, State.SUBMITTED, State.CORRECTION, State.ACCEPTED, State.WITHDRAWN}


def experts_part(application: Application, user: User) -> dict[str, Any] | None:
    if application.state not in SHOWN_IN or not application.call.is_competitive or not may_see_calls.test(user):
        return None
    if application.state == State.FORMAL_REVIEW or (application.score is None and not _at_work(application)):
        return None
    sheets = list(application.sheets.select_related("expert__user", "stands_in_for__expert__user"))
    places, over = places_of(application.call_id), not _at_work(application)
    counting = [sheet for sheet in sheets if sheet.recused_at is None]
    return {
        "template": "admin/enterprises/application/_experts.html",
        "sheets": [_row(sheet, application, over) for sheet in sheets],
        "places": places,
        "sent": len([sheet for sheet in counting if sheet.sent_at]),
        "vacant": places - len(counting) if not over else 0,
        "score": application.score if over else None,
        "basis": spread(application) if over else None,
        "draw_url": reverse("admin:enterprises_draw_call", args=[application.call_id]),
        "may_draw": may_draw.test(user),
    }


def _at_work(application: Application) -> bool:
    return application.state == State.EXPERT_REVIEW


def _row(sheet: Sheet, application: Application, over: bool) -> dict[str, Any]:
    """Points only once all are in, for whoever reads it."""
    stands_in = sheet.stands_in_for.expert if sheet.stands_in_for else None
    row = {"expert": str(sheet.expert), "stands_in_for": str(stands_in or ""), **_standing(sheet)}
    if over and sheet.sent_at:
        row["total"] = sheet.total
        row["lines"] = lines_of(sheet, application)
    return row


def _standing(sheet: Sheet) -> dict[str, str]:
    if sheet.recused_at is not None:
        return {"text": _("Recused"), "tone": "plain", "note": why_recused(sheet)}
    if sheet.sent_at is not None:
        return {"text": _("Sheet sent"), "tone": "pine", "note": moment_text(sheet.sent_at)}
    if sheet.conflict == Conflict.NONE:
        return {"text": _("Scoring"), "tone": "sea", "note": _("No conflict of interest")}
    return {"text": _("Not declared yet"), "tone": "sand", "note": ""}


def lines_of(sheet: Sheet, application: Application) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title,
            "most": line.points,
            "points": sheet.scores.get(line.code, "–"),
            "evidence": sheet.evidence.get(line.code, ""),
        }
        for line in rubric_of(application.call)
    ]


def spread(application: Application) -> dict[str, str]:
    """The totals in their order, without names, and what was left out."""
    basis = application.score_basis
    totals, dropped = ([format_number(one) for one in basis.get(name, [])] for name in ("totals", "dropped"))
    return {"totals": " · ".join(totals), "dropped": " · ".join(dropped)}
