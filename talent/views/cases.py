"""The list of one's cases, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from talent.cases.reading import my_case, page
from talent.cases.rows import case_rows
from talent.cases.timeline import check_lines, estimate, events
from talent.models import TalentCase


def cases(request: HttpRequest) -> HttpResponse:
    """All that exist for the person: their own, their employer's, those in which they help."""
    return render(request, "talent/cases/list.html", {"rows": case_rows(request.user), "section": "talent"})


@my_case()
def case(request: HttpRequest, case: TalentCase) -> HttpResponse:
    """Where it stands, what to do, the checks in sentences, what happened and what is next."""
    return page(
        request, "talent/cases/case.html", case, checks=check_lines(case), events=events(case), estimate=estimate(case)
    )
