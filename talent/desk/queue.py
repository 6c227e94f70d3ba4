"""The talent desk's queue: tiles, tabs, filters, one page of rows. Its cost does not grow with the number of cases."""

import re
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from enterprises.desk import lanes
from enterprises.desk.lists import written_in
from enterprises.desk.sources import SOON_WORKDAYS
from portal.accounts.models import District, User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from talent.cases.enums import FINAL_STATES, CaseKind, CaseState
from talent.desk import tabs
from talent.desk.access import on_the_desk
from talent.desk.query import Query, read_query
from talent.desk.rows import headings, load, shown
from talent.desk.sources import AT_DESK, HANDLED, WITH_PARTIES, counted, source_of
from talent.models import TalentCase

PAGE, FOUND = 30, 50
NUMBER = re.compile(r"^[A-Z]{2}-?\d{4}-?\d{1,6}$")
STATES = {"mine": HANDLED, "team": AT_DESK, "overdue": HANDLED, "soon": HANDLED, "waiting": WITH_PARTIES}


def queue(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/talent/talentcase/change_list.html."""
    query, user = read_query(request.GET), request.user
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    counts = desk_counts(request)
    places, cases, pager = _page(user, query, soon)
    rows = [shown(case, user, soon, places.get(case.pk, "")) for case in cases]
    bar = _filters(query)
    return {
        "title": tabs.title(query),
        "desk_title": tabs.title(query),
        "desk_figures": tabs.figures(counts),
        "desk_tabs": tabs.bar(query, counts),
        "desk_filters": bar,
        "desk_narrowing": _narrowing(query, bar),
        "desk_columns": headings(),
        "desk_queue": rows,
        "desk_pager": pager,
        "demo": any(row["demo"] for row in rows),
    }


def desk_counts(request: HttpRequest) -> dict[str, int]:
    """The counts of the tabs and of the side bar: one query a request."""
    if not hasattr(request, "_talent_counts"):
        soon = add_workdays(clock.today(), SOON_WORKDAYS).on
        request._talent_counts = lanes.count(request.user, counted(request.user, soon))  # type: ignore[attr-defined]
    return request._talent_counts  # type: ignore[attr-defined]


def _page(user: User, query: Query, soon: date) -> tuple[dict[int, str], list[TalentCase], dict[str, Any]]:
    """The way back from each case, the cases, and the links to the pages before and after."""
    if query.search:
        return {}, load(user, _found(user, query.search)), {}
    source = source_of(user, query, soon)
    backwards = query.before is not None
    place = query.before or query.after
    place = place if place and lanes.fits(place, source) else None
    page = lanes.read(source, PAGE + 1, place, backwards=backwards)
    more = len(page) > PAGE
    page = page[-PAGE:] if backwards else page[:PAGE]
    address = query.address
    words = {case: written_in(address, found) for case, found in page}
    has_next, has_previous = (True, more) if backwards else (more, query.after is not None)
    pager = {
        "next_url": query.url(after=page[-1][1]) if page and has_next else "",
        "previous_url": query.url(before=page[0][1]) if page and has_previous else "",
    }
    return words, load(user, [case for case, _place in page]), pager


def _found(user: User, words: str) -> list[int]:
    """By the case's number, or by the name of the person or employer. Never by what is sealed: it would stand in the
    address."""
    seen, text = on_the_desk(user), words.strip()
    if NUMBER.match(text.upper()):
        prefix, year, serial = re.fullmatch(r"([A-Z]{2})-?(\d{4})-?(\d+)", text.upper()).groups()
        seen = seen.filter(number__startswith=f"{prefix}-{year}-{serial}")
    else:
        named = Q(person__latin_name__icontains=text) | Q(person__chinese_name__contains=text)
        employed = Q(employer__name__contains=text) | Q(employer_named__icontains=text)
        seen = seen.filter(named | employed)
    return list(seen.order_by("-moved_at", "-pk").values_list("pk", flat=True)[:FOUND])


def _filters(query: Query) -> dict[str, Any]:
    """The line of filters; they stay in the address."""
    kinds = [(kind.value, str(kind.label)) for kind in CaseKind]
    places = list(District.objects.filter(is_zone=False, is_retired=False).order_by("code"))
    states = [state for state in CaseState if state in _states(query.tab)]
    selects = [
        _select("kind", _("All kinds"), kinds, query.kind),
        *([_select("state", _("All stages"), [(one.value, str(one.label)) for one in states], query.state)]
          if len(states) > 1 else []),
        _select("district", _("All districts"), [(one.code, one.name) for one in places], query.district),
    ]  # fmt: skip
    return {
        "search_name": "q",
        "search_value": query.search,
        "placeholder": _("Number, name, employer"),
        "selects": selects,
        "hidden": [{"name": "tab", "value": query.tab}] if query.tab != "mine" else [],
    }


def _states(tab: str) -> tuple[str, ...]:
    return tuple(FINAL_STATES) if tab == "closed" else STATES.get(tab, ())


def _select(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    rows = [{"value": value, "label": text, "selected": value == chosen} for value, text in options]
    return {"name": name, "label": label, "options": rows}


def _narrowing(query: Query, bar: dict[str, Any]) -> dict[str, Any] | None:
    """What narrows the list now, each with the address without it; nothing where nothing does."""
    if not query.is_narrowed or query.search:
        return None
    found = [
        {"text": option["label"], "url": query.url(**{select["name"]: ""})}
        for select in bar["selects"]
        for option in select["options"]
        if option["selected"]
    ]
    return {"filters": found, "clear_url": query.widened().url()}
