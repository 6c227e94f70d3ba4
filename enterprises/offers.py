"""Hands the calls to the pages of the policies, which stand below and can't import them."""

from collections.abc import Iterable

from django.urls import reverse

from enterprises.enums import CallState
from enterprises.limits import limit
from enterprises.models import Call
from policies.models import Measure
from policies.offers import Offer

# Acceptance, formal review, verification and decision, as promised to the applicant.
PROMISED = sum(limit(stage).n for stage in ("acceptance", "formal", "audit", "decision"))
_ORDER = {CallState.CLOSING: 0, CallState.OPEN: 0, CallState.UPCOMING: 1, CallState.CLOSED: 2}


def offers(measures: Iterable[Measure]) -> dict[int, Offer]:
    """The call that matters now for each measure: an open one, else the next, else the last. One query."""
    found: dict[int, Call] = {}
    for call in Call.objects.published().filter(measure__in=list(measures)).order_by("closes_at"):
        best = found.get(call.measure_id)
        if best is None or _ORDER[call.state] <= _ORDER[best.state]:
            found[call.measure_id] = call
    return {pk: _offer(call) for pk, call in found.items()}


def _offer(call: Call) -> Offer:
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
        apply_url=reverse("enterprises:apply", args=[call.code]),
        promised_workdays=PROMISED,
        updated_at=call.updated_at,
    )
