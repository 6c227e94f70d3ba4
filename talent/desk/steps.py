"""The page of a step of a facilitation case: what it does, what it needs, and the one call that takes it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from enterprises.desk import taking
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.dates import day_text
from portal.reviews.flow import Step
from portal.reviews.step_forms import CommentForm, StepForm
from talent.cases.enums import CaseState
from talent.cases.permissions import current_letter
from talent.desk import lists, visiting
from talent.desk.access import on_the_desk, works_at_desk
from talent.desk.replies import replies_for
from talent.desk.step_forms import CaseRequestForm, form_class_of
from talent.models import TalentCase
from talent.workflow import talent_case_flow

# Moves of the parties, who make them on their own pages.
PARTIES_STEPS = frozenset({"submit", "resubmit", "withdraw", "collect"})


def official_steps(case: TalentCase, user: User) -> dict[str, Step]:
    """The steps that this official may take now."""
    steps = talent_case_flow.open_steps(case, user)
    return {name: step for name, step in steps.items() if name not in PARTIES_STEPS}


def find(request: HttpRequest, pk: int, name: str) -> tuple[TalentCase, Step]:
    """404 for a step that no official takes, 403 for another's and for whoever only reads."""
    step = talent_case_flow.steps.get(name)
    if step is None or step.allowed is None or name in PARTIES_STEPS:
        raise Http404
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not works_at_desk(request.user) or (case.state in step.sources and not step.allowed(request.user, case)):
        raise PermissionDenied
    return case, step


def answer(request: HttpRequest, pk: int, name: str) -> HttpResponse | dict[str, Any]:
    """Take the step and go on, or the context of its page; `status` in it is the status of the answer."""
    case, step = find(request, pk, name)
    case_url = lists.case_url(pk, request.GET.get("list", ""))

    def take(form: StepForm) -> str:
        talent_case_flow.take(case, name, request.user, **form.for_step())
        return case_url

    found = taking.answered(
        request, case, step, case_url, replies=replies_for(case, name, step), take=take,
        form_of=lambda data: form_of(request, case, name, step, data),
    )  # fmt: skip
    if isinstance(found, HttpResponse):
        return found
    return (
        _context(case, name, step, found["form"], case_url)
        | found
        | visiting.context(case, request.user, drafting=request.method == "POST")
    )


def form_of(request: HttpRequest, case: TalentCase, name: str, step: Step, data: QueryDict | None) -> StepForm:
    """`data` is what was sent where that is not what the request holds."""
    if data is None and request.method == "POST":
        data = request.POST
    own = form_class_of(name)
    if own is CaseRequestForm:
        return CaseRequestForm(case, data, marked=dict.fromkeys(request.GET.getlist("mark"), ""))
    if own is not None:
        return own(case, data)
    return CommentForm(data, told=step.visible) if step.comment else StepForm(data)


def _context(case: TalentCase, name: str, step: Step, form: StepForm, case_url: str) -> dict[str, Any]:
    context = {
        "title": str(step.label),
        "subtitle": case.number,
        "case": case,
        "step": step,
        "name": name,
        "about": _about(case, step),
        "case_url": case_url,
    }
    if isinstance(form, CaseRequestForm):
        shown = "preview" in form.data and form.is_valid()
        due = due_on(clock.today(), step.within.n, step.within.unit)
        context |= {"preview": form.lines() if shown else None, "due": day_text(due.on)}
    if case.state == CaseState.LETTER_DRAFTED:
        context["letter"] = current_letter(case)
    return context


def _about(case: TalentCase, step: Step) -> list[dict[str, Any]]:
    told = taking.tells(step, "talent.cases.notifications")
    return taking.about(
        case, step, after=CaseState(step.target).label, who=_next(step),
        reader=_("The parties"), told=_("get a message at once") if told else _("are not told"),
    )  # fmt: skip


def _next(step: Step) -> str:
    if step.desk is None:
        return ""
    return _("The person") if step.desk == Role.APPLICANT else str(Role(step.desk).label)
