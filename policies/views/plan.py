"""The pages of the plan: overview, figures, progress, places, scope; and the files of its charts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from policies import plan_places, plan_scope
from policies.document_texts import half
from policies.figures import Figures
from policies.models import FocusArea, Peer, Plan, Safeguard, Target
from policies.plan_figures import figure_groups, find_chart
from policies.plan_page import frame, overview
from policies.plan_progress import Supplied
from policies.remarks import Remarks
from portal.core.charts import Chart, draw
from portal.core.charts.tables import csv_file
from portal.core.pagecache import public_page


def _plan() -> Plan:
    plan = Plan.objects.select_related("policy").filter(policy__published=True).first()
    if plan is None:
        raise Http404("The plan has not been loaded.")
    return plan


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"policies/{name}.html", frame(name) | context)


@public_page
def plan(request: HttpRequest) -> HttpResponse:
    plan = _plan()
    context = {
        "plan": plan,
        "policy": plan.policy,
        "lead": half(plan, "lead_department"),
        "basis": plan.policy.based_on.filter(published=True),
        "areas": FocusArea.objects.all(),
        "safeguards": Safeguard.objects.all(),
    }
    return _page(request, "plan", context | overview(plan))


@public_page
def figures(request: HttpRequest) -> HttpResponse:
    _plan()
    return _page(request, "plan_figures", {"groups": figure_groups(Figures.load(), Target.objects.all())})


@public_page
def progress(request: HttpRequest) -> HttpResponse:
    _plan()
    sections = Supplied.load().sections()
    return _page(request, "plan_progress", {"sections": sections, "demo": any(section.is_demo for section in sections)})


@public_page
def places(request: HttpRequest) -> HttpResponse:
    plan = _plan()
    context = {
        "plan": plan,
        "base_groups": plan_places.base_groups(),
        "bases_together": plan_places.aggregate_of(plan),
        "venue_groups": plan_places.venue_groups(),
        "zones": plan_places.zone_rows(),
        "clusters": plan_places.cluster_rows(),
        "peers": Peer.objects.all(),
    }
    return _page(request, "plan_places", context | plan_places.industry_rows(plan))


@public_page
def scope(request: HttpRequest) -> HttpResponse:
    _plan()
    figures, categories, safeguards = Figures.load(), plan_scope.categories(), plan_scope.safeguards()
    context = {
        "categories": categories,
        "modes": plan_scope.modes(figures),
        "two_scopes": Remarks(figures, Target.objects.all()).two_scopes(),
        "mapping": plan_scope.mapping_rows(),
        "safeguards": safeguards,
        "demo": any(one.is_demo for scope in (*categories, *safeguards) for one in (*scope.policies, *scope.measures)),
    }
    return _page(request, "plan_scope", context)


@public_page
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture as a file of its own, in the language of the address."""
    found = _chart(slug)
    return _file(draw(found, alone=True).encode(), "image/svg+xml; charset=utf-8", f"{found.slug}.svg")


@public_page
def chart_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the picture as a table."""
    found = _chart(slug)
    return _file(csv_file(found), "text/csv; charset=utf-8", f"{found.slug}.csv")


def _chart(slug: str) -> Chart:
    found = find_chart(slug)
    if found is None:
        raise Http404("There is no such chart.")
    return found


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
