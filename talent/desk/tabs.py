"""The tabs of the talent desk's queue and the tiles above them: what each shows, in a word and in a sentence."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from enterprises.desk.sources import SOON_WORKDAYS
from enterprises.desk.tabs import number
from talent.desk.query import TABS, Query

URGENT = frozenset({"mine", "overdue"})


def titles() -> dict[str, str]:
    return {
        "mine": _("My work"),
        "team": _("The team’s"),
        "overdue": _("Overdue"),
        "soon": _("Due soon"),
        "waiting": _("With a party"),
        "sign": _("To sign"),
        "partner": _("With a partner"),
        "inquiries": _("Inquiries"),
        "closed": _("Closed cases"),
    }


def explanations() -> dict[str, str]:
    """What is in each tab; numbers count without the filters."""
    return {
        "mine": _("Cases at the talent desk that you hold or nobody holds yet, the most urgent first."),
        "team": _("All cases at the talent desk, also those that colleagues hold."),
        "overdue": _("Cases at the talent desk whose last day is over."),
        "soon": _("Cases at the talent desk that are due today or within three working days."),
        "waiting": _("The person or the employer must act: a correction, or the collection of the letter."),
        "sign": _("A letter is drafted and waits for the signature of somebody who did not draft it."),
        "partner": _("A partner authority was asked; your own time stands still until its answer comes."),
        "inquiries": _("A party asks why a case takes longer than usual; the answer has a time of its own."),
        "closed": _("Cases that ended, the latest first."),
    }


def title(query: Query) -> str:
    """The heading of the page."""
    if query.search:
        return _("Search results")
    long = {
        "mine": _("Facilitation cases: my work"),
        "team": _("Facilitation cases: the team’s work"),
        "soon": _("Due within three working days"),
        "waiting": _("Waiting for a party"),
        "sign": _("Letters to sign"),
        "partner": _("Waiting for a partner authority"),
    }
    return long.get(query.tab) or titles()[query.tab]


def bar(query: Query, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Filters stay when the tab changes, except for the state, which most tabs have one of."""
    names, about, plain = titles(), explanations(), replace(query, search="", state="")
    return [
        {
            "title": names[tab],
            "about": about[tab],
            "url": plain.url(tab=tab),
            "count": number(counts[tab]),
            "urgent": tab in URGENT and counts[tab] > 0,
            "current": tab == query.tab and not query.search,
        }
        for tab in TABS
    ]


def figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    plain = Query()
    found = [
        (_("Overdue"), "overdue", "tile", plain.url(tab="overdue")),
        (_("Within %(count)s working days") % {"count": SOON_WORKDAYS}, "soon", "sand", plain.url(tab="soon")),
        (_("Waiting for a party"), "waiting", "", plain.url(tab="waiting")),
        (_("Waiting for a partner authority"), "partner", "", plain.url(tab="partner")),
        (_("Dealt with this month"), "done", "", ""),
    ]
    return [
        {"label": label, "value": number(counts[name]), "tone": tone if counts[name] else "", "url": url}
        for label, name, tone, url in found
    ]
