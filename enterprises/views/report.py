"""The performance report on a paid award: written over days, sent once, looked at by the division."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enterprises.enums import ReportState, State
from enterprises.models import Application
from enterprises.money import reports
from enterprises.money.report_form import ReportForm
from enterprises.money.report_years import year_text
from enterprises.permissions import current_item, is_filer
from enterprises.views.common import my_application, page
from enterprises.workflow import application_flow
from portal.core.exceptions import PortalError


@my_application
def report(request: HttpRequest, application: Application) -> HttpResponse:
    if not is_filer(request.user, application):
        raise PermissionDenied
    running = reports.running_report(application)
    if application.state != State.PAID or (running is not None and running.state == ReportState.SENT):
        return redirect("enterprises:case", application.number)
    start = running or reports.to_write_on(application)
    form = ReportForm(start, application)
    problem, status = "", 200
    if request.method == "POST":
        # A draft may keep gaps; what is sent may not.
        form = ReportForm(start, application, request.POST, request.FILES, partial="send" not in request.POST)
        try:
            if _done(request, application, form):
                return redirect(_next(request), application.number)
            status = 422
        except PortalError as error:
            problem, status = error.message, error.status
    context = {"form": form, "problem": problem, "item": current_item(application), "status": status}
    context["year"] = year_text(application)
    return page(request, "report", application, **context, papers=_papers(application))


def _done(request: HttpRequest, application: Application, form: ReportForm) -> bool:
    """Keep what was typed with every button, then do what the button says."""
    if not form.is_valid():
        return False
    reports.write_draft(application, form.values())
    gone = request.POST.get("remove", "")
    if gone.isascii() and gone.isdigit() and len(gone) < 19:
        reports.remove_paper(application, int(gone))
    if form.cleaned_data["papers"]:
        reports.add_paper(application, request.user, form.cleaned_data["papers"])
    if "send" in request.POST:
        application_flow.take(application, "submit_report", request.user)
    return True


def _next(request: HttpRequest) -> str:
    return "enterprises:case" if "send" in request.POST else "enterprises:report"


def _papers(application: Application) -> list[Any]:
    draft = reports.running_report(application)
    return list(draft.papers.select_related("attachment")) if draft else []
