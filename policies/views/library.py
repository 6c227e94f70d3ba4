"""The library, an area, a policy document."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from policies.filters import LibraryFilters
from policies.library_pages import Library, breadcrumb, policy_facts
from policies.models import FocusArea, Measure, Policy
from policies.windows import rows_for
from portal.core.pagecache import public_page

PAGE_SIZE = 20


@public_page
def index(request: HttpRequest) -> HttpResponse:
    filters = LibraryFilters.read(request.GET)
    entries = Library.found(filters)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "selects": filters.selects(),
        "total": len(entries),
        "page": page,
        "measures": [entry for entry in page if entry.is_measure],
        "policies": [entry for entry in page if not entry.is_measure],
        "previous_url": filters.url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": filters.url(page.next_page_number()) if page.has_next() else "",
        "demo": any(entry.is_demo for entry in page),
    }
    return render(request, "policies/library.html", context)


@public_page
def area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(FocusArea, code=slug.upper())
    rows = rows_for(Measure.objects.published().for_lists().filter(area=area))
    policies = list(Policy.objects.published().filter(areas=area).for_lists())
    context = {
        "area": area,
        "rows": rows,
        "policies": policies,
        "breadcrumb": breadcrumb(area.short),
        "demo": any(row.measure.is_demo for row in rows) or any(policy.is_demo for policy in policies),
    }
    return render(request, "policies/area.html", context)


@public_page
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.visible_to(request.user).for_page(), slug=slug)
    rows = rows_for(policy.measures.for_lists())
    context = {
        "policy": policy,
        "facts": policy_facts(policy),
        "clauses": policy.clauses.all(),
        "rows": rows,
        "breadcrumb": breadcrumb(policy.title),
        "demo": policy.is_demo or any(row.measure.is_demo for row in rows),
    }
    return render(request, "policies/policy.html", context)
