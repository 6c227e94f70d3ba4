"""The list of one's cases, the page of one, and its beginning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from enterprises.permissions import role_in
from enterprises.views.common import posted
from portal.core.exceptions import PortalError
from talent.cases.beginning import begin_case, begin_for_employer
from talent.cases.enums import CaseState, InquiryState
from talent.cases.forms import InviteForm, KindForm
from talent.cases.headline import estimate_words, headline
from talent.cases.inquiries import is_past_normal_time
from talent.cases.papers import paper
from talent.cases.parties import invite, may_speak, open_invitation
from talent.cases.permissions import letter_for
from talent.cases.reading import Reader, my_case, page
from talent.cases.rows import case_rows
from talent.cases.sections import live_papers
from talent.cases.targets import open_request, targets
from talent.cases.timeline import check_lines, estimate, events
from talent.check_digits import check_digits
from talent.models import Person, TalentCase
from talent.views.private import private
from talent.workflow import talent_case_flow

CASE = "talent/cases/case.html"


@private
def cases(request: HttpRequest) -> HttpResponse:
    """All that exist for the person: their own, their employer's, those in which they help."""
    context = {"rows": case_rows(request.user), "speaks": _spoken_for(request).exists(), "section": "talent"}
    return render(request, "talent/cases/list.html", context)


def _spoken_for(request: HttpRequest):
    """The enterprises for which the person may invite."""
    mine = Enterprise.objects.of(request.user)
    return mine.filter(pk__in=[one.pk for one in mine if may_speak(request.user, one)])


@private
def new(request: HttpRequest) -> HttpResponse:
    """For oneself. Whoever has no details here yet enters them first: a case is about a person."""
    person = Person.objects.filter(user=request.user, erased_at=None).first()
    form = KindForm(posted(request))
    if request.method == "POST" and person is not None and form.is_valid():
        case = begin_case(request.user, person, form.cleaned_data["kind"])
        return redirect("talent:case_form", case.number)
    context = {"form": form, "person": person, "section": "talent"}
    return render(request, "talent/cases/new.html", context, status=422 if form.errors else 200)


@private
def new_invite(request: HttpRequest) -> HttpResponse:
    """For an enterprise's people: a case for somebody who takes it up by a mailed link."""
    enterprises = _spoken_for(request)
    form = InviteForm(posted(request), enterprises=enterprises)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            case = begin_for_employer(request.user, data["enterprise"], data["kind"], purpose=data["purpose"])
            invite(case, request.user, data["email"], data["language"] or "en")
        except PortalError as error:
            form.add_error(None, error.message)
        else:
            return redirect("talent:case", case.number)
    context = {"form": form, "enterprises": enterprises, "section": "talent"}
    return render(request, "talent/cases/invite.html", context, status=422 if form.errors else 200)


@my_case()
def case(request: HttpRequest, case: TalentCase, reader: Reader) -> HttpResponse:
    """Where it stands, what to do, the checks in sentences, what happened and what is next."""
    steps = talent_case_flow.open_steps(case, request.user)
    context = {"digits": check_digits(case.number), "top": True, "steps": steps}
    if reader.full:
        context |= _in_full(request, case, reader)
    asked = [one for one in context.get("requests", ()) if one.is_open] if reader.answers else []
    context["loud"] = headline(case, reader, asked, context.get("letter"))
    if reader.is_employer:
        context["invitation"] = open_invitation(case)
        context["speaks"] = case.employer is not None and role_in(request.user, case.employer) is not None
    return page(request, CASE, case, **context)


def _in_full(request: HttpRequest, case: TalentCase, reader: Reader) -> dict:
    asked = open_request(case) if case.state == CaseState.RETURNED else None
    inquiries = list(case.inquiries.order_by("pk"))
    waits = any(one.state == InquiryState.OPEN for one in inquiries)
    names = targets(case) if asked else {}
    return {
        "checks": check_lines(case) if case.submitted_at else [],
        "events": events(case, mine=reader.is_person),
        "estimate": estimate_words(estimate(case)),
        "lines": [(line, names.get(line.target, line.target)) for line in asked.lines.all()] if asked else [],
        "requests": list(case.named_requests.filter(withdrawn_at=None)),
        "inquiries": inquiries,
        "letter": letter_for(request.user, case),
        "late": is_past_normal_time(case) and not waits,
        "papers": [(row, _title(row)) for row in live_papers(case)] if reader.is_person else [],
    }


def _title(row) -> str:
    return str(paper(row.code).name) if row.asked_id is None else _("Answer to a request")
