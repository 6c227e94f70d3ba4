"""The queue: tiles, tabs, filters, one page of rows. Its cost does not grow with the number of applications."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from enterprises.desk import columns, lanes, lists, tabs
from enterprises.desk.access import person
from enterprises.desk.batches.choices import deeds_for
from enterprises.desk.batches.fund_moves import MOVES
from enterprises.desk.claims import open_claims, sees_claims
from enterprises.desk.filters import filter_bar, narrowing
from enterprises.desk.funds import FUNDS
from enterprises.desk.labels import own_labels
from enterprises.desk.lanes import Filters, Source
from enterprises.desk.query import Query, read_query
from enterprises.desk.rows import load, shown
from enterprises.desk.search import find
from enterprises.desk.sources import SOON_WORKDAYS, counted_sources, source_of
from enterprises.desk.stored import kept_lists
from enterprises.desk.tabs import number
from enterprises.models import Application, Label
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.prepared import Kept, PreparedBy
from portal.reviews.models import WorkItem

__all__ = ["desk_counts", "number", "queue"]

PAGE = 30
# By person and day; what a list hangs on besides stands in its key.
_countings: Kept[lanes.Counting] = Kept(64)
_first_pages: PreparedBy[Any] = PreparedBy(16)


def queue(request: HttpRequest) -> dict[str, Any]:
    """The context of the queue page (see templates/admin/index.html)."""
    query, user = read_query(request.GET), request.user
    labels = own_labels(FUNDS, user)
    if query.label not in {label.pk for label in labels}:
        query = replace(query, label=None)
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    counts = desk_counts(request, query, soon)
    places, cases, links = _page(user, query, soon, labels)
    chosen = columns.filled(FUNDS, columns.chosen(FUNDS, user), cases)
    rows = shown(cases, user, soon, chosen, places)
    bar = filter_bar(user, query, labels)
    return {
        "title": tabs.title(query),
        "desk_title": tabs.title(query),
        "desk_figures": tabs.figures(user, query, counts),
        "desk_tabs": tabs.bar(user, query, counts),
        "desk_filters": bar,
        "desk_narrowing": narrowing(query, bar),
        "desk_lists": kept_lists(FUNDS, user, query),
        "desk_columns": columns.headings(FUNDS, chosen),
        "desk_queue": rows,
        "desk_pager": links,
        "demo": any(row["demo"] for row in rows),
        "desk_deeds": deeds_for(MOVES, user, labels) if rows else None,
        "desk_whole": not query.search,
        "desk_post_url": query.url(after=query.after, before=query.before),
    }


def desk_counts(request: HttpRequest, query: Query | None = None, soon: date | None = None) -> dict[str, int]:
    """The side bar's counts, and those of the queue's tabs on its page: one query a request, asked by the page
    first."""
    if query is not None or not hasattr(request, "_desk_counts"):
        user = request.user
        whole = query.whole_desk if query is not None else None
        how = _countings.of(
            (person(user), clock.today(), whole, soon), lambda: lanes.counting(user, _counted(user, query, soon))
        )
        request._desk_counts = lanes.counted(user, how)  # type: ignore[attr-defined]
    return request._desk_counts  # type: ignore[attr-defined]


def _counted(user: User, query: Query | None, soon: date | None) -> dict[str, Source]:
    sources = {
        "mine": lanes.to_do(user, Filters(mine=True)),
        "desk": lanes.to_do(user, Filters()),
        "sign": source_of(user, Query(tab="sign")),
    }
    if sees_claims(user):
        sources["claims"] = Source((open_claims(user),), order="pk", case="pk")
    return sources | (counted_sources(user, query, soon) if query is not None and soon is not None else {})


def _page(
    user: User, query: Query, soon: date, labels: list[Label]
) -> tuple[dict[int, str], list[Application], dict[str, Any]]:
    """The way back from each case, the cases, and the links to the pages before and after."""
    if query.search:
        found = find(user, query.search)
        return {}, load(user, list(found.values_list("pk", flat=True)), labels), {}
    page = _read(user, query, soon)
    backwards, more = query.before is not None, len(page) > PAGE
    page = page[-PAGE:] if backwards else page[:PAGE]
    address = query.address
    words = {case: lists.written_in(address, found) for case, found in page}
    return words, load(user, [case for case, _place in page], labels), pager(query, page, more)


def _read(user: User, query: Query, soon: date) -> list[tuple[int, lanes.Place]]:
    """One row more than a page. The first page of a list is asked for again and again: its SQL is kept."""
    backwards, place = query.before is not None, query.before or query.after
    if place is not None:
        source = source_of(user, query, soon)
        return lanes.read(source, PAGE + 1, place if lanes.fits(place, source) else None, backwards=backwards)
    first = _first_pages.of((person(user), clock.today(), soon, query), lambda: _first_page(user, query, soon))
    return lanes.placed(first.all())


def _first_page(user: User, query: Query, soon: date) -> QuerySet:
    written = lanes.written(source_of(user, query, soon), PAGE + 1)
    return WorkItem.objects.none().values_list("due_on", "pk", "case_id") if written is None else written


def pager(query: Any, page: list[tuple[int, lanes.Place]], more: bool) -> dict[str, Any]:
    """Links to the neighbours: what comes before is known from the way the reader came."""
    backwards = query.before is not None
    has_next = more if not backwards else True
    has_previous = more if backwards else query.after is not None
    return {
        "next_url": query.url(after=page[-1][1]) if page and has_next else "",
        "previous_url": query.url(before=page[0][1]) if page and has_previous else "",
    }
