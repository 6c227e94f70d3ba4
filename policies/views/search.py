"""The library: everything, or what a search finds in it. Open; the whole search stands in the address."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from policies.search import Found, SearchQuery, find
from policies.search.query import MOST_PAGES
from policies.search.results import RESULT, cards, chosen, facets
from policies.search.statement import MOST
from portal.core import pagecache
from portal.core.pagecache import public_page

PAGE_SIZE = 20
LINKS = {
    "all": "policies:library",
    "plan": "policies:plan",
    "feed": "feeds:search",
    "follow": "alerts:follow",
    "match": "match:start",
    "negative_list": "policies:negative_list",
}


@public_page
def index(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.read(request.GET)
    found = find(query)
    pages = max(1, min(MOST_PAGES, -(-len(found.rows) // PAGE_SIZE)))
    query = replace(query, page=min(query.page, pages))
    start = (query.page - 1) * PAGE_SIZE
    shown = cards(found.rows[start : start + PAGE_SIZE], found)
    context = {
        "query": query,
        "query_string": query.query_string(),
        "results": RESULT.fill(shown),
        "facets": facets(query, found.counts),
        "chosen": chosen(query),
        "sorts": _sorts(query),
        "total": _total(found),
        "also": _("Also searched for: %(words)s") % {"words": "、".join(found.also)} if found.also else "",
        "loosely": bool(found.loosely),
        "meaningless": bool(query.words and not query.phrases),
        "pages": pages,
        "previous_url": query.url(query.page - 1) if query.page > 1 else "",
        "next_url": query.url(query.page + 1) if query.page < pages else "",
        "demo": any(card["demo"] for card in shown),
        "links": _links(),
    }
    return render(request, "policies/library.html", context)


def _links() -> dict[str, str]:
    """Where the page leads whatever was looked for. Looking an address up costs more than all the rest of a line."""
    return {
        name: pagecache.kept(key) or pagecache.keep(key, reverse(LINKS[name]))
        for name, key in ((name, ("library", name, get_language())) for name in LINKS)
    }


def _total(found: Found) -> str:
    if found.more:
        return _("More than %(most)s entries") % {"most": MOST}
    number = len(found.rows)
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": number}


def _sorts(query: SearchQuery) -> list[dict[str, Any]]:
    names = (("relevance", _("Best match")), ("newest", _("Newest")), ("left", _("Days left")))
    return [
        {"label": label, "url": replace(query, sort=name, page=1).url(), "current": query.order == name}
        for name, label in names
        if query.phrases or name != "relevance"
    ]
