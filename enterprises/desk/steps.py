"""The page of a step: what it does, what it needs, and the one call that takes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from enterprises.clock_words import clock_effect
from enterprises.credit.case_part import before_step
from enterprises.credit.guards import check_before
from enterprises.decisions.preview import preview_of
from enterprises.desk import lists, taking, visits
from enterprises.desk.access import on_the_desk
from enterprises.desk.forms import CorrectionForm, DecisionForm
from enterprises.desk.funds import FUNDS
from enterprises.desk.replies import replies_for
from enterprises.desk.step_forms import STEP_FORMS
from enterprises.enums import State
from enterprises.evaluation import result_of
from enterprises.models import Application
from enterprises.permissions import current_decision
from enterprises.review.verdicts import problems
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.dates import day_text
from portal.core.money import format_cny, yuan
from portal.reviews.exceptions import StepRefused
from portal.reviews.flow import Step, moved_on
from portal.reviews.step_forms import CommentForm, StepForm

# Moves of the applicant, who makes them on the public pages.
APPLICANTS_STEPS = frozenset({"submit", "resubmit", "withdraw", "submit_report"})
# Taken where the notice is published and where the last objection is closed.
ELSEWHERE = frozenset({"publish_notice", "dismiss_objection", "decide_again"})
SIGNING = frozenset({"countersign", "sign_approval", "sign_rejection", "return_draft"})


def official_steps(application: Application, user: User) -> dict[str, Step]:
    """The steps that this official may take now."""
    steps = application_flow.open_steps(application, user)
    return {name: step for name, step in steps.items() if name not in APPLICANTS_STEPS | ELSEWHERE}


def find(request: HttpRequest, pk: int, name: str) -> tuple[Application, Step]:
    """404 for a step that no official takes, 403 for another desk's; StepRefused for one that was just taken, in the
    reader's other tab or by a colleague, and left the case in its state."""
    step = application_flow.steps.get(name)
    if step is None or step.allowed is None or name in APPLICANTS_STEPS | ELSEWHERE:
        raise Http404
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if application.state in step.sources and not step.allowed(request.user, application):
        last = application.transitions.order_by("-pk").values_list("step", flat=True).first()
        raise StepRefused(moved_on(application)) if last == name else PermissionDenied
    return application, step


def answer(request: HttpRequest, pk: int, name: str) -> HttpResponse | dict[str, Any]:
    """Take the step and go on, or the context of its page; `status` in it is the status of the answer."""
    case_url = lists.case_url(pk, request.GET.get("list", ""))
    try:
        application, step = find(request, pk, name)
    except StepRefused as error:
        messages.warning(request, error.message)
        return redirect(case_url)

    def take(form: StepForm) -> str:
        """Back to the case, or to the queue when the step has taken it out of the person's sight."""
        check_before(step, application, request.user)
        application_flow.take(application, name, request.user, **form.for_step())
        seen = on_the_desk(request.user).filter(pk=pk).exists()
        return case_url if seen else FUNDS.url("changelist")

    found = taking.answered(
        request, application, step, case_url, replies=replies_for(application, name, step), take=take,
        form_of=lambda data: form_of(request, application, name, step, data),
    )  # fmt: skip
    if isinstance(found, HttpResponse):
        return found
    return (
        _context(request, application, name, step, found["form"], case_url)
        | found
        | visits.context(application, request.user, drafting=request.method == "POST")
    )


def form_of(
    request: HttpRequest, application: Application, name: str, step: Step, data: QueryDict | None = None
) -> StepForm:
    """`data` is what was sent where that is not what the request holds."""
    if data is None and request.method == "POST":
        data = request.POST
    if name == "request_correction":
        marked = dict.fromkeys(request.GET.getlist("mark"), "") | problems(application)
        return CorrectionForm(application, data, marked=marked)
    if name in STEP_FORMS:
        return STEP_FORMS[name](application, data)
    if step.needs_form:
        return DecisionForm(application, data)
    if step.comment:
        return CommentForm(data, told=step.visible)
    return StepForm(data)


def _context(
    request: HttpRequest, application: Application, name: str, step: Step, form: StepForm, case_url: str
) -> dict[str, Any]:
    context = {
        "title": str(step.label),
        "subtitle": application.number,
        "application": application,
        "step": step,
        "name": name,
        "about": _about(application, step),
        "credit": before_step(application, step),
        "case_url": case_url,
    }
    if isinstance(form, CorrectionForm):
        context |= _correction(request, form, step)
    if isinstance(form, DecisionForm):
        context |= {"result": result_of(application), "budget": _budget(application, None)}
    if name in SIGNING:
        decision = current_decision(application)
        amount = decision.amount_fen if name in {"countersign", "sign_approval"} and decision.amount_fen else None
        context |= {"decision": decision, "budget": _budget(application, amount), "result": result_of(application)}
        context["signing"] = preview_of(application, request.user)
    return context


def _about(application: Application, step: Step) -> list[dict[str, Any]]:
    desk = step.desk(application) if callable(step.desk) else step.desk
    told = taking.tells(step, "enterprises.notifications")
    return taking.about(
        application, step, after=State(step.target).label, who=Role(desk).label if desk else "",
        reader=_("The applicant"), told=_("gets a message at once") if told else _("is not told"),
    )  # fmt: skip


def _correction(request: HttpRequest, form: CorrectionForm, step: Step) -> dict[str, Any]:
    shown = "preview" in request.POST and form.is_valid()
    due = due_on(clock.today(), step.within.n, step.within.unit)
    effect = clock_effect(form.application, form.cleaned_data["kind"], clock.today()) if shown else ""
    return {"preview": form.lines() if shown else None, "due": day_text(due.on), "effect": effect}


def _budget(application: Application, amount_fen: int | None) -> list[dict[str, Any]]:
    """The call's money before and, where an amount is signed, after."""
    call = application.call
    rows = [
        {"label": _("Budget of the call"), "value": format_cny(call.budget_cny)},
        {"label": _("Committed so far"), "value": format_cny(yuan(call.committed_fen))},
        {"label": _("Left now"), "value": format_cny(yuan(call.free_fen)), "total": amount_fen is None},
    ]
    if amount_fen is not None:
        after = call.free_fen - amount_fen
        rows.append({"label": _("This decision"), "value": format_cny(yuan(amount_fen))})
        rows.append({"label": _("Left afterwards"), "value": format_cny(yuan(after)), "total": True})
    return rows
