"""The planner: open, without a session; the answers stand in the address."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.pagecache import public_page
from talent.plans.form import PlanForm
from talent.plans.page import plan_page
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
            context |= _result(request, form, records)
    except NotSupplied as error:
        return render(request, "talent/planner.html", context | {"missing": error.message}, status=error.status)
    return render(request, "talent/planner.html", context | {"form": form}, status=422 if form.errors else 200)


def asked(request: HttpRequest) -> bool:
    return any(name in request.GET for name in PlanForm.base_fields)


def plan_form(data: Any, records: dict[str, Record]) -> PlanForm:
    """Raises NotSupplied."""
    bounds = {name: constant_of(records, name) for name in ("horizon", "look_back")}
    return PlanForm(data, **bounds)


def _result(request: HttpRequest, form: PlanForm, records: dict[str, Record]) -> dict[str, Any]:
    query = urlencode(form.query())
    return {
        "result": plan_page(form.question, records),
        "query": query,
        "link": request.build_absolute_uri(f"{reverse('talent:planner')}?{query}"),
    }
