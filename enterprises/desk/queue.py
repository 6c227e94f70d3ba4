"""The queue: tiles, tabs, filters, one page of rows. Its cost does not grow with the number of applications."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.desk import lanes
from enterprises.desk.access import districts_of, sees_city
from enterprises.desk.claims import open_claims, sees_claims
from enterprises.desk.filters import filter_bar
from enterprises.desk.lanes import CAP, Filters, Source
from enterprises.desk.query import OWN_TABS, TABS, Query, read_query
from enterprises.desk.rows import columns, load, shown
from enterprises.desk.search import find
from enterprises.enums import State
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.notifications.models import Message
from portal.notifications.permissions import is_mail_operator

PAGE = 30
SOON_WORKDAYS = 3


def queue(request: HttpRequest) -> dict[str, Any]:
    """The context of the queue page (see templates/admin/index.html)."""
    query, user = read_query(request.GET), request.user
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    counts = desk_counts(request, _page_sources(user, query, soon))
    rows, pager = _rows(user, query, soon)
    can_hold = bool(rows) and query.tab in OWN_TABS and not query.search
    return {
        "title": _title(query),
        "desk_title": _title(query),
        "desk_figures": _figures(user, query, counts),
        "desk_tabs": _tabs(user, query, counts),
        "desk_filters": filter_bar(user, query),
        "desk_columns": columns(),
        "desk_queue": rows,
        "desk_pager": pager,
        "demo": any(row["demo"] for row in rows),
        "desk_batch": [{"name": "hold", "value": "1", "label": _("Take them")}] if can_hold else None,
        "desk_post_url": query.url(after=query.after, before=query.before),
    }


def desk_counts(request: HttpRequest, more: dict[str, Source] | None = None) -> dict[str, int]:
    """The side bar's counts, and more where the page needs them: one query a request, asked by the page first."""
    if more or not hasattr(request, "_desk_counts"):
        user = request.user
        sources = {
            "mine": lanes.to_do(user, Filters(mine=True)),
            "desk": lanes.to_do(user, Filters()),
            "sign": _source(user, Query(tab="sign")),
        }
        if sees_claims(user):
            sources["claims"] = Source((open_claims(user),), order="pk", case="pk")
        request._desk_counts = lanes.count(user, sources | (more or {}))  # type: ignore[attr-defined]
    return request._desk_counts  # type: ignore[attr-defined]


def number(count: int) -> str:
    return f"{CAP - 1}+" if count >= CAP else str(count)


def _source(user: User, query: Query, soon: date | None = None) -> Source:
    today = clock.today()
    if query.tab == "overdue":
        return lanes.to_do(user, query.filters, due_on__lt=today)
    if query.tab == "waiting":
        return lanes.running(user, State.CORRECTION, query.filters)
    if query.tab == "sign":
        return lanes.to_sign(user, query.filters)
    if query.tab == "notice":
        return lanes.running(user, State.PUBLICITY, query.filters)
    if query.tab == "closed":
        return lanes.finished(user, query.filters)
    if query.due == "today":
        return lanes.to_do(user, query.filters, due_on=today)
    if query.due == "soon":
        return lanes.to_do(user, query.filters, due_on__gte=today, due_on__lte=soon)
    return lanes.to_do(user, query.filters)


def _page_sources(user: User, query: Query, soon: date) -> dict[str, Source]:
    """What the tiles and tabs of this page count: without the filters, so that they stay put."""
    whole = query.whole_desk
    tabs = {tab: _source(user, Query(tab=tab, whole_desk=whole)) for tab in ("overdue", "waiting", "notice")}
    return tabs | {
        "today": _source(user, Query(due="today", whole_desk=whole)),
        "soon": _source(user, Query(due="soon", whole_desk=whole), soon),
        "done": lanes.dealt_with(user, month_start()),
        "failed": Source((Message.objects.failed(),), order="created_at", case="pk"),
    }


def month_start() -> datetime:
    return clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _title(query: Query) -> str:
    if query.search:
        return _("Search results")
    if query.tab not in OWN_TABS:
        return str(_tab_titles()[query.tab])
    return _("The desk’s work") if query.whole_desk else _("My to-do")


def _tab_titles() -> dict[str, str]:
    return {
        "handle": _("To handle"),
        "overdue": _("Overdue"),
        "waiting": _("Waiting for the applicant"),
        "sign": _("To sign"),
        "notice": _("On public notice"),
        "closed": _("Closed cases"),
    }


def _figures(user: User, query: Query, counts: dict[str, int]) -> list[dict[str, Any]]:
    plain = Query(whole_desk=query.whole_desk)
    figures = [
        (_("Due today"), "today", "tile", plain.url(due="today")),
        (_("Within %(count)s working days") % {"count": SOON_WORKDAYS}, "soon", "sand", plain.url(due="soon")),
        (_("Waiting for the applicant"), "waiting", "", plain.url(tab="waiting")),
        (_("Dealt with this month"), "done", "", ""),
    ]
    if is_mail_operator(user):
        mails = reverse("admin:notifications_message_changelist") + "?mail_state__exact=failed"
        figures.append((_("Messages that failed"), "failed", "tile", mails))
    return [
        {"label": label, "value": number(counts[name]), "tone": tone if counts[name] else "", "url": url}
        for label, name, tone, url in figures
    ]


def _tabs(user: User, query: Query, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Experts and auditors see what lies with them; the other desks see the whole way."""
    shown_tabs = TABS if sees_city(user) or districts_of(user) else tuple(tab for tab in TABS if tab in OWN_TABS)
    plain = Query(whole_desk=query.whole_desk)
    counted = counts | {"handle": counts["desk" if query.whole_desk else "mine"]}
    return [
        {
            "title": _tab_titles()[tab],
            "url": plain.url(tab=tab),
            "count": number(counted[tab]) if tab in counted else None,
            "urgent": tab in OWN_TABS and counted[tab] > 0,
            "current": tab == query.tab and not query.search,
        }
        for tab in shown_tabs
    ]


def _rows(user: User, query: Query, soon: date) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    if query.search:
        found = find(user, query.search)
        return [shown(row, user, soon) for row in load(user, list(found.values_list("pk", flat=True)))], {}
    source = _source(user, query, soon)
    backwards = query.before is not None
    page = lanes.read(source, PAGE + 1, _fitting(query.before or query.after, source), backwards=backwards)
    more = len(page) > PAGE
    page = page[-PAGE:] if backwards else page[:PAGE]
    rows = [shown(row, user, soon) for row in load(user, [case for case, _place in page])]
    return rows, _pager(query, page, more)


def _fitting(place: lanes.Place | None, source: Source) -> lanes.Place | None:
    """A list by due date is continued from a day, the others from a moment."""
    by_day = source.order == "due_on"
    return place if place and by_day != isinstance(place.value, datetime) else None


def _pager(query: Query, page: list[tuple[int, lanes.Place]], more: bool) -> dict[str, Any]:
    """Links to the neighbours: what comes before is known from the way the reader came."""
    backwards = query.before is not None
    has_next = more if not backwards else True
    has_previous = more if backwards else query.after is not None
    return {
        "next_url": query.url(after=page[-1][1]) if page and has_next else "",
        "previous_url": query.url(before=page[0][1]) if page and has_previous else "",
    }
