"""The plan on one page: vision, targets, figures, places."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from policies.models import (
    Cluster,
    FocusArea,
    IndustryGroup,
    Peer,
    Plan,
    Safeguard,
    StatisticalMode,
    TradeCategory,
    Venue,
)
from policies.plan_page import aggregate_of, base_rows, indicator_rows, targets_of, venue_rows
from policies.remarks import remarks
from portal.core.pagecache import public_page


@public_page
def plan(request: HttpRequest) -> HttpResponse:
    plan = Plan.objects.select_related("policy").filter(policy__published=True).first()
    if plan is None:
        raise Http404("The plan has not been loaded.")
    context = {
        "plan": plan,
        "policy": plan.policy,
        "areas": FocusArea.objects.all(),
        "safeguards": Safeguard.objects.all(),
        "categories": TradeCategory.objects.all(),
        "modes": StatisticalMode.objects.all(),
        **targets_of(plan),
        "indicators": indicator_rows(),
        "remarks": remarks(plan),
        "bases": base_rows(),
        "bases_together": aggregate_of(plan),
        "venues": venue_rows(Venue.objects.all()),
        "industries": IndustryGroup.objects.all(),
        "clusters": Cluster.objects.all(),
        "peers": Peer.objects.all(),
        "section": "data",
    }
    return render(request, "policies/plan.html", context)
