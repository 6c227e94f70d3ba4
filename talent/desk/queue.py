"""The talent desk's queue: tiles, tabs, filters, one page of rows. Its cost does not grow with the number of cases."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from enterprises.desk import columns, lanes
from enterprises.desk.access import person
from enterprises.desk.batches.choices import deeds_for
from enterprises.desk.filters import label_and_holder, narrowing, select
from enterprises.desk.labels import own_labels
from enterprises.desk.lists import written_in
from enterprises.desk.queue import pager
from enterprises.desk.sources import SOON_WORKDAYS
from enterprises.desk.stored import kept_lists
from enterprises.models import Label
from portal.accounts.models import District, User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.prepared import Kept
from talent.cases.enums import FINAL_STATES, CaseKind, CaseState
from talent.desk import tabs
from talent.desk.access import on_the_desk
from talent.desk.desk import TALENT
from talent.desk.moves import MOVES
from talent.desk.query import Query, read_query
from talent.desk.rows import load, shown
from talent.desk.sources import AT_DESK, HANDLED, WITH_PARTIES, counted, source_of
from talent.models import TalentCase

PAGE, FOUND = 30, 50
NUMBER = re.compile(r"^[A-Z]{2}-?\d{4}-?\d{1,6}$")
# By person and day.
_countings: Kept[lanes.Counting] = Kept(64)
STATES = {"mine": HANDLED, "team": AT_DESK, "overdue": HANDLED, "soon": HANDLED, "waiting": WITH_PARTIES}


def queue(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/talent/talentcase/change_list.html."""
    query, user = read_query(request.GET), request.user
    labels = own_labels(TALENT, user)
    if query.label not in {label.pk for label in labels}:
        query = replace(query, label=None)
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    counts = desk_counts(request)
    places, cases, links = _page(user, query, soon, labels)
    chosen = columns.filled(TALENT, columns.chosen(TALENT, user), cases)
    rows = [shown(case, user, soon, chosen, places.get(case.pk, "")) for case in cases]
    bar = _filters(user, query, labels)
    return {
        "title": tabs.title(query),
        "desk_title": tabs.title(query),
        "desk_figures": tabs.figures(counts),
        "desk_tabs": tabs.bar(query, counts),
        "desk_filters": bar,
        "desk_narrowing": narrowing(query, bar),
        "desk_lists": kept_lists(TALENT, user, query),
        "desk_columns": columns.headings(TALENT, chosen),
        "desk_queue": rows,
        "desk_pager": links,
        "desk_deeds": deeds_for(MOVES, user, labels) if rows else None,
        "desk_whole": not query.search,
        "desk_post_url": query.url(after=query.after, before=query.before),
        "demo": any(row["demo"] for row in rows),
    }


def desk_counts(request: HttpRequest) -> dict[str, int]:
    """The counts of the tabs and of the side bar: one query a request."""
    if not hasattr(request, "_talent_counts"):
        user, soon = request.user, add_workdays(clock.today(), SOON_WORKDAYS).on
        key = person(user), clock.today(), soon
        how = _countings.of(key, lambda: lanes.counting(user, counted(user, soon)))
        request._talent_counts = lanes.counted(user, how)  # type: ignore[attr-defined]
    return request._talent_counts  # type: ignore[attr-defined]


def _page(
    user: User, query: Query, soon: date, labels: list[Label]
) -> tuple[dict[int, str], list[TalentCase], dict[str, Any]]:
    """The way back from each case, the cases, and the links to the pages before and after."""
    if query.search:
        return {}, load(user, _found(user, query.search), labels), {}
    source = source_of(user, query, soon)
    backwards = query.before is not None
    place = query.before or query.after
    place = place if place and lanes.fits(place, source) else None
    page = lanes.read(source, PAGE + 1, place, backwards=backwards)
    more = len(page) > PAGE
    page = page[-PAGE:] if backwards else page[:PAGE]
    address = query.address
    words = {case: written_in(address, found) for case, found in page}
    return words, load(user, [case for case, _place in page], labels), pager(query, page, more)


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


def _filters(user: User, query: Query, labels: list[Label]) -> dict[str, Any]:
    """The line of filters; they stay in the address."""
    kinds = [(kind.value, str(kind.label)) for kind in CaseKind]
    places = list(District.objects.filter(is_zone=False, is_retired=False).order_by("code"))
    states = [state for state in CaseState if state in _states(query.tab)]
    selects = [
        select("kind", _("All kinds"), kinds, query.kind),
        *([select("state", _("All stages"), [(one.value, str(one.label)) for one in states], query.state)]
          if len(states) > 1 else []),
        select("district", _("All districts"), [(one.code, one.name) for one in places], query.district),
    ]  # fmt: skip
    used = sum(one is not None for one in (query.label, query.holder))
    return {
        "search_name": "q",
        "search_value": query.search,
        "placeholder": _("Number, name, employer"),
        "selects": selects,
        "more": {"selects": label_and_holder(TALENT, user, query, labels), "inputs": [], "used": used},
        "hidden": [{"name": "tab", "value": query.tab}] if query.tab != "mine" else [],
    }


def _states(tab: str) -> tuple[str, ...]:
    return tuple(FINAL_STATES) if tab == "closed" else STATES.get(tab, ())
