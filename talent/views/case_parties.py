"""The parties of a case: what the employer reads and says, invitations, helpers, family."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.views.common import posted
from portal.attachments.in_memory import upload_in_memory
from portal.core.exceptions import PortalError
from talent.cases import access as helpers
from talent.cases import parties
from talent.cases.enums import CaseState
from talent.cases.family import MEMBER_PAPERS, change_family
from talent.cases.forms import HelperForm, ShareForm, SureForm
from talent.cases.giving import give_for_member, paper_form
from talent.cases.papers import paper
from talent.cases.reading import Reader, my_case, page
from talent.models import Person, TalentCase
from talent.views.private import private

GONE = "talent/cases/gone.html"


@my_case(person=True)
def sharing(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """The person's consent that the employer reads the case, given and ended here."""
    form = ShareForm(posted(request))
    if request.method == "POST":
        try:
            if "end" in request.POST:
                parties.end_employer_view(case, request.user)
                return redirect("talent:case_sharing", case.number)
            if form.is_valid():
                parties.let_employer_read(case, request.user)
                return redirect("talent:case_form" if case.state == CaseState.DRAFT else "talent:case", case.number)
        except PortalError as error:
            form.add_error(None, error.message)
    return page(request, "talent/cases/sharing.html", case, form=form, status=422 if form.errors else 200)


@my_case(employer=True)
def answer_for_employer(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """The employer confirms what it may read, or says that it has nothing to do with it."""
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        declines = "decline" in request.POST
        act = parties.decline_employer if declines else parties.confirm_employer
        try:
            act(case, request.user)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:cases") if declines else redirect("talent:case", case.number)
    speaks = case.employer is not None and parties.may_speak(request.user, case.employer)
    context = {"form": form, "speaks": speaks, "status": 422 if form.errors else 200}
    return page(request, "talent/cases/confirm.html", case, **context)


@private
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link. Who is signed in with another address learns nothing, not even whether there is one."""
    made = parties.invitation_for(token, request.user)
    if made is None:
        return render(request, GONE, {"section": "talent"}, status=404)
    person = Person.objects.filter(user=request.user, erased_at=None).first()
    problem = ""
    if request.method == "POST" and person is not None:
        try:
            case = parties.take_up(token, request.user, person)
        except PortalError as error:
            problem = error.message
        else:
            return redirect("talent:case_form", case.number)
    context = {"made": made, "case": made.case, "person": person, "problem": problem, "section": "talent"}
    return render(request, "talent/cases/join.html", context, status=422 if problem else 200)


# --- helpers ------------------------------------------------------------------------------------------


@my_case(person=True)
def access(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """Who helps, how far, until when; and who looked."""
    form = HelperForm(posted(request), initial={"scope": "state"})
    if request.method == "POST" and form.is_valid():
        try:
            helpers.let_in(case, request.user, **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The link is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
            return redirect("talent:case_access", case.number)
    rows = list(case.helpers.select_related("user").filter(ended_at=None))
    context = {"form": form, "helpers": rows, "looks": helpers.looks_of(case), "status": 422 if form.errors else 200}
    return page(request, "talent/cases/access.html", case, **context)


@require_POST
@my_case()
def end_access(request: HttpRequest, case: TalentCase, reader: Reader, pk: int) -> HttpResponse:
    try:
        helpers.end_access(case, request.user, pk)
    except PortalError as error:
        messages.error(request, error.message)
    return redirect("talent:case_access", case.number) if reader.is_person else redirect("talent:cases")


@private
def help_in(request: HttpRequest, token: str) -> HttpResponse:
    """Behind a helper's link."""
    made = helpers.access_for(token, request.user)
    if made is None:
        return render(request, GONE, {"section": "talent"}, status=404)
    problem = ""
    if request.method == "POST":
        try:
            helpers.accept(token, request.user)
        except PortalError as error:
            problem = error.message
        else:
            return redirect("talent:case", made.case.number)
    context = {"made": made, "problem": problem, "section": "talent"}
    return render(request, "talent/cases/help_in.html", context, status=422 if problem else 200)


# --- family -------------------------------------------------------------------------------------------


@my_case(person=True)
def family(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """Who of the person's family is part of this case, each with their own papers; same clock."""
    if request.method == "POST":
        try:
            change_family(case, request.user, request.POST.get("member", ""), part="take" not in request.POST)
        except PortalError as error:
            messages.error(request, error.message)
        return redirect("talent:case_family", case.number)
    inside = list(case.family.filter(erased_at=None).order_by("pk"))
    known = case.person.family.filter(erased_at=None).exclude(pk__in=[one.pk for one in inside])
    papers: dict[int, list] = {one.pk: [] for one in inside}
    for row in case.papers.filter(member__in=inside, replaced_at=None).select_related("attachment"):
        papers[row.member_id].append((row, paper(row.code).name))
    wanted = [paper(code) for code in MEMBER_PAPERS]
    members = [(one, papers[one.pk]) for one in inside]
    context = {"members": members, "known": list(known), "wanted": wanted}
    return page(request, "talent/cases/family.html", case, **context)


@upload_in_memory
@my_case(person=True)
def member_paper(request: HttpRequest, case: TalentCase, reader: Reader, member: int, code: str) -> HttpResponse:
    found = get_object_or_404(case.family.filter(erased_at=None), pk=member)
    if code not in MEMBER_PAPERS or case.state != CaseState.DRAFT:
        return redirect("talent:case_family", case.number)
    wanted = paper(code)
    form = paper_form(case, wanted, posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            give_for_member(case, found, code, data["file"], request.user, agreed=data.get("agree", False))
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case_family", case.number)
    context = {"form": form, "paper": wanted, "member": found, "rows": [], "status": 422 if form.errors else 200}
    return page(request, "talent/cases/paper.html", case, **context)
