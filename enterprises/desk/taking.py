"""The page of a step at any desk: the step is taken, or its form is shown with what the step does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from enterprises.desk.replies import inserted
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.dates import day_text, number_of
from portal.core.exceptions import PortalError
from portal.reviews.flow import Limit, Step
from portal.reviews.models import Case
from portal.reviews.step_forms import StepForm


def answered(
    request: HttpRequest,
    case: Case,
    step: Step,
    case_url: str,
    *,
    replies: list[dict[str, Any]],
    form_of: Callable[[QueryDict | None], StepForm],
    take: Callable[[StepForm], str],
) -> HttpResponse | dict[str, Any]:
    """Takes the step and goes on, or `form`, `problem`, `replies` and the `status` of the answer.

    `form_of` gets what was sent where that is not what the request holds; `take` moves the case and says where to go.
    """
    if request.method != "POST" and case.state not in step.sources:
        messages.warning(request, _("This step is not open now: the case has moved on."))
        return redirect(case_url)
    data = inserted(request, replies)
    form = form_of(data)
    if data is not None:
        form.redrawn()
    problem, status = "", 200
    if request.method == "POST" and data is None:
        status = 200 if form.is_valid() else 422
        if status == 200 and "preview" not in request.POST:
            try:
                onwards = take(form)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, f"{case.number}: {step.done}")
                return redirect(onwards)
    return {"form": form, "problem": problem, "status": status, "replies": replies}


def about(case: Case, step: Step, *, after: Any, who: Any, reader: Any, told: Any) -> list[dict[str, Any]]:
    """What the step does, before it is done: the state after it, who acts next, and what the `reader` is told."""
    limit = step.within(case) if callable(step.within) else step.within
    return [
        {"label": _("Now"), "value": case.state_label},
        {"label": _("Afterwards"), "value": after},
        {"label": _("Who acts next"), "value": who or _("Nobody: the case is closed")},
        *([{"label": _("Until"), "value": _until(limit)}] if limit else []),
        {"label": reader, "value": told},
    ]


def tells(step: Step, module: str) -> bool:
    """Whether one of the step's effects is a message of this module."""
    return any(effect.__module__ == module for effect in step.effects)


def _until(limit: Limit) -> str:
    due = due_on(clock.today(), limit.n, limit.unit)
    text = _("%(day)s, within %(length)s") % {"day": day_text(due.on), "length": number_of(limit.n, limit.unit)}
    return _("%(day)s, provisional") % {"day": text} if due.provisional else text
