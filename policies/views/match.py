"""The policy check-up. Open, without a session: all answers stand in the address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from policies.matching import CheckUp, Library, changes, check_up, library
from policies.matching.answers import Answers
from policies.matching.asking import Ask
from policies.matching.cards import advice_of, groups_of, headline, next_tiers, not_added_up
from policies.matching.kept import link_to, opened
from policies.matching.known import sources_for, starts_for
from policies.matching.links import LinkError
from policies.matching.paper import check_up_pdf
from policies.matching.questions import (
    all_sections,
    answer_lines,
    asked_again,
    page_with_error,
    progress,
    question_page,
    step_before,
)
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.pagecache import public_page
from portal.core.papers import handed_out

OF_AN_INTERVIEW = ("go", "all", "at", "ask", "boxes")


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """What it is; with answers in the address, the next question; with `all=1`, every question."""
    whole = library()
    answers = Answers.read(whole.catalogue, request.GET)
    if "all" in request.GET:
        return _all(request, whole, answers)
    if answers.typed or any(name in request.GET for name in OF_AN_INTERVIEW):
        return _question(request, whole, answers)
    return _start(request, whole)


def _start(request: HttpRequest, whole: Library, problem: str = "", status: int = 200) -> HttpResponse:
    context = _frame() | {
        "count": len(whole.measures),
        "starts": starts_for(request.user, whole.catalogue),
        "problems": [{"message": problem}] if problem else [],
        "demo": _is_demo(whole),
    }
    return render(request, "policies/match.html", context, status=status)


def _question(request: HttpRequest, whole: Library, answers: Answers) -> HttpResponse:
    found, again = None, None
    if answers.is_valid:
        found = _check_up(whole, answers, with_windows=False)
        again = asked_again(answers, request.GET.get("ask", ""))
        ask = again or found.ask
    else:
        ask = page_with_error(answers, request.GET.get("at", ""))
    if ask is None:
        return redirect(f"{reverse('match:result')}?{answers.query()}")
    context = _frame(_("Questions")) | _asking(answers, ask, found, again=bool(again) or found is None)
    return render(request, "policies/match_question.html", context | {"form": answers.form, "demo": _is_demo(whole)})


def _asking(answers: Answers, ask: Ask, found: CheckUp | None, *, again: bool) -> dict[str, Any]:
    url = reverse("match:start")
    before = step_before(answers, ask, again)
    return {
        "question": question_page(answers, ask, found),
        "back_url": f"{url}?{answers.query(ask=before)}" if before else url,
        "progress": progress(answers, found) if found else "",
        "so_far": headline(found) if found else "",
        "result_url": f"{reverse('match:result')}?{answers.query()}" if found else "",
        "all_url": f"{url}?{answers.query(all='1')}",
        "lines": answer_lines(answers, url),
    }


def _all(request: HttpRequest, whole: Library, answers: Answers) -> HttpResponse:
    context = _frame(_("All questions")) | {
        "form": answers.form,
        "sections": all_sections(answers),
        "boxes": ".".join(answers.boxes),
        "demo": _is_demo(whole),
    }
    return render(request, "policies/match_all.html", context)


@login_not_required
def result(request: HttpRequest) -> HttpResponse:
    """The library in three groups. A wrong answer shows the page of all questions with what was typed."""
    whole = library()
    try:
        kept = opened(whole.catalogue, request.GET)
    except LinkError as error:
        return _start(request, whole, error.message, error.status)
    answers = kept.answers
    if not answers.typed and not kept.notes:
        return redirect("match:start")
    if not answers.is_valid:
        return _all(request, whole, answers)
    sources = sources_for(request.user, answers)
    found = _check_up(whole, answers, sources=sources)
    context = _frame(_("Result")) | _result(request, found, answers, sources)
    return render(request, "policies/match_result.html", context | {"notes": kept.notes, "demo": _is_demo(whole)})


def _result(request: HttpRequest, found: CheckUp, answers: Answers, sources: dict[str, str]) -> dict[str, Any]:
    url, page = reverse("match:start"), request.GET.get("page", "")
    wanted, number = (
        request.GET.get("group", ""),
        int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )
    query = answers.query()
    return {
        "headline": headline(found),
        "progress": progress(answers, found),
        "groups": groups_of(found, answers, reverse("match:result"), wanted, number),
        "whole": not wanted,
        "no_total": not_added_up(found),
        "advices": [advice_of(one) for one in changes(found)],
        "tiers": next_tiers(found),
        "next_url": f"{url}?{query}" if found.ask else "",
        "all_url": f"{url}?{answers.query(all='1')}",
        "result_url": f"{reverse('match:result')}?{query}",
        "pdf_url": f"{reverse('match:pdf')}?{query}",
        "link": link_to(answers),
        "lines": answer_lines(answers, url, sources),
    }


@login_not_required
def pdf(request: HttpRequest) -> HttpResponse:
    whole = library()
    try:
        answers = opened(whole.catalogue, request.GET).answers
    except LinkError as error:
        return _start(request, whole, error.message, error.status)
    if not answers.typed or not answers.is_valid:
        return redirect(f"{reverse('match:result')}?{request.GET.urlencode()}")

    def wait(error: PortalError) -> HttpResponse:
        return render(request, "policies/match_wait.html", _frame() | {"text": error.message}, status=error.status)

    found = _check_up(whole, answers)
    return handed_out(f"check-up-{clock.today():%Y-%m-%d}", lambda: check_up_pdf(found, answers), wait)


def _check_up(whole: Library, answers: Answers, **more: Any) -> CheckUp:
    return check_up(
        answers.facts,
        absent=answers.absent,
        skipped=answers.skipped,
        boxes_asked=bool(answers.boxes),
        within=whole,
        **more,
    )


def _frame(here: str = "") -> dict[str, Any]:
    way = [{"title": _("Policies"), "url": reverse("policies:library")}]
    first = {"title": _("Policy check-up"), "url": reverse("match:start") if here else ""}
    return {"breadcrumb": [*way, first, *([{"title": here}] if here else [])], "section": "policies"}


def _is_demo(whole: Library) -> bool:
    return any(one.is_demo for one in whole.measures)
