"""The draft of a case: its sections, its check, its sending; and corrections of what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from enterprises.views.common import posted
from portal.core.dates import number_of
from portal.core.exceptions import PortalError
from talent import consents
from talent.cases.correcting import correction_form, take_correction
from talent.cases.drafting import VISIT, find_line, mark_of, save_visit
from talent.cases.earlier import proposed_employer, proposed_letter
from talent.cases.enums import CaseState
from talent.cases.forms import DeclarationForm, EmployerForm, SureForm, VisitForm
from talent.cases.limits import acceptance_again
from talent.cases.papers import papers_of
from talent.cases.parties import name_employer
from talent.cases.persons import asks_to_share
from talent.cases.reading import Reader, my_case, page
from talent.cases.sections import is_done, live_papers, missing_sections, sections_of
from talent.cases.targets import targets
from talent.enums import ConsentKind
from talent.models import TalentCase
from talent.workflow import talent_case_flow


def _only_draft(case: TalentCase) -> HttpResponse | None:
    """Where the case went on meanwhile, its page says where it stands."""
    return None if case.state == CaseState.DRAFT else redirect("talent:case", case.number)


@my_case(person=True)
def form(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """The sections, each with how far it is."""
    if moved := _only_draft(case):
        return moved
    tasks = [
        {
            "title": section.title,
            "hint": section.hint,
            "url": _section_url(case, section.slug),
            "state": "done" if is_done(case, section) else "not_started",
        }
        for section in sections_of(case)
    ]
    done = sum(task["state"] == "done" for task in tasks)
    context = {"tasks": tasks, "done": done, "ready": done == len(tasks)}
    return page(request, "talent/cases/form.html", case, **context)


def _section_url(case: TalentCase, slug: str) -> str:
    if slug == "identity":
        return reverse("talent:me_details")
    return reverse(f"talent:case_{slug}", args=[case.number])


@my_case(person=True)
def visit(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    if moved := _only_draft(case):
        return moved
    known = {name: getattr(case, name) for name in VISIT} | {"earlier_letter": proposed_letter(case)}
    form = VisitForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            save_visit(case, request.user, form.cleaned_data, request.POST.get("seen", ""))
        except PortalError as error:
            form.add_error(None, error.message)
            case.refresh_from_db()
        else:
            return redirect("talent:case_form", case.number)
    context = {"form": form, "seen": mark_of(case), "status": 422 if form.errors else 200}
    return page(request, "talent/cases/visit.html", case, **context)


@my_case(person=True)
def employer(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    if moved := _only_draft(case):
        return moved
    form = EmployerForm(posted(request), initial=proposed_employer(case))
    if request.method == "POST" and form.is_valid():
        try:
            name_employer(case, request.user, employer=form.employer, named=form.cleaned_data["named"])
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case_sharing" if form.employer else "talent:case_form", case.number)
    return page(request, "talent/cases/employer.html", case, form=form, status=422 if form.errors else 200)


@my_case(person=True)
def check(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """Look everything over, declare, send. Sent twice, it answers with the page of the case."""
    if moved := _only_draft(case):
        return moved
    form = DeclarationForm(posted(request), asks_to_share=asks_to_share(case))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("share"):
            consents.give(case.person, ConsentKind.SHARE_AUTHORITY, request.user)
        try:
            talent_case_flow.take(case, "submit", request.user)
        except PortalError as error:
            if case.state != CaseState.DRAFT:
                return redirect("talent:case", case.number)
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    given = {row.code for row in live_papers(case)}
    context = {
        "form": form,
        "missing": missing_sections(case),
        "given": [paper for paper in papers_of(case.kind) if paper.code in given],
    }
    return page(request, "talent/cases/check.html", case, status=422 if form.errors else 200, **context)


@my_case(person=True)
def correction(request: HttpRequest, case: TalentCase, reader: Reader, pk: int) -> HttpResponse:
    """One line of the request: only this field or paper is open."""
    if case.state != CaseState.RETURNED:
        return redirect("talent:case", case.number)
    try:
        line = find_line(case, pk)
    except PortalError:
        return redirect("talent:case", case.number)
    form = correction_form(case, line, request)
    if request.method == "POST" and form.is_valid():
        try:
            take_correction(case, line, request.user, form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    context = {"form": form, "line": line, "name": targets(case).get(line.target, line.target)}
    context |= {"details": line.target == "field:identity"}
    return page(request, "talent/cases/correction.html", case, status=422 if form.errors else 200, **context)


@my_case(person=True)
def resubmit(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    if case.state != CaseState.RETURNED:
        return redirect("talent:case", case.number)
    form = DeclarationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            talent_case_flow.take(case, "resubmit", request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    limit = acceptance_again(case)
    context = {"form": form, "length": number_of(limit.n, limit.unit), "status": 422 if form.errors else 200}
    return page(request, "talent/cases/resubmit.html", case, **context)


@my_case()
def withdraw(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    if "withdraw" not in talent_case_flow.open_steps(case, request.user):
        return redirect("talent:case", case.number)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            talent_case_flow.take(case, "withdraw", request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    return page(request, "talent/cases/withdraw.html", case, form=form, status=422 if form.errors else 200)
