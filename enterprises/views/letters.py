"""The decision as the applicant opens it, its letter, and the demand for repayment. Opening one is kept: limits to
appeal count from then."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enterprises.decisions.letters import letter_of, letter_pdf, open_letter
from enterprises.decisions.page import decision_page
from enterprises.models import Application
from enterprises.money.demand import demand_of, demand_pdf
from enterprises.views.common import my_application, page
from policies.matching.paper import RETRY_AFTER
from portal.core.pdf import PdfError


@my_application
def decision(request: HttpRequest, application: Application) -> HttpResponse:
    letter = letter_of(application)
    if letter is None:
        return redirect("enterprises:case", application.number)
    open_letter(letter, request.user)
    return page(request, "decision", application, **decision_page(letter))


@my_application
def letter(request: HttpRequest, application: Application) -> HttpResponse:
    found = letter_of(application)
    if found is None:
        return redirect("enterprises:case", application.number)
    open_letter(found, request.user)
    try:
        body = letter_pdf(found)
    except PdfError as error:
        answer = page(request, "decision", application, status=error.status, busy=error.message, **decision_page(found))
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    return as_file(body, application.number)


@my_application
def demand(request: HttpRequest, application: Application) -> HttpResponse:
    found = demand_of(application)
    if found is None:
        return redirect("enterprises:case", application.number)
    open_letter(found, request.user)
    try:
        return as_file(demand_pdf(found), application.number, "demand")
    except PdfError as error:
        messages.error(request, error.message)
        return redirect("enterprises:case", application.number)


def as_file(body: bytes, number: str, what: str = "letter") -> HttpResponse:
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{number}-{what}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
