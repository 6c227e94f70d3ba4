"""Hands the calls to the pages of the policies, which stand below and can't import them."""

from collections.abc import Iterable

from django.urls import reverse

from enterprises.enums import CallState
from enterprises.limits import stage_limit
from enterprises.models import Call
from enterprises.places import full_text, places_left_of
from enterprises.windows import why_closed, why_closed_early
from policies.models import Measure
from policies.offers import Offer
from portal.core import clock

# Acceptance, formal review, verification and decision, as promised to the applicant.
PROMISED = tuple(stage_limit(stage) for stage in ("acceptance", "formal", "audit", "decision"))
_ORDER = {CallState.CLOSING: 0, CallState.OPEN: 0, CallState.UPCOMING: 1, CallState.CLOSED: 2}


def offers(measures: Iterable[Measure]) -> dict[int, Offer]:
    """The call that matters now for each measure: an open one, else the next, else the last.

    One query, and one more where places are counted."""
    found: dict[int, Call] = {}
    calls = Call.objects.published().filter(measure__in=list(measures)).select_related("replaced_by__measure")
    for call in calls.order_by("closes_at"):
        best = found.get(call.measure_id)
        if best is None or _ORDER[call.state] <= _ORDER[best.state]:
            found[call.measure_id] = call
    left = places_left_of(found.values())
    return {pk: _offer(call, _why_not(call, left)) for pk, call in found.items()}


def _why_not(call: Call, left: dict[int, int]) -> str:
    """Why nobody can apply though the window is open; nothing where they can."""
    if call.without_application:
        return why_closed(call, clock.now())
    return full_text(call) if left.get(call.pk) == 0 else ""


def _offer(call: Call, full: str) -> Offer:
    return Offer(
        measure_id=call.measure_id,
        call_code=call.code,
        state=call.state.value,
        opens_on=call.opens_on,
        closes_on=call.last_day,
        workdays_left=call.workdays_left,
        budget_cny=call.budget_cny,
        committed_percent=call.committed_percent,
        usd_cny=call.usd_cny,
        apply_url="" if full else reverse("enterprises:apply", args=[call.code]),
        call_url=reverse("enterprises:call", args=[call.code]),
        form_url=reverse("enterprises:blank_form", args=[call.code]),
        note=why_closed_early(call) if call.closed_early_at else full,
        contact=call.contact,
        promised_workdays=sum(stage.under(call).n for stage in PROMISED),
        updated_at=call.updated_at,
    )
