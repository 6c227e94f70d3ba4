"""Open to everybody: the calls and the public notices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from enterprises.models import Application, Call
from portal.core.pagecache import public_page


@public_page
def calls(request: HttpRequest) -> HttpResponse:
    rows = list(Call.objects.select_related("measure__area", "measure__policy"))
    groups = [
        (_("Open now"), [call for call in rows if call.state in {"open", "closing"}]),
        (_("To come"), [call for call in rows if call.state == "upcoming"]),
        (_("Closed"), [call for call in rows if call.state == "closed"]),
    ]
    demo = any(call.is_demo for call in rows)
    return render(request, "enterprises/calls.html", {"groups": groups, "demo": demo, "section": "funds"})


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    rows = list(Application.objects.on_notice())
    context = {"rows": rows, "demo": any(row.is_demo for row in rows), "section": "notices"}
    return render(request, "enterprises/notices.html", context)
