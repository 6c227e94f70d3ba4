"""The library: everything, or what a search finds in it. Open; the whole search stands in the address."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.search import Found, SearchQuery, find
from policies.search.query import MOST_PAGES, Choices
from policies.search.results import RESULT, cards, chosen, facets, sorts
from policies.search.statement import MOST
from policies.search.stencils import PageStencil
from portal.core.pagecache import public_page

PAGE_SIZE = 20
# Hardly anybody reads on; whoever does gets as many as are ever ranked.
FIRST_PAGES, FIRST_MOST = 9, 200
PAGE = PageStencil("policies/library.html")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.read(request.GET)
    found = find(query, FIRST_MOST if query.page <= FIRST_PAGES else MOST)
    pages = max(1, min(MOST_PAGES, -(-len(found.rows) // PAGE_SIZE)))
    query = replace(query, page=min(query.page, pages))
    start, choices = (query.page - 1) * PAGE_SIZE, Choices(query)
    shown = cards(found.rows[start : start + PAGE_SIZE], found)
    values = {
        "words": query.words,
        "query_string": query.query_string(),
        "hidden": _hidden(query),
        "clear_url": "?" + (urlencode({"q": query.words}) if query.words else ""),
        "results": RESULT.fill(shown),
        "facets": facets(query, found.counts, choices),
        "chosen": chosen(query, choices),
        "sorts": sorts(query, choices),
        "total": _total(found),
        "also": _("Also searched for: %(words)s") % {"words": "、".join(found.also)} if found.also else "",
        "cut": "cut" if query.cut else "",
        "loosely": "loosely" if found.loosely else "",
        "meaningless": "meaningless" if query.words and not query.phrases else "",
        "number": str(query.page),
        "pages": str(pages),
        "previous_url": query.url(query.page - 1) if query.page > 1 else "",
        "next_url": query.url(query.page + 1) if query.page < pages else "",
        "demo": "demo" if any(card["demo"] for card in shown) else "",
    }
    return PAGE.fill(request, values)


def _hidden(query: SearchQuery) -> SafeString:
    """What is chosen goes along with other words."""
    pairs = ((name, value) for name, values in query.chosen.items() for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _total(found: Found) -> str:
    number = len(found.rows)
    if found.more:
        return _("More than %(most)s entries") % {"most": number}
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": number}
