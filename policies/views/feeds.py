"""What is new: a page to read, and feeds of all of it, an area, a document, a measure or a search."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policies.alerts import feeds, searches
from policies.alerts.answers import shared_file
from policies.alerts.pages import ChangesPage
from policies.models import Change, FocusArea, Measure, Policy
from portal.core.pagecache import public_page


@public_page
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    page = ChangesPage.read(request.GET)
    days = [(day, list(rows)) for day, rows in groupby(page.rows, key=lambda row: row.day)]
    context = {"page": page, "days": days, "demo": any(row.is_demo for row in page.rows)}
    return render(request, "policies/changes.html", context)


@login_not_required
@require_safe
def all_changes(request: HttpRequest) -> HttpResponse:
    rows = feeds.shown()[: feeds.ENTRIES]
    return _feed(request, "changes", _("What is new"), reverse("policies:changes"), rows)


@login_not_required
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(FocusArea, code=slug.upper())
    return _feed(request, f"area:{area.slug}", area.title, area.get_absolute_url(), feeds.of_area(area))


@login_not_required
@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.published(), slug=slug)
    rows = feeds.shown().filter(policy=policy)
    return _feed(request, f"policy:{policy.pk}", policy.title, policy.get_absolute_url(), rows)


@login_not_required
@require_safe
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.published(), slug=slug)
    rows = feeds.shown().filter(measure=measure)
    return _feed(request, f"measure:{measure.pk}", measure.title, measure.get_absolute_url(), rows)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search stands in the address, as on the library's page."""
    try:
        saved = searches.written(request.GET)
    except searches.SearchTooLong:
        raise Http404 from None
    title = searches.title(saved, searches.names())
    return _feed(request, f"search:{saved}", title, feeds.page_of(saved), feeds.of_search(saved))


def _feed(request: HttpRequest, name: str, title: str, page: str, rows: Iterable[Change]) -> HttpResponse:
    newest = list(rows[: feeds.ENTRIES])  # type: ignore[index]
    body = feeds.write(name=name, title=title, path=request.get_full_path(), page=page, changes=newest)
    return shared_file(request, body, feeds.Feed.content_type, feeds.newest(newest))
