"""Open to everybody: the calls and the public notices."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from enterprises.models import Application, Call
from enterprises.querysets import Place
from portal.core.pagecache import public_page

PAGE = 50


@public_page
def calls(request: HttpRequest) -> HttpResponse:
    rows = list(Call.objects.published().select_related("measure__area", "measure__policy"))
    groups = [
        (_("Open now"), [call for call in rows if call.state in {"open", "closing"}]),
        (_("To come"), [call for call in rows if call.state == "upcoming"]),
        (_("Closed"), [call for call in rows if call.state == "closed"]),
    ]
    demo = any(call.is_demo for call in rows)
    return render(request, "enterprises/calls.html", {"groups": groups, "demo": demo, "section": "funds"})


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
