"""Looking something up in the negative list of cross-border trade in services. Open; the question is the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from policies.library_pages import breadcrumb
from policies.models import NegativeList
from policies.negative_list import LookUp, answer, choices, easings
from portal.core.pagecache import public_page


@public_page
def look_up(request: HttpRequest) -> HttpResponse:
    editions = list(NegativeList.objects.select_related("superseded_by"))
    asked = LookUp.read(request.GET, editions)
    if asked is None:
        raise Http404("No negative list has been loaded.")
    context = {
        "look_up": asked,
        "answer": answer(asked),
        "selects": choices(asked, editions),
        "editions": editions,
        "easings": easings(asked.edition),
        "breadcrumb": breadcrumb(capfirst(asked.edition._meta.verbose_name)),
    }
    return render(request, "policies/negative_list.html", context)
