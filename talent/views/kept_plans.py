"""Plans that a signed-in person keeps. Only the answers are kept, sealed; nobody else sees them."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talent.models import KeptPlan
from talent.plans.page import kept_title
from talent.plans.records import read_records
from talent.views.pages import frame
from talent.views.planner import plan_form

MOST_KEPT = 30


@require_http_methods(["GET", "HEAD", "POST"])
def kept_plans(request: HttpRequest) -> HttpResponse:
    """The list; what is posted is a plan's query, and is kept when it can be planned."""
    if request.method == "POST":
        return _keep(request)
    url = reverse("talent:planner")
    rows = [
        {"plan": plan, "title": kept_title(answers), "url": f"{url}?{urlencode(answers)}#result"}
        for plan in KeptPlan.objects.visible_to(request.user)
        if (answers := plan.answers)
    ]
    return render(request, "talent/kept_plans.html", frame([], None, _("Kept plans")) | {"rows": rows})


def _keep(request: HttpRequest) -> HttpResponse:
    given = QueryDict(request.POST.get("query", "")[:2000])
    form = plan_form(given, read_records())
    if not form.is_valid():
        return redirect(f"{reverse('talent:planner')}?{given.urlencode()}")
    if KeptPlan.objects.visible_to(request.user).count() >= MOST_KEPT:
        messages.error(request, _("You keep %(most)s plans already. Remove one first.") % {"most": MOST_KEPT})
        return redirect("talent:kept_plans")
    plan = KeptPlan(user=request.user)
    plan.answers = form.query()
    plan.save(force_insert=True)
    messages.success(request, _("The plan is kept. Only you can see it."))
    return redirect("talent:kept_plans")


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    get_object_or_404(KeptPlan.objects.visible_to(request.user), pk=pk).delete()
    messages.success(request, _("The plan is removed."))
    return redirect("talent:kept_plans")
