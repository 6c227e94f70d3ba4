"""A row of the queue: an application with its open work item, in words that fit on one line."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enterprises.desk.access import on_the_desk
from enterprises.enums import State
from enterprises.models import Application
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import format_number
from portal.reviews.models import WorkItem

# The stage in which a running case is: shorter than its state, which is what its page shows.
STAGES = {
    State.SUBMITTED: gettext_lazy("Acceptance"),
    State.CORRECTION: gettext_lazy("Correction"),
    State.ACCEPTED: gettext_lazy("Formal review"),
    State.FORMAL_REVIEW: gettext_lazy("Formal review"),
    State.EXPERT_REVIEW: gettext_lazy("Expert review"),
    State.VERIFICATION: gettext_lazy("Verification"),
    State.DECIDING: gettext_lazy("Decision"),
    State.PUBLICITY: gettext_lazy("Public notice"),
    State.OBJECTION: gettext_lazy("Objection"),
    State.APPROVED: gettext_lazy("Payment"),
    State.SUSPENDED: gettext_lazy("Payment on hold"),
    State.PAID: gettext_lazy("Performance report"),
    State.RECOVERING: gettext_lazy("Recovery"),
}
# What a row does not show and what may be long.
HEAVY = ("facts", "answers", "done_sections", "call__measure__eligibility", "call__measure__subsidy")


def load(user: User, cases: list[int]) -> list[Application]:
    """The applications of these cases in their order, each with `open_items`; two queries."""
    items = WorkItem.objects.open().select_related("holder", "unit")
    rows = (
        on_the_desk(user)
        .filter(pk__in=cases)
        .select_related("enterprise", "call__measure")
        .defer(*HEAVY)
        .prefetch_related(Prefetch("work_items", items, to_attr="open_items"))
    )
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in cases if pk in found]


def columns() -> list[dict[str, Any]]:
    return [
        {"title": _("Enterprise")},
        {"title": _("Measure")},
        {"title": _("Stage")},
        {"title": _("Computed (CNY)"), "numeric": True},
        {"title": _("Rules")},
        {"title": _("Due")},
        {"title": _("Held by")},
    ]


def shown(application: Application, user: User, soon: date) -> dict[str, Any]:
    item = application.open_items[0] if application.open_items else None
    amount = application.computed_cny
    return {
        "demo": application.is_demo,
        "pk": item.pk if item else "",
        "url": reverse("admin:enterprises_application_change", args=[application.pk]),
        "number": application.number,
        "cells": [
            {"text": application.enterprise.name, "cut": True},
            {"text": application.call.measure.title, "cut": True},
            {"text": STAGES.get(State(application.state), application.state_label)},
            {"text": "–" if amount is None else format_number(amount), "numeric": True},
            rules_chip(application.rule_counts),
            due_cell(item, soon) if item else {"text": short_day(application.moved_at.astimezone().date())},
            {"text": holder(item, user) if item else _("Case closed"), "cut": True},
        ],
    }


def rules_chip(counts: dict[str, int]) -> dict[str, Any]:
    """`6/6` when all is met; otherwise how many conditions fail, or wait for a person."""
    total, met, failed = sum(counts.values()), counts.get("met", 0), counts.get("not_met", 0)
    if not total:
        return {"text": "–"}
    if failed:
        text = ngettext("%(count)s not met", "%(count)s not met", failed) % {"count": failed}
        return {"text": text, "chip": True, "tone": "tile"}
    if met < total:
        text = ngettext("%(count)s to judge", "%(count)s to judge", total - met) % {"count": total - met}
        return {"text": text, "chip": True, "tone": "sand"}
    return {"text": f"{met}/{total}", "chip": True, "tone": "pine"}


def due_cell(item: WorkItem, soon: date) -> dict[str, Any]:
    """The clock of a work item; while the applicant has to act, the desk's own clock stands still."""
    if item.due_on is None:
        return {"text": "–"}
    text = short_day(item.due_on)
    if item.due_provisional:
        text = _("%(day)s (prov.)") % {"day": text}
    if item.desk == Role.APPLICANT or item.paused_at:
        return {"text": text, "clock": "paused", "reason": item.pause_reason or _("Waiting for the applicant")}
    return {"text": text, "clock": clock_state(item.due_on, soon)} | _today(item.due_on)


def clock_state(due: date, soon: date) -> str:
    today = clock.today()
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "soon" if due <= soon else "running"


def _today(due: date) -> dict[str, str]:
    return {"text": _("Today")} if due == clock.today() else {}


def short_day(day: date) -> str:
    """Without the year while it is this one."""
    return formats.date_format(day, "MONTH_DAY_FORMAT" if day.year == clock.today().year else "SHORT_DATE_FORMAT")


def holder(item: WorkItem, user: User) -> str:
    if item.desk == Role.APPLICANT:
        return _("Applicant")
    if item.holder_id is None:
        return _("Not taken")
    return _("Me") if item.holder_id == user.pk else str(item.holder)
