"""The queue: tiles, tabs, filters, one page of rows. Its cost does not grow with the number of applications."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from enterprises.desk import columns, lanes, lists, tabs
from enterprises.desk.batches.choices import deeds_for
from enterprises.desk.claims import open_claims, sees_claims
from enterprises.desk.filters import filter_bar, narrowing, own_labels
from enterprises.desk.lanes import Filters, Source
from enterprises.desk.query import Query, read_query
from enterprises.desk.rows import load, shown
from enterprises.desk.search import find
from enterprises.desk.sources import SOON_WORKDAYS, counted_sources, source_of
from enterprises.desk.stored import kept_lists
from enterprises.desk.tabs import number
from enterprises.models import Application
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock

__all__ = ["desk_counts", "number", "queue"]

PAGE = 30


def queue(request: HttpRequest) -> dict[str, Any]:
    """The context of the queue page (see templates/admin/index.html)."""
    query, user = read_query(request.GET), request.user
    labels = own_labels(user)
    if query.label not in {label.pk for label in labels}:
        query = replace(query, label=None)
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    counts = desk_counts(request, counted_sources(user, query, soon))
    places, cases, pager = _page(user, query, soon)
    chosen = columns.filled(columns.chosen(user), cases)
    rows = [shown(row, user, soon, chosen, places.get(row.pk, "")) for row in cases]
    bar = filter_bar(user, query, labels)
    return {
        "title": tabs.title(query),
        "desk_title": tabs.title(query),
        "desk_figures": tabs.figures(user, query, counts),
        "desk_tabs": tabs.bar(user, query, counts),
        "desk_filters": bar,
        "desk_narrowing": narrowing(query, bar),
        "desk_lists": kept_lists(user, query),
        "desk_columns": columns.headings(chosen),
        "desk_queue": rows,
        "desk_pager": pager,
        "demo": any(row["demo"] for row in rows),
        "desk_deeds": deeds_for(user, labels) if rows else None,
        "desk_whole": not query.search,
        "desk_post_url": query.url(after=query.after, before=query.before),
        "desk_columns_url": reverse("admin:enterprises_application_columns"),
    }


def desk_counts(request: HttpRequest, more: dict[str, Source] | None = None) -> dict[str, int]:
    """The side bar's counts, and more where the page needs them: one query a request, asked by the page first."""
    if more or not hasattr(request, "_desk_counts"):
        user = request.user
        sources = {
            "mine": lanes.to_do(user, Filters(mine=True)),
            "desk": lanes.to_do(user, Filters()),
            "sign": source_of(user, Query(tab="sign")),
        }
        if sees_claims(user):
            sources["claims"] = Source((open_claims(user),), order="pk", case="pk")
        request._desk_counts = lanes.count(user, sources | (more or {}))  # type: ignore[attr-defined]
    return request._desk_counts  # type: ignore[attr-defined]


def _page(user: User, query: Query, soon: date) -> tuple[dict[int, str], list[Application], dict[str, Any]]:
    """The way back from each case, the cases, and the links to the pages before and after."""
    if query.search:
        found = find(user, query.search)
        return {}, load(user, list(found.values_list("pk", flat=True))), {}
    source = source_of(user, query, soon)
    backwards = query.before is not None
    place = query.before or query.after
    place = place if place and lanes.fits(place, source) else None
    page = lanes.read(source, PAGE + 1, place, backwards=backwards)
    more = len(page) > PAGE
    page = page[-PAGE:] if backwards else page[:PAGE]
    words = {case: lists.written(query, found) for case, found in page}
    return words, load(user, [case for case, _place in page]), _pager(query, page, more)


def _pager(query: Query, page: list[tuple[int, lanes.Place]], more: bool) -> dict[str, Any]:
    """Links to the neighbours: what comes before is known from the way the reader came."""
    backwards = query.before is not None
    has_next = more if not backwards else True
    has_previous = more if backwards else query.after is not None
    return {
        "next_url": query.url(after=page[-1][1]) if page and has_next else "",
        "previous_url": query.url(before=page[0][1]) if page and has_previous else "",
    }
