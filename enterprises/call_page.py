"""The public page of a call: everything that somebody who thinks of applying asks."""

from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.call_forms.definition import Definition, definition_of
from enterprises.call_forms.papers import papers_of
from enterprises.call_forms.problems import counts_in_dollars, stage_name
from enterprises.desk.calls.rows import KINDS
from enterprises.enums import AllocationWay, CallState, FormState
from enterprises.limits import process, stage_limit
from enterprises.models import Call, FormVersion
from enterprises.money.ledger import meter
from enterprises.places import has_places, places_left, why_full
from enterprises.windows import why_closed, why_closed_early
from policies.rules.texts import Day
from portal.accounts.enums import Role
from portal.core import clock
from portal.core.dates import number_of
from portal.core.money import format_cny, yuan

TONES = {CallState.UPCOMING: "plain", CallState.OPEN: "pine", CallState.CLOSING: "tile", CallState.CLOSED: "plain"}


def form_in_use(call: Call) -> FormVersion | None:
    return call.form_versions.filter(state=FormState.PUBLISHED).first()


def call_page(call: Call) -> dict[str, Any]:
    state = CallState(call.state)
    refused = why_closed(call, clock.now()) or why_full(call)
    return {
        "call": call,
        "state": state.label,
        "tone": TONES[state],
        "closed_early": why_closed_early(call) if call.closed_early_at else "",
        "replacement_url": _address(call.replaced_by),
        "replaces": list(call.replaces.published().select_related("measure")),
        "refused": refused,
        "apply_url": "" if refused else reverse("enterprises:apply", args=[call.code]),
        "check_url": reverse("items:check", args=[call.measure.slug]),
        "form_url": reverse("enterprises:blank_form", args=[call.code]),
        "facts": _facts(call, state),
        "meter": meter(call),
        "papers": papers_of(call),
        "form": _asked(definition_of(form_in_use(call))),
        "rubric": _rubric(call) if call.is_competitive else [],
        "stages": stages(call),
        "chain": [str(Role(role).label) for role in call.sign_off_chain if role in Role.values],
        "together": list(call.exclusive_measures.all()),
        "breadcrumb": [
            {"title": _("Support funds"), "url": reverse("enterprises:calls")},
            {"title": call.measure.title, "url": ""},
        ],
        "demo": call.is_demo,
        "section": "funds",
    }


def _address(call: Call | None) -> str:
    return reverse("enterprises:call", args=[call.code]) if call is not None and call.published_at else ""


def _facts(call: Call, state: CallState) -> list[dict[str, Any]]:
    """For components/key_facts.html."""
    facts: list[dict[str, Any]] = [
        {
            "label": _("Window"),
            "value": _between(call.opens_on, call.last_day),
            "chip": state.label,
            "tone": TONES[state],
        },
        {"label": _("Accounting period"), "value": _between(call.period_from, call.period_to)},
        {"label": _("Budget"), "value": format_cny(call.budget_cny)},
        {"label": _("Way of allocation"), "value": AllocationWay(call.allocation).label},
    ]
    if call.number:
        facts.insert(0, {"label": _("Document number"), "value": call.number})
    if has_places(call):
        left = places_left(call)
        tone = "tile" if not left else "pine"
        text = _("%(left)s of %(quota)s places left") % {"left": left, "quota": call.quota}
        facts.append({"label": _("Places, in the order of submission"), "value": text, "chip": _("full"), "tone": tone})
        if left:
            facts[-1].pop("chip")
    if call.yearly_cap_fen is not None:
        facts.append({"label": _("Most per enterprise and year"), "value": format_cny(yuan(call.yearly_cap_fen))})
    if call.usd_cny is not None and counts_in_dollars(call.measure.subsidy):
        rate = _("1 USD = CNY %(rate)s") % {"rate": f"{call.usd_cny.normalize():f}"}
        if call.usd_cny_on:
            rate = _("%(rate)s (%(day)s)") % {"rate": rate, "day": formats.date_format(call.usd_cny_on)}
        facts.append({"label": _("Exchange rate"), "value": rate})
    if call.report_years > 1:
        text = _("One a year for %(n)s years, the first %(months)s months after the payment")
        months = stage_limit("performance").under(call).n
        facts.append({"label": _("Performance reports"), "value": text % {"n": call.report_years, "months": months}})
    if call.needs_signature:
        facts.append(
            {"label": _("Signature"), "value": _("The legal representative signs by a link, before it is sent")}
        )
    return facts


def _between(first: Any, last: Any) -> str:
    return _("%(first)s to %(last)s") % {"first": Day(first), "last": Day(last)}


def _asked(definition: Definition) -> list[dict[str, Any]]:
    return [
        {"title": section.title, "fields": [field.label for field in section.fields]} for section in definition.sections
    ]


def _rubric(call: Call) -> list[dict[str, Any]]:
    english = not (get_language() or "zh").startswith("zh")
    return [
        {"title": row.get("en" if english else "zh") or row.get("zh") or row.get("en"), "points": row.get("points")}
        for row in call.rubric
        if isinstance(row, dict)
    ]


def stages(call: Call) -> list[dict[str, str]]:
    """From the acceptance on: how long each takes at most, and what kind of promise that is. Those that only some
    applications pass are left out."""
    shown = ("acceptance", "formal", "expert", "audit", "decision", "publicity", "payment")
    rows = {row["code"]: row for row in process()["stages"]}
    skipped = set() if call.is_competitive else {"expert"}
    skipped |= set() if call.measure.on_site_check else {"audit"}
    return [
        {
            "title": stage_name(rows[code]),
            "limit": number_of(call.stage_limits.get(code, rows[code]["limit"]["n"]), rows[code]["limit"]["unit"]),
            "kind": str(KINDS[rows[code]["limit"]["kind"]]),
        }
        for code in shown
        if code not in skipped
    ]
