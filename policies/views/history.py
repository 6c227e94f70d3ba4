"""The published versions of documents and measures, and what differs between any two."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from policies.history.pages import comparison, versions_of
from policies.library_pages import breadcrumb
from policies.models import Measure, Policy
from portal.core.pagecache import public_page


@public_page
def policy_versions(request: HttpRequest, slug: str) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.visible_to(request.user), slug=slug)
    measures = policy.measures.order_by("article").only("code", "slug", "title_zh", "title_en", "version")
    return _versions(request, policy, {"measures": list(measures)})


@public_page
def measure_versions(request: HttpRequest, slug: str) -> HttpResponse:
    return _versions(request, _measure(request, slug), {})


@public_page
def policy_changes(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.visible_to(request.user), slug=slug)
    return _changes(request, policy, old, new)


@public_page
def measure_changes(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    return _changes(request, _measure(request, slug), old, new)


def _measure(request: HttpRequest, slug: str) -> Measure:
    return get_object_or_404(Measure.objects.visible_to(request.user).select_related("policy"), slug=slug)


def _versions(request: HttpRequest, target: Policy | Measure, more: dict[str, Any]) -> HttpResponse:
    context = {"versions": versions_of(target, request.user), **_frame(target), **more}
    return render(request, "policies/history.html", context)


def _changes(request: HttpRequest, target: Policy | Measure, old: int, new: int) -> HttpResponse:
    found = comparison(target, request.user, old, new)
    if found is None:
        raise Http404
    return render(request, "policies/history_changes.html", {"changes": found, **_frame(target, deeper=True)})


def _frame(target: Policy | Measure, deeper: bool = False) -> dict[str, Any]:
    """What both pages show of the thing itself."""
    way = [(target.title, target.get_absolute_url())]
    here = _("Versions")
    if deeper:
        way, here = [*way, (here, _history_url(target))], _("What changed")
    return {
        "target": target,
        "history_url": _history_url(target),
        "breadcrumb": breadcrumb(here, *way),
        "demo": target.is_demo,
    }


def _history_url(target: Policy | Measure) -> str:
    return f"{target.get_absolute_url()}history/"
