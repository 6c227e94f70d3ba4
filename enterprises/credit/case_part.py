"""On a case's page at the desk: the checks so far with what they found, and the button that makes the next."""

from datetime import date
from typing import Any

from django.urls import reverse

from enterprises.credit.checking import latest_check, moments_open, records_of, result_of
from enterprises.credit.enums import TONES, CreditCategory, CreditMoment
from enterprises.credit.guards import is_good, moment_of
from enterprises.desk.access import districts_of, sees_city
from enterprises.enums import State
from enterprises.models import Application, CreditCheck, CreditRecord
from portal.accounts.models import User
from portal.core.dates import day_text, moment_text
from portal.reviews.flow import Step

SHOWN = 12
# Before it is sent nothing is checked.
POINTLESS = frozenset({State.DRAFT, State.CORRECTION, State.LAPSED, State.NOT_ACCEPTED, State.WITHDRAWN})


def credit_part(application: Application, user: User) -> dict[str, Any] | None:
    """For the city's desks and the district; one query."""
    if application.state in POINTLESS or not (sees_city(user) or application.unit_id in districts_of(user)):
        return None
    checks = list(application.credit_checks.select_related("by")[:SHOWN])
    moments = moments_open(application, user)
    return {
        "template": "admin/enterprises/application/_credit.html",
        "checks": [shown(one) for one in checks],
        "moments": [{"value": one.value, "label": one.label} for one in moments],
        "url": reverse("admin:enterprises_application_credit", args=[application.pk]),
    }


def shown(made: CreditCheck) -> dict[str, Any]:
    return {
        "moment": made.get_moment_display(),
        "result": made.get_result_display(),
        "tone": made.tone,
        "at": moment_text(made.at),
        "by": made.by,
        "note": made.note,
        "records": [_record(one) for one in made.found],
    }


def _record(kept: dict[str, Any]) -> dict[str, Any]:
    label = dict(CreditCategory.choices).get(kept["category"], kept["category"])
    return {
        "category": label,
        "reference": kept["reference"],
        "source": kept["source"],
        "since": day_text(date.fromisoformat(kept["since"])),
        "until": day_text(date.fromisoformat(kept["until"])) if kept["until"] else "",
    }


def before_step(application: Application, step: Step) -> dict[str, Any] | None:
    """What the lists say now, on the page of a step that wants a check; it is made when the page is sent."""
    moment = moment_of(step)
    if moment is None:
        return None
    records = records_of(application)
    made = latest_check(application, moment)
    return listed_now(records) | {
        "moment": CreditMoment(moment).label,
        "last": shown(made) if made and is_good(application, made, records) else None,
    }


def listed_now(records: list[CreditRecord]) -> dict[str, Any]:
    """What the lists say today, whatever they said at the last check."""
    result = result_of(records)
    return {
        "result": result.label,
        "tone": TONES[result],
        "records": [
            {
                "category": one.get_category_display(),
                "reference": one.reference,
                "source": one.source,
                "since": day_text(one.since),
                "until": day_text(one.until) if one.until else "",
            }
            for one in records
        ],
    }
