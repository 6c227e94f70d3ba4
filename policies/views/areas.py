"""The six focus areas, a page each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from policies.area_pages import area_page
from policies.models import FocusArea
from portal.core.pagecache import public_page


@public_page
def area(request: HttpRequest, slug: str) -> HttpResponse:
    areas = list(FocusArea.objects.all())
    found = next((one for one in areas if one.slug == slug.lower()), None)
    if found is None:
        raise Http404("There is no such focus area.")
    return render(request, "policies/area.html", area_page(found, areas))
