"""The decision as the applicant opens it, its letter, and the demand for repayment. Opening one is kept: limits to
appeal count from then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enterprises.decisions.letters import letter_of, letter_pdf, open_letter
from enterprises.decisions.page import decision_page
from enterprises.models import Application
from enterprises.money.demand import demand_of, demand_pdf
from enterprises.views.common import my_application, page
from portal.core.exceptions import PortalError
from portal.core.papers import handed_out, told


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

    def wait(error: PortalError) -> HttpResponse:
        return page(request, "decision", application, status=error.status, busy=error.message, **decision_page(found))

    return handed_out(f"{application.number}-letter", lambda: letter_pdf(found), wait, personal=True)


@my_application
def demand(request: HttpRequest, application: Application) -> HttpResponse:
    found = demand_of(application)
    if found is None:
        return redirect("enterprises:case", application.number)
    open_letter(found, request.user)
    back = told(request, "enterprises:case", application.number)
    return handed_out(f"{application.number}-demand", lambda: demand_pdf(found), back, personal=True)
