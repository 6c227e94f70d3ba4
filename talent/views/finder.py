"""The finder: one question a page, the answers in the address; nothing is stored, and nothing of a person is asked."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.pagecache import public_page
from talent.checking import oldest_check
from talent.finder.outcomes import Outcome
from talent.finder.tree import Given, Question, walk
from talent.models import Guide, Referral
from talent.views.pages import frame


@public_page
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    given, place = walk(request.GET)
    context: dict[str, Any] = {"given": _rows(given), "number": len(given) + 1}
    if isinstance(place, Question):
        context |= frame([], None, _("Finder")) | {"question": place, "answers": _answers(given, place)}
    else:
        context |= _result(place)
    if given:
        context["back_url"] = address(given[:-1])
    return render(request, "talent/finder.html", context)


def address(given: list[Given]) -> str:
    """The finder with these answers."""
    query = urlencode({one.question.name: one.answer.value for one in given})
    return reverse("talent:finder") + (f"?{query}" if query else "")


def _rows(given: list[Given]) -> list[dict[str, Any]]:
    """Each answer with the address of its question, to change it."""
    return [
        {"question": one.question.text, "answer": one.answer.label, "url": address(given[:number])}
        for number, one in enumerate(given)
    ]


def _answers(given: list[Given], question: Question) -> list[dict[str, Any]]:
    return [{"label": answer.label, "url": address([*given, Given(question, answer)])} for answer in question.answers]


def _result(outcome: Outcome) -> dict[str, Any]:
    """Guides and authorities in the outcome's order; a guide that is not public at present is left out."""
    guides = {row.slug: row for row in Guide.objects.published().filter(slug__in=dict(outcome.guides))}
    matters = Referral.objects.filter(code__in=dict(outcome.authorities)).select_related("agency")
    agencies = {row.code: row.agency for row in matters}
    return frame([], oldest_check(guides.values(), agencies.values()), _("Finder")) | {
        "outcome": outcome,
        "guides": [{"guide": guides[slug], "why": why} for slug, why in outcome.guides if slug in guides],
        "agencies": [{"agency": agencies[code], "why": why} for code, why in outcome.authorities if code in agencies],
    }
