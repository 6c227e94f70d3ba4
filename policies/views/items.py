"""A measure's start page and its self-check. Open, without a session: all answers stand in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from policies import checks
from policies.forms import FactsForm
from policies.item_pages import aside_of, clause_urls, start_page
from policies.models import Measure
from policies.offers import windows_for
from policies.rulebook import rule_set
from policies.rules import evaluate
from portal.core.pagecache import public_page


@public_page
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    measure = _measure(request, slug)
    window = windows_for([measure]).get(measure.pk)
    context = start_page(measure, rule_set(measure), window)
    return render(request, "policies/measure.html", context)


@public_page
def check(request: HttpRequest, slug: str) -> HttpResponse:
    measure = _measure(request, slug)
    rules, window = rule_set(measure), windows_for([measure]).get(measure.pk)
    answered = any(code in request.GET for code in rules.asked_codes)
    form = FactsForm(rules, request.GET if answered else None)
    path = reverse("items:check", args=[measure.slug])
    context = aside_of(measure, window) | {"form": form, "groups": checks.groups_of(form, rules), "path": path}
    if form.is_valid():
        rate = window.usd_cny if window and window.usd_cny else measure.usd_cny
        result = evaluate(rules, form.facts(), usd_cny=rate)
        lines = checks.lines_of(result, clause_urls(measure), checks.actions_on(form, path))
        context |= {
            "result": result,
            "lines": lines,
            "headline": checks.headline(result),
            "summary": checks.summary(lines),
            "tone": checks.TONES[result.verdict],
            "query": checks.answers_query(form),
        }
    return render(request, "policies/check.html", context)


def _measure(request: HttpRequest, slug: str) -> Measure:
    return get_object_or_404(Measure.objects.visible_to(request.user).with_papers(), slug=slug)
