"""Cells of the queue that say when a case is due, who holds it and what the rules found."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from enterprises.desk.sources import SOON_WORKDAYS
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.dates import number_of
from portal.reviews.enums import LimitKind
from portal.reviews.models import WorkItem


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
        return {"text": text, "clock": "paused", "reason": item.why_paused or _("Waiting for the applicant")}
    return {"text": text, "clock": clock_state(item.due_on, soon)} | _today(item.due_on)


def due_chip(item: WorkItem | None) -> dict[str, Any] | None:
    """The due date as a chip, with the length and the kind of the limit in words."""
    if item is None or item.due_on is None:
        return None
    limit = ""
    if item.limit_number is not None:
        length, kind = number_of(item.limit_number, item.limit_unit), LimitKind(item.limit_kind).label
        limit = _("%(length)s, %(kind)s") % {"length": length, "kind": kind}
    return {"chip": due_cell(item, add_workdays(clock.today(), SOON_WORKDAYS).on), "limit": limit}


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
    return _written(day, day.year == clock.today().year, get_language())


@lru_cache(1024)
def _written(day: date, this_year: bool, language: str | None) -> str:
    """A page has the same few days on many rows. `language`: the reader's, in which it is written; a row of the desk
    has no room for the whole name of a month."""
    within = "j M" if language == "en" else "MONTH_DAY_FORMAT"
    return formats.date_format(day, within if this_year else "SHORT_DATE_FORMAT")


def holder(item: WorkItem, user: User) -> str:
    if item.desk == Role.APPLICANT:
        return _("Applicant")
    if item.holder_id is None:
        return _("Nobody")
    return _("Me") if item.holder_id == user.pk else str(item.holder)


def held(item: WorkItem | None, user: User) -> dict[str, Any] | None:
    """Who holds the case, and whether this person may take it up or put it back."""
    if item is None:
        return None
    return {
        "who": holder(item, user),
        "desk": item.unit or item.get_desk_display(),
        "seen": item.holder_id or "",
        "mine": item.holder_id == user.pk,
        "takeable": (item.desk, item.unit_id) in user.held() and item.holder_id != user.pk,
    }
