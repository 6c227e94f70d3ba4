"""The page of one call at the desk: what is missing, the form, who may do what, what happened."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.call_forms.problems import Gap, gaps
from enterprises.call_permissions import has_written, may_draft_calls, may_open_calls, scope_of
from enterprises.desk.calls.form import CallForm, CloseForm
from enterprises.enums import CallState, FormState
from enterprises.models import Call
from enterprises.money.ledger import standing_rows
from enterprises.places import places_left
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core import clock
from portal.core.dates import moment_text

TONES = {CallState.UPCOMING: "plain", CallState.OPEN: "pine", CallState.CLOSING: "tile", CallState.CLOSED: "plain"}
DONE = {
    "draft_call": gettext_lazy("Drawn up"),
    "edit_call": gettext_lazy("Changed"),
    "publish_call": gettext_lazy("Opened to everybody"),
    "close_early": gettext_lazy("Closed early"),
    "begin_form": gettext_lazy("New version of the form begun"),
    "edit_form": gettext_lazy("Form changed"),
    "publish_form": gettext_lazy("Form put into use"),
    "draw_experts": gettext_lazy("Experts drawn"),
    "begin_panel": gettext_lazy("Panel meeting begun"),
    "freeze_panel": gettext_lazy("List of the panel frozen"),
    "issue_plan": gettext_lazy("Funds plan issued"),
    "draw_sample": gettext_lazy("Sample for controls drawn"),
}
EVENTS = 20


def page(
    call: Call, user: User, *, form: CallForm | None = None, close_form: CloseForm | None = None
) -> dict[str, Any]:
    drafting, opening = may_draft_calls.test(user), may_open_calls.test(user)
    public, running = call.published_at is not None, is_running(call)
    mine = not public and opening and has_written(user, call)
    if drafting and form is None and (not public or running):
        form = CallForm(call)
    missing = [] if public else gaps(call)
    return {
        "title": call.code,
        "call": call,
        "chip": chip(call),
        "tone": TONES[call.state] if public else "sand",
        "form": form if drafting else None,
        "groups": form.groups() if drafting and form else {},
        "gaps": [{"sentence": gap.sentence, "url": _where(call, gap)} for gap in missing],
        "may_open": opening and not public and not mine,
        "wrote_it": mine,
        "close_form": (close_form or CloseForm(call)) if opening and running else None,
        "facts": _facts(call),
        "money": standing_rows(call),
        "events": _events(call),
        "urls": urls_of(call),
        "has_errors": bool((form and form.errors) or (close_form and close_form.errors)),
    }


def is_running(call: Call) -> bool:
    """Open to everybody and not over: it may be changed a little, or closed."""
    return call.published_at is not None and call.closed_early_at is None and call.closes_at > clock.now()


def chip(call: Call) -> str:
    if call.published_at is None:
        return _("Draft")
    if call.closed_early_at is not None:
        return _("Closed early")
    return str(CallState(call.state).label)


def urls_of(call: Call) -> dict[str, str]:
    names = {"save": "change", "publish": "publish", "close": "close", "form": "forms", "preview": "preview"}
    urls = {key: reverse(f"admin:enterprises_call_{name}", args=[call.pk]) for key, name in names.items()}
    urls["list"] = reverse("admin:enterprises_call_changelist")
    if call.is_competitive:
        urls["experts"] = reverse("admin:enterprises_draw_call", args=[call.pk])
    if call.meets_in_panel:
        urls["panel"] = reverse("admin:enterprises_panel_begin", args=[call.pk])
    if call.published_at is not None:
        urls["public"] = reverse("enterprises:call", args=[call.code])
    urls["measure"] = reverse("admin:policies_measure_change", args=[call.measure_id])
    return urls


def _where(call: Call, gap: Gap) -> str:
    if gap.where == "form":
        return urls_of(call)["form"]
    return urls_of(call)["measure"] if gap.where == "measure" else f"#{gap.where}"


def _facts(call: Call) -> list[dict[str, str]]:
    facts = [
        {"label": _("Measure"), "value": str(call.measure)},
        {"label": _("Form"), "value": form_state(call)},
        {"label": _("Drafted by"), "value": str(call.drafted_by) if call.drafted_by_id else _("From a file")},
    ]
    left = places_left(call)
    if left is not None:
        facts.insert(1, {"label": _("Places left"), "value": f"{left} / {call.quota}"})
    if call.published_at is not None:
        by = f" · {call.published_by}" if call.published_by_id else ""
        facts.append({"label": _("Open to everybody since"), "value": moment_text(call.published_at) + by})
    return facts


def form_state(call: Call) -> str:
    """Which version applicants fill in, and whether another is being written."""
    states = {version.state: version.number for version in call.form_versions.all()}
    parts = []
    if FormState.PUBLISHED in states:
        parts.append(_("version %(n)s in use") % {"n": states[FormState.PUBLISHED]})
    if FormState.DRAFT in states:
        parts.append(_("version %(n)s in preparation") % {"n": states[FormState.DRAFT]})
    return _(", ").join(parts) or _("none: the standard sections only")


def _events(call: Call) -> list[dict[str, str]]:
    """For components/timeline.html: the newest on top."""
    entries = Entry.objects.filter(scope=scope_of(call)).select_related("actor").order_by("-sequence")[:EVENTS]
    return [
        {
            "title": str(DONE.get(entry.verb, entry.verb)),
            "state": "done",
            "note": str(entry.actor or _("The portal")),
            "when": moment_text(entry.at),
        }
        for entry in entries
    ]
