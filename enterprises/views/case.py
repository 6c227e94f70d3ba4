"""From check-answers to the decision: what the applicant reads and does once the draft is written."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enterprises.cautions import cautions
from enterprises.check_answers import answered_sections
from enterprises.clock_words import clock_effect
from enterprises.correction_forms import line_form
from enterprises.corrections import correct_paper, correct_value, find_line
from enterprises.enums import State
from enterprises.evaluation import result_of
from enterprises.forms import DeclarationForm, WithdrawForm
from enterprises.limits import acceptance_again
from enterprises.models import Application
from enterprises.permissions import current_item, is_filer
from enterprises.reader_parts import reader_parts
from enterprises.receipts import receipt_pdf
from enterprises.requests import open_request
from enterprises.section_forms import is_adjusted
from enterprises.sections import live_papers, missing_sections, targets
from enterprises.signing import may_sign_here, needs_signing, signature_of
from enterprises.timeline import shown, timeline, who_acts
from enterprises.views.common import my_application, page, posted
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.core.dates import number_of
from portal.core.exceptions import PortalError
from portal.core.papers import handed_out, told
from portal.reviews.due import day_of
from portal.reviews.models import Request


@my_application
def check(request: HttpRequest, application: Application) -> HttpResponse:
    """Look everything over, declare, send. Sent twice, it answers with the page of what was received."""
    if application.state != State.DRAFT:
        return redirect("enterprises:submitted" if application.submitted_at else "enterprises:case", application.number)
    if not is_filer(request.user, application):
        raise PermissionDenied
    form = DeclarationForm(posted(request))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            application_flow.take(application, "submit", request.user)
        except PortalError as error:
            if application.state != State.DRAFT:
                return redirect("enterprises:submitted", application.number)
            problem = error.message
        else:
            return redirect("enterprises:submitted", application.number)
    signature = signature_of(application) if needs_signing(application) else None
    context = {
        "form": form,
        "problem": problem,
        "sections": answered_sections(application),
        "missing": missing_sections(application),
        "cautions": cautions(application),
        "signature": signature,
        "unsigned": signature is not None and not signature.holds,
        "result": result_of(application),
    }
    return page(request, "check", application, status=422 if problem or form.errors else 200, **context)


@my_application
def submitted(request: HttpRequest, application: Application) -> HttpResponse:
    """The confirmation: number, what is next and when, the receipt. It stays at its address."""
    if application.submitted_at is None:
        return redirect("enterprises:case", application.number)
    snapshot = application.snapshots.last()
    return page(
        request, "submitted", application, snapshot=snapshot, item=current_item(application), who=who_acts(application)
    )


@my_application
def receipt(request: HttpRequest, application: Application) -> HttpResponse:
    if application.submitted_at is None:
        return redirect("enterprises:case", application.number)
    back = told(request, "enterprises:submitted", application.number)
    return handed_out(application.number, lambda: receipt_pdf(application), back, personal=True)


@my_application
def case(request: HttpRequest, application: Application) -> HttpResponse:
    """One page: what to do, what happened, what is next."""
    request_lines = open_request(application) if application.state == State.CORRECTION else None
    names = targets(application) if request_lines else {}
    lines = [(line, names.get(line.target, line.target)) for line in request_lines.lines.all()] if request_lines else []
    return page(
        request,
        "case",
        application,
        item=current_item(application),
        who=who_acts(application),
        lines=lines,
        clock_effect=_effect(application, request_lines) if request_lines else "",
        events=shown(timeline(application), acting=application.state == State.CORRECTION),
        steps=application_flow.open_steps(application, request.user),
        papers=live_papers(application),
        files_it=is_filer(request.user, application),
        signs=_signs(request.user, application),
        parts=reader_parts(application, request.user),
    )


def _signs(user: User, application: Application) -> bool:
    """Whoever signs but does not write finds the way from here."""
    waits = application.state == State.DRAFT and needs_signing(application)
    return waits and may_sign_here(user, application)


def _effect(application: Application, asked: Request) -> str:
    return clock_effect(application, asked.kind, day_of(asked.asked_at))


@my_application
def correction(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """One line of the request: only this field or paper is open."""
    if application.state != State.CORRECTION or not is_filer(request.user, application):
        return redirect("enterprises:case", application.number)
    try:
        line = find_line(application, pk)
    except PortalError:
        return redirect("enterprises:case", application.number)
    form = line_form(application, line, request)
    if request.method == "POST" and not is_adjusted(form) and form.is_valid():
        try:
            if line.target.startswith("paper:"):
                correct_paper(application, line, form.cleaned_data["file"], request.user, form.cleaned_data["answer"])
            else:
                correct_value(application, line, form.value(), form.cleaned_data["answer"])
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("enterprises:case", application.number)
    name = targets(application)[line.target]
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "correction", application, status=status, form=form, line=line, name=name)


@my_application
def resubmit(request: HttpRequest, application: Application) -> HttpResponse:
    if application.state != State.CORRECTION:
        return redirect("enterprises:case", application.number)
    form = DeclarationForm(posted(request))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            application_flow.take(application, "resubmit", request.user)
        except PortalError as error:
            problem = error.message
        else:
            return redirect("enterprises:case", application.number)
    status = 422 if problem or form.errors else 200
    limit = acceptance_again(application)
    length = number_of(limit.n, limit.unit)
    return page(request, "resubmit", application, status=status, form=form, problem=problem, length=length)


@my_application
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    if "withdraw" not in application_flow.open_steps(application, request.user):
        return redirect("enterprises:case", application.number)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            application_flow.take(application, "withdraw", request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("enterprises:case", application.number)
    return page(request, "withdraw", application, status=422 if form.errors else 200, form=form)
