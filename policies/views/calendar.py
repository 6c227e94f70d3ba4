"""Windows and deadlines: a month as a page, and everything as a file to subscribe to."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from policies.alerts.answers import shared_file
from policies.alerts.calendar import events
from policies.alerts.ics import calendar_file, calendar_name, webcal
from policies.alerts.month import MonthPage
from policies.models import FocusArea
from portal.core import clock
from portal.core.pagecache import public_page

BACK, AHEAD = dt.timedelta(days=92), dt.timedelta(days=732)


@public_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    month = MonthPage.read(request.GET)
    path = reverse("calendar:ics")
    files = [{"title": calendar_name(), "url": path, "webcal": webcal(path)}]
    for area in month.areas:
        own = f"{path}?area={area.slug}"
        files.append({"title": area.short, "url": own, "webcal": webcal(own)})
    context = {
        "section": "policies",
        "month": month,
        "selects": month.selects(),
        "files": files,
        "demo": any(event.is_demo for event in month.events),
        "next_event": None,
    }
    if not month.events and (ahead := month.next_event):
        day = f"#day-{ahead.date:%Y-%m-%d}"
        context |= {"next_event": ahead, "next_url": month.url(ahead.date.replace(day=1)) + day}
    return render(request, "policies/calendar.html", context)


@login_not_required
@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """The last three months and the next two years, in the language of the address."""
    area = _area(request.GET.get("area", ""))
    today = clock.today()
    found = events(today - BACK, today + AHEAD, area=area.code if area else "")
    body = calendar_file(calendar_name(area.short if area else ""), found)
    response = shared_file(request, body, "text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _area(slug: str) -> FocusArea | None:
    """A wrong area must not silently become all of them: the subscriber would never know."""
    if not slug:
        return None
    area = FocusArea.objects.filter(code=slug[:40].upper()).first()
    if area is None:
        raise Http404
    return area
