"""Asking to be told of a search, a document, an area or a measure; with an account and without."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from policies.alerts import searches
from policies.alerts.asking import TooManyRequests, ask
from policies.alerts.following import TooManyFollowed, follow_as, of_account
from policies.alerts.forms import RhythmForm, form_for
from policies.alerts.networks import network_of
from policies.models import FocusArea, Measure, Policy
from portal.core.pagecache import public_page

NOTHING = {"query": "", "policy_id": None, "area_id": None, "measure_id": None}


@login_not_required
def follow_search(request: HttpRequest) -> HttpResponse:
    """The search stands in the address, as the library writes it; without one, everything is followed."""
    try:
        query = searches.written(request.GET)
    except searches.SearchTooLong:
        raise Http404 from None
    title = searches.title(query, searches.names())
    return _follow(request, NOTHING | {"query": query}, title, searches.result_url(query))


@login_not_required
def follow_policy(request: HttpRequest, slug: str) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.published(), slug=slug)
    return _follow(request, NOTHING | {"policy_id": policy.pk}, policy.title, policy.get_absolute_url())


@login_not_required
def follow_area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(FocusArea, code=slug.upper())
    return _follow(request, NOTHING | {"area_id": area.pk}, area.title, area.get_absolute_url())


@login_not_required
def follow_measure(request: HttpRequest, slug: str) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.published(), slug=slug)
    return _follow(request, NOTHING | {"measure_id": measure.pk}, measure.title, measure.get_absolute_url())


@never_cache
def _follow(request: HttpRequest, thing: dict[str, Any], title: str, back_url: str) -> HttpResponse:
    language = get_language() or ""
    form = form_for(request.user.is_authenticated, language, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _told_by_account if request.user.is_authenticated else _told_by_mail
        done = answer(request, form, thing)
        if done:
            return done
    known = of_account(request.user) if request.user.is_authenticated else None
    context = {"section": "policies", "form": form, "title": title, "back_url": back_url, "known": known}
    return render(request, "policies/alerts_follow.html", context)


def _told_by_mail(request: HttpRequest, form: RhythmForm, thing: dict[str, Any]) -> HttpResponse | None:
    try:
        ask(**form.cleaned_data, thing=thing, network=network_of(request))
    except TooManyRequests:
        form.add_error(None, _("Too many such requests came from your network today. Try again tomorrow, or sign in."))
        return None
    return redirect("alerts:asked")


def _told_by_account(request: HttpRequest, form: RhythmForm, thing: dict[str, Any]) -> HttpResponse | None:
    try:
        new = follow_as(request.user, thing, **form.cleaned_data)
    except TooManyFollowed as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("You follow this now.") if new else _("You follow this already."))
    return redirect("alerts:mine")


@public_page
def asked(request: HttpRequest) -> HttpResponse:
    """The same words for every address, known or not."""
    return render(request, "policies/alerts_asked.html")
