"""The tabs of the queue and the tiles above them: what each shows, in a word and in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk.access import districts_of, sees_city
from enterprises.desk.lanes import CAP
from enterprises.desk.query import OWN_TABS, Query
from enterprises.desk.sources import SOON_WORKDAYS
from portal.accounts.models import User
from portal.notifications.permissions import is_mail_operator

# Each tab: which count it shows, and how the address changes for it.
TABS: dict[str, tuple[str, Callable[[Query], Query]]] = {
    "mine": ("mine", lambda query: replace(query, tab="handle", whole_desk=False, due="")),
    "desk": ("desk", lambda query: replace(query, tab="handle", whole_desk=True, due="")),
    "overdue": ("overdue", lambda query: replace(query, tab="overdue", due="")),
    "soon": ("soon", lambda query: replace(query, tab="handle", due="soon")),
    "waiting": ("waiting", lambda query: replace(query, tab="waiting", due="")),
    "sign": ("sign", lambda query: replace(query, tab="sign", due="")),
    "notice": ("notice", lambda query: replace(query, tab="notice", due="")),
    "closed": ("closed", lambda query: replace(query, tab="closed", due="")),
}
OWN = ("mine", "desk", "overdue", "soon")
URGENT = frozenset({"mine", "overdue"})


def titles() -> dict[str, str]:
    return {
        "mine": _("My work"),
        "desk": _("Whole desk"),
        "overdue": _("Overdue"),
        "soon": _("Due soon"),
        "waiting": _("With applicant"),
        "sign": _("To sign"),
        "notice": _("On notice"),
        "closed": _("Closed cases"),
    }


def explanations() -> dict[str, str]:
    """What is in each tab; numbers count without the filters."""
    return {
        "mine": _("Cases at your desk that you hold or nobody holds yet, the most urgent first."),
        "desk": _("All cases at your desk, also those that colleagues hold."),
        "overdue": _("Cases at your desk whose last day is over."),
        "soon": _("Cases at your desk that are due today or within three working days."),
        "waiting": _("Asked for a correction; your clock stands still until the answer comes or its last day is over."),
        "sign": _("A decision is drafted and waits for a signature."),
        "notice": _("On public notice until its last day; nothing is to be done unless an objection comes."),
        "closed": _("Cases that ended, the latest first."),
    }


def number(count: int) -> str:
    return f"{CAP - 1}+" if count >= CAP else str(count)


def current(query: Query) -> str:
    if query.tab not in OWN_TABS:
        return query.tab
    if query.tab == "overdue":
        return "overdue"
    return "soon" if query.due == "soon" else "desk" if query.whole_desk else "mine"


def title(query: Query) -> str:
    """The heading of the page."""
    if query.search:
        return _("Search results")
    if query.due == "today":
        return _("Due today")
    long = {
        "mine": _("My to-do"),
        "desk": _("The desk’s work"),
        "soon": _("Due within three working days"),
        "waiting": _("Waiting for the applicant"),
        "notice": _("On public notice"),
        "closed": _("Closed cases"),
    }
    return titles()[current(query)] if current(query) not in long else long[current(query)]


def bar(user: User, query: Query, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Experts and auditors see what lies with them; the other desks see the whole way. Filters stay."""
    names, about = titles(), explanations()
    shown = TABS if sees_city(user) or districts_of(user) else OWN
    here = "" if query.search or query.due == "today" else current(query)
    plain = replace(query, search="", state="")
    return [
        {
            "title": names[tab],
            "about": about[tab],
            "url": TABS[tab][1](plain).url(),
            "count": number(counts[TABS[tab][0]]) if TABS[tab][0] in counts else None,
            "urgent": tab in URGENT and counts[TABS[tab][0]] > 0,
            "current": tab == here,
        }
        for tab in shown
    ]


def figures(user: User, query: Query, counts: dict[str, int]) -> list[dict[str, Any]]:
    plain = Query(whole_desk=query.whole_desk)
    found = [
        (_("Due today"), "today", "tile", plain.url(due="today")),
        (_("Within %(count)s working days") % {"count": SOON_WORKDAYS}, "soon", "sand", plain.url(due="soon")),
        (_("Waiting for the applicant"), "waiting", "", plain.url(tab="waiting")),
        (_("Dealt with this month"), "done", "", ""),
    ]
    if is_mail_operator(user):
        mails = reverse("admin:notifications_message_changelist") + "?mail_state__exact=failed"
        found.append((_("Messages that failed"), "failed", "tile", mails))
    return [
        {"label": label, "value": number(counts[name]), "tone": tone if counts[name] else "", "url": url}
        for label, name, tone, url in found
    ]
