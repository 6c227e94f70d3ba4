"""On a case's page at the desk: how far the review is, what was found on site, what departments said."""

from typing import Any

from django.urls import reverse

from enterprises.desk.access import sees_city
from enterprises.enums import State
from enterprises.models import Application
from enterprises.permissions import is_case_manager
from enterprises.review.consulting import may_ask
from enterprises.review.enums import ConsultationAnswer, Judgment, ReviewStage, SiteResult
from enterprises.review.pages import reads_review
from enterprises.review.site_check import may_check_site, site_check_of
from portal.accounts.models import User
from portal.core import clock
from portal.core.dates import day_text, moment_text
from portal.core.money import format_cny

UNREVIEWED = frozenset({State.DRAFT, State.CORRECTION, State.LAPSED, State.WITHDRAWN})
SITE_TONES = {SiteResult.AGREES: "pine", SiteResult.PARTLY: "sand", SiteResult.DIFFERS: "tile"}
ANSWER_TONES = {
    ConsultationAnswer.AGREES: "pine",
    ConsultationAnswer.OBJECTS: "tile",
    ConsultationAnswer.NO_ANSWER: "plain",
}
BEFORE_CONSULTING = UNREVIEWED | {State.SUBMITTED, State.NOT_ACCEPTED, State.ACCEPTED}


def review_part(application: Application, user: User) -> dict[str, Any] | None:
    """Problems by stage, with the way to the review page; one query."""
    if application.state in UNREVIEWED or not reads_review(user, application):
        return None
    rows = list(application.verdicts.values_list("stage", "verdict"))
    stages = [
        {"label": stage.label, "judged": len(found), "problems": found.count(Judgment.PROBLEM)}
        for stage in ReviewStage
        if (found := [verdict for one, verdict in rows if one == stage])
    ]
    url = reverse("admin:enterprises_application_review", args=[application.pk])
    return {"template": "admin/enterprises/application/_review.html", "stages": stages, "url": url}


def site_check_part(application: Application, user: User) -> dict[str, Any] | None:
    """Only where the measure asks for it, from the verification on; one query."""
    if not application.call.measure.on_site_check or application.state in BEFORE_CONSULTING | {State.FORMAL_REVIEW}:
        return None
    found = site_check_of(application)
    works = may_check_site(user, application)
    if found is None and not works:
        return None
    url = reverse("admin:enterprises_application_site_check", args=[application.pk]) if works else ""
    return {
        "template": "admin/enterprises/application/_site_check.html",
        "site": site_shown(found) if found else None,
        "url": url,
    }


def site_shown(found: Any) -> dict[str, Any]:
    return {
        "result": found.get_result_display(),
        "tone": SITE_TONES[SiteResult(found.result)],
        "on": day_text(found.on),
        "place": found.place,
        "eligible": format_cny(found.eligible_cny),
        "findings": found.findings,
        "first": found.first,
        "second": found.second,
        "confirmed": moment_text(found.confirmed_at) if found.confirmed_at else "",
        "written": moment_text(found.written_at),
    }


def consultations_part(application: Application, user: User) -> dict[str, Any] | None:
    """For the city's desks; one query."""
    if application.state in BEFORE_CONSULTING or not sees_city(user):
        return None
    rows = list(application.consultations.select_related("unit", "asked_by", "answered_by"))
    asks = may_ask(user, application)
    if not rows and not asks:
        return None
    closes = is_case_manager(user, application)
    return {
        "template": "admin/enterprises/application/_consultations.html",
        "rows": [consultation_shown(one) | {"closes": closes and is_late(one)} for one in rows],
        "url": reverse("admin:enterprises_application_consult", args=[application.pk]) if asks else "",
    }


def is_late(one: Any) -> bool:
    return not one.answer and one.due_on < clock.today()


def consultation_shown(one: Any) -> dict[str, Any]:
    return {
        "unit": one.unit.name,
        "question": one.question,
        "asked_by": one.asked_by,
        "asked": moment_text(one.asked_at),
        "due": day_text(one.due_on),
        "answer": one.get_answer_display() if one.answer else "",
        "tone": ANSWER_TONES[ConsultationAnswer(one.answer)] if one.answer else "tile" if is_late(one) else "sand",
        "text": one.text,
        "answered_by": one.answered_by,
        "answered": moment_text(one.answered_at) if one.answered_at else "",
        "url": reverse("admin:enterprises_consultation_change", args=[one.pk]),
    }
