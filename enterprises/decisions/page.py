"""A decision on the applicant's pages and at the desk: the same facts as in the letter, in the reader's language."""

from datetime import date
from typing import Any

from django.urls import reverse

from enterprises.decisions.letters import letter_of, remedies_of
from enterprises.decisions.reasons import label_of
from enterprises.enums import Outcome
from enterprises.evaluation import result_of
from enterprises.models import Application, Decision, Refusal
from enterprises.notices.page import period_of
from enterprises.notices.period import running_line
from portal.accounts.models import User
from portal.core.dates import day_text
from portal.core.money import format_cny


def decision_page(letter: Decision | Refusal) -> dict[str, Any]:
    decided = isinstance(letter, Decision)
    supported = decided and letter.outcome == Outcome.APPROVE
    return {
        "letter": letter,
        "outcome": letter.get_outcome_display() if decided else letter.get_kind_display(),
        "tone": "pine" if supported else "tile",
        "amount": format_cny(letter.amount_cny) if supported else "",
        "coded": label_of(letter.reason_code) if decided else "",
        "clause": letter.clause if decided else "",
        "result": result_of(letter.application) if supported else None,
        "remedies": _days(remedies_of(letter)),
        "on": letter.signed_at if decided else letter.at,
    }


def _days(found: dict[str, Any]) -> dict[str, Any]:
    """The dates in words."""
    names = ("opened", "reconsideration", "lawsuit")
    return found | {name: day_text(date.fromisoformat(found[name])) for name in names if found[name]}


def reader_part(application: Application, user: User) -> dict[str, Any] | None:
    """The way to the decision; before it was opened it says no more than that it is there."""
    letter = letter_of(application)
    if letter is None:
        return None
    line = running_line(application)
    return {
        "template": "enterprises/_decision_part.html",
        "opened_at": letter.opened_at,
        "outcome": letter.get_outcome_display() if isinstance(letter, Decision) else letter.get_kind_display(),
        "url": reverse("enterprises:decision", args=[application.number]),
        "letter_url": reverse("enterprises:letter", args=[application.number]),
        "notice": line.notice if line else None,
        "period": period_of(line.notice) if line else "",
    }


def desk_part(application: Application, user: User) -> dict[str, Any] | None:
    """Whether the applicant's side has opened it, and the letter as it went out."""
    letter = letter_of(application)
    if letter is None:
        return None
    return {
        "template": "admin/enterprises/application/_letter_part.html",
        "letter": letter,
        "url": reverse("admin:enterprises_application_letter", args=[application.pk]),
    }
