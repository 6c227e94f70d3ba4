"""Open to everybody: the calls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from enterprises.blank_form import blank_form_pdf
from enterprises.call_page import call_page
from enterprises.models import Call
from enterprises.places import places_left_of
from enterprises.views.open_papers import open_paper
from portal.core.pagecache import public_page


@public_page
def calls(request: HttpRequest) -> HttpResponse:
    rows = list(Call.objects.published().select_related("measure__area", "measure__policy", "replaced_by__measure"))
    left = places_left_of(rows)
    for row in rows:
        row.left = left.get(row.pk)
    groups = [
        (_("Open now"), [call for call in rows if call.state in {"open", "closing"}]),
        (_("To come"), [call for call in rows if call.state == "upcoming"]),
        (_("Closed"), [call for call in rows if call.state == "closed"]),
    ]
    context = {"groups": groups, "none": not rows, "demo": any(call.is_demo for call in rows), "section": "funds"}
    return render(request, "enterprises/calls.html", context)


@public_page
def call(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "enterprises/call.html", call_page(_published(code)))


@public_page
def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    found = _published(code)
    return open_paper(
        request, found.code, lambda: blank_form_pdf(found), "enterprises/call.html", lambda: call_page(found)
    )


def _published(code: str) -> Call:
    related = ("measure__area", "measure__policy", "replaced_by__measure")
    return get_object_or_404(Call.objects.published().select_related(*related), code=code)
