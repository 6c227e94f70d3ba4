"""Before a signature: the letter as it will go out, and what the last check of credit found and when."""

from datetime import date
from typing import Any

from django.urls import reverse

from enterprises.credit.case_part import listed_now, shown
from enterprises.credit.checking import records_of
from enterprises.credit.guards import lists_agree
from enterprises.decisions.letters import is_draft, letter_data
from enterprises.enums import Outcome, State
from enterprises.models import Application, Decision
from enterprises.permissions import current_decision, is_not_drafter, signs_now
from portal.accounts.models import User
from portal.core.dates import day_text


def draft_to_sign(application: Application, user: User) -> Decision | None:
    """The draft that waits for this person's signature; None for everybody else."""
    if application.state != State.DECIDING:
        return None
    decision = current_decision(application)
    if decision is None or not is_draft(decision) or decision.returned_at:
        return None
    return decision if (signs_now & is_not_drafter)(user, application) else None


def preview_of(application: Application, user: User) -> dict[str, Any] | None:
    """What stands beside the button that signs, on the page of the case and on that of the step."""
    decision = draft_to_sign(application, user)
    if decision is None:
        return None
    made = application.credit_checks.select_related("by").order_by("-pk").first()
    records = records_of(application)
    return {
        "letter": _with_days(letter_data(decision)),
        "url": reverse("admin:enterprises_application_preview", args=[application.pk]),
        "credit": shown(made) if made else None,
        "lists_agree": made is not None and lists_agree(made, records),
        "now": listed_now(records),
        "barred": bool(records) and decision.outcome == Outcome.APPROVE,
    }


def _with_days(letter: dict[str, Any]) -> dict[str, Any]:
    """The dates in the reader's words."""
    signed = [one | {"on": _day(one["on"])} for one in letter["signatures"]]
    return letter | {"received": _day(letter["received"]), "decided": _day(letter["decided"]), "signatures": signed}


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text)) if text else ""
