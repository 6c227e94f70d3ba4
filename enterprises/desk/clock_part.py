"""The clock on a case's page at the desk: what it says, and who may stop it or give it more time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import forecast
from enterprises.clock_words import clock_lines, extensions
from enterprises.desk.access import on_the_desk
from enterprises.desk.clock_forms import ClockForm, ExtensionForm, PauseForm
from enterprises.models import Application
from enterprises.permissions import current_item
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.dates import number_of
from portal.core.exceptions import PortalError
from portal.reviews.models import Extension, WorkItem

ACTS: dict[str, tuple[Any, Any, type[ClockForm]]] = {
    "pause": (gettext_lazy("Stop the clock"), gettext_lazy("The clock stands still"), PauseForm),
    "resume": (gettext_lazy("Let the clock run again"), gettext_lazy("The clock runs again"), ClockForm),
    "ask": (gettext_lazy("Ask for more time"), gettext_lazy("More time was asked for"), ExtensionForm),
    "approve": (gettext_lazy("Approve more time"), gettext_lazy("The time was extended"), ClockForm),
    "refuse": (gettext_lazy("Refuse more time"), gettext_lazy("More time was refused"), ClockForm),
}
# Desks of people from outside, whose clocks the responsible division keeps.
GUESTS = {Role.EXPERT, Role.AUDITOR, Role.JOINT_DEPARTMENT}


def keeps_clock(user: User, application: Application, item: WorkItem) -> bool:
    """Who works at the desk; for outside desks the division; for the applicant's time whoever asked."""
    if not user.is_staff:
        return False
    if item.desk == Role.APPLICANT:
        return (Role.DISTRICT, application.unit_id) in user.held()
    return (item.desk, item.unit_id) in user.held() or (item.desk in GUESTS and user.has_role(Role.CASE_MANAGER))


def open_acts(user: User, application: Application) -> list[str]:
    """What this person may do with the clock now."""
    item = current_item(application)
    if item is None or item.limit_number is None:
        return []
    asked = _asked(item)
    acts = []
    if keeps_clock(user, application, item):
        acts.append("resume" if item.paused_at else "pause")
        if item.limit_extend and not _counted(item):
            acts.append("ask")
    if asked is not None and user.is_staff and user.has_role(Role.LEADERSHIP) and asked.asked_by_id != user.pk:
        acts += ["approve", "refuse"]
    return acts


def clock_part(application: Application, user: User) -> dict[str, Any] | None:
    """No query while the clock just runs."""
    item = current_item(application)
    if item is None or item.due_on is None:
        return None
    return {
        "template": "admin/enterprises/application/_clock.html",
        "lines": clock_lines(application),
        "asked": _asked_words(item),
        "forecast": forecast.shown(forecast.forecast(application)),
        "acts": [
            {"label": ACTS[name][0], "url": _url(application, name), "first": name in {"resume", "approve"}}
            for name in open_acts(user, application)
        ],
    }


def answer(request: HttpRequest, pk: int, act: str) -> HttpResponse | dict[str, Any]:
    """The page of one act, or the way back when it is done; `status` in the context is that of the answer."""
    if act not in ACTS:
        raise Http404
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    case_url = reverse("admin:enterprises_application_change", args=[pk])
    label, done, form_class = ACTS[act]
    item = current_item(application)
    if item is None:
        messages.warning(request, _("The case is closed; no clock runs any more."))
        return redirect(case_url)
    if not _might(request.user, application, item, act):
        raise PermissionDenied
    form = form_class(item, request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        if status == 200:
            try:
                form.act(act, request.user)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, f"{application.number}: {done}")
                return redirect(case_url)
    return {
        "title": str(label),
        "application": application,
        "form": form,
        "problem": problem,
        "status": status,
        "lines": clock_lines(application),
        "asked": _asked_words(item),
        "case_url": case_url,
    }


def _might(user: User, application: Application, item: WorkItem, act: str) -> bool:
    """Whether the act is this person's at all; whether it is open just now, the verb says."""
    if act in {"approve", "refuse"}:
        return user.is_staff and user.has_role(Role.LEADERSHIP)
    return keeps_clock(user, application, item)


def _url(application: Application, act: str) -> str:
    return reverse("admin:enterprises_application_clock", args=[application.pk, act])


def _counted(item: WorkItem) -> list[Extension]:
    """What was asked for and not refused; read once for the page."""
    if not item.clock_touched:
        return []
    if not hasattr(item, "_extensions"):
        item._extensions = extensions(item)  # type: ignore[attr-defined]
    return item._extensions  # type: ignore[attr-defined]


def _asked(item: WorkItem) -> Extension | None:
    return next((one for one in _counted(item) if one.approved_at is None), None)


def _asked_words(item: WorkItem) -> str:
    found = _asked(item)
    if found is None:
        return ""
    words = {"who": found.asked_by, "length": number_of(found.days, item.limit_unit), "reason": found.reason}
    return _("%(who)s asks for %(length)s more; leadership has not answered yet. Reason: %(reason)s") % words
