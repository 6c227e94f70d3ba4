"""Papers of a draft, named requests, inquiries, the letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from enterprises.views.common import posted
from portal.attachments.in_memory import upload_in_memory
from portal.core.exceptions import PortalError
from talent.cases import answering, inquiries
from talent.cases.enums import CaseState
from talent.cases.forms import InquiryForm
from talent.cases.giving import give_paper, paper_form, take_away
from talent.cases.letters import letter_pdf, open_letter, remedies, title_of
from talent.cases.papers import paper, papers_of
from talent.cases.permissions import letter_for
from talent.cases.reading import Reader, my_case, page
from talent.cases.sections import live_papers
from talent.models import TalentCase


@my_case(person=True)
def papers(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    if case.state != CaseState.DRAFT:
        return redirect("talent:case", case.number)
    given: dict[str, list] = {}
    for row in live_papers(case):
        if row.member_id is None and row.asked_id is None:
            given.setdefault(row.code, []).append(row)
    wanted = [(one, given.get(one.code, [])) for one in papers_of(case.kind)]
    return page(request, "talent/cases/papers.html", case, wanted=wanted)


@upload_in_memory
@my_case(person=True)
def give(request: HttpRequest, case: TalentCase, reader: Reader, code: str) -> HttpResponse:
    if case.state != CaseState.DRAFT or code not in {one.code for one in papers_of(case.kind)}:
        return redirect("talent:case", case.number)
    wanted = paper(code)
    form = paper_form(case, wanted, posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            give_paper(case, code, data["file"], request.user, agreed=data.get("agree", False))
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case_papers", case.number)
    rows = [row for row in live_papers(case) if row.code == code and row.member_id is None]
    context = {"form": form, "paper": wanted, "rows": rows, "status": 422 if form.errors else 200}
    return page(request, "talent/cases/paper.html", case, **context)


@require_POST
@my_case(person=True)
def remove(request: HttpRequest, case: TalentCase, reader: Reader, pk: int) -> HttpResponse:
    row = get_object_or_404(case.papers.select_related("case__person__user", "attachment"), pk=pk)
    try:
        take_away(row, request.user)
    except PortalError:
        # It moved on meanwhile: the page says where it stands.
        return redirect("talent:case", case.number)
    return redirect("talent:case_papers", case.number)


@upload_in_memory
@my_case(answers=True)
def asked(request: HttpRequest, case: TalentCase, reader: Reader, pk: int) -> HttpResponse:
    """One named request: what, why, how, by when; answered once."""
    found = get_object_or_404(case.named_requests.filter(withdrawn_at=None), pk=pk)
    form = answering.AnswerForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(case, found, request.user, form.cleaned_data["answer"], form.files_given())
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    context = {"asked": found, "form": form, "status": 422 if form.errors else 200}
    return page(request, "talent/cases/asked.html", case, **context)


@my_case(full=True)
def inquiry(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """Only once the case is past its normal time; before that, and while one is open, the case's page."""
    if not inquiries.is_past_normal_time(case) or inquiries.open_inquiry(case) is not None:
        return redirect("talent:case", case.number)
    form = InquiryForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            inquiries.ask(case, request.user, form.cleaned_data["text"])
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    return page(request, "talent/cases/inquiry.html", case, form=form, status=422 if form.errors else 200)


@my_case(full=True)
def letter(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """What the letter says, on the page; the person collects it here by a button, because a look alone changes
    nothing."""
    found = letter_for(request.user, case)
    if found is None:
        return redirect("talent:case", case.number)
    if request.method == "POST" and reader.is_person:
        try:
            open_letter(found, request.user)
        except PortalError:
            # A second window was first.
            case.refresh_from_db()
        return redirect("talent:case_letter", case.number)
    found.case = case
    context = {"letter": found, "titles": title_of(found), "remedies": remedies() if found.outcome != "issue" else None}
    return page(request, "talent/cases/letter.html", case, **context)


@require_safe
@my_case(full=True)
def letter_file(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    found = letter_for(request.user, case)
    if found is None or found.opened_at is None:
        return redirect("talent:case_letter", case.number)
    found.case = case
    response = HttpResponse(letter_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.number}.pdf"'
    return response
