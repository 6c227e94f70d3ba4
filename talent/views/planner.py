"""The planner: open, without a session; the answers stand in the address."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.pagecache import public_page
from portal.core.papers import handed_out
from talent.plans.form import PlanForm
from talent.plans.ics import plan_file
from talent.plans.page import PlanPage, plan_page
from talent.plans.paper import plan_pdf
from talent.plans.records import NotSupplied, Record, constant_of, read_records
from talent.views.pages import frame


@public_page
@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    records = read_records()
    context = frame([], None, _("Planner"))
    try:
        form = plan_form(request.GET if asked(request) else None, records)
        if form.is_bound and form.is_valid():
            query = urlencode(form.query())
            context |= {"result": plan_page(form.question, records), "query": query, "link": link_to(query)}
    except NotSupplied as error:
        return render(request, "talent/planner.html", context | {"missing": error.message}, status=error.status)
    return render(request, "talent/planner.html", context | {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    page, link = _taken(request)
    if page is None:
        return redirect(link)

    def wait(error: PortalError) -> HttpResponse:
        context = frame([], None, _("Planner")) | {"missing": error.message}
        return render(request, "talent/planner.html", context, status=error.status)

    return handed_out(f"plan-{clock.today():%Y-%m-%d}", lambda: plan_pdf(page, link), wait)


@login_not_required
@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    page, link = _taken(request)
    if page is None:
        return redirect(link)
    body = plan_file(page, link)
    headers = {"Content-Disposition": 'attachment; filename="plan.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _taken(request: HttpRequest) -> tuple[PlanPage | None, str]:
    """The plan of the address; where there is none, the page that says what is wrong."""
    try:
        records = read_records()
        form = plan_form(request.GET, records)
        if form.is_valid():
            return plan_page(form.question, records), link_to(urlencode(form.query()))
    except NotSupplied:
        pass
    return None, f"{reverse('talent:planner')}?{request.GET.urlencode()}"


def asked(request: HttpRequest) -> bool:
    return any(name in request.GET for name in PlanForm.base_fields)


def plan_form(data: Any, records: dict[str, Record]) -> PlanForm:
    """Raises NotSupplied."""
    bounds = {name: constant_of(records, name) for name in ("horizon", "look_back")}
    return PlanForm(data, **bounds)


def link_to(query: str) -> str:
    return f"{settings.SITE_URL}{reverse('talent:planner')}?{query}"
