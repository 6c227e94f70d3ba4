"""Open to everybody: the calls and the public notices."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from enterprises.blank_form import blank_form_pdf
from enterprises.call_page import call_page
from enterprises.models import Application, Call
from enterprises.places import places_left_of
from enterprises.querysets import Place
from policies.matching.paper import RETRY_AFTER, BusyError
from portal.core.pagecache import public_page
from portal.core.pdf import PdfError

PAGE = 50


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
    demo = any(call.is_demo for call in rows)
    return render(request, "enterprises/calls.html", {"groups": groups, "demo": demo, "section": "funds"})


@public_page
def call(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "enterprises/call.html", call_page(_published(code)))


@public_page
def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    found = _published(code)
    try:
        body = blank_form_pdf(found)
    except (BusyError, PdfError) as error:
        context = call_page(found) | {"busy": error.message}
        answer = render(request, "enterprises/call.html", context, status=error.status)
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    shown = {"Content-Disposition": f'inline; filename="{found.code}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=shown)


def _published(code: str) -> Call:
    related = ("measure__area", "measure__policy", "replaced_by__measure")
    return get_object_or_404(Call.objects.published().select_related(*related), code=code)


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    rows = Application.objects.on_notice(PAGE + 1, _place(request.GET.get("after", "")))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    context = {
        "rows": rows,
        "next_url": f"?after={rows[-1].place[0]}.{rows[-1].place[1]}" if more else "",
        "demo": any(row.is_demo for row in rows),
        "section": "notices",
    }
    return render(request, "enterprises/notices.html", context)


def _place(text: str) -> Place | None:
    """`2026-11-30.17`; anything else is the first page."""
    day, _dot, pk = text.partition(".")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    except ValueError:
        return None
