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
from enterprises.clock_words import clock_lines
from enterprises.desk import clock_acts
from enterprises.desk.access import on_the_desk
from enterprises.desk.clock_acts import ACTS, APPROVAL
from enterprises.models import Application
from enterprises.permissions import current_item
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.reviews.models import WorkItem

ASKED = gettext_lazy("%(who)s asks for %(length)s more; leadership has not answered yet. Reason: %(reason)s")
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
    asked = clock_acts.asked(item)
    acts = []
    if keeps_clock(user, application, item):
        acts.append("resume" if item.paused_at else "pause")
        if item.limit_extend and not clock_acts.counted(item):
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
        "asked": clock_acts.asked_words(item, ASKED),
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
    item = current_item(application)
    if item is None:
        messages.warning(request, _("The case is closed; no clock runs any more."))
        return redirect(case_url)
    if not _might(request.user, application, item, act):
        raise PermissionDenied
    found = clock_acts.answered(request, application, item, act, case_url, ASKED)
    return found if isinstance(found, HttpResponse) else found | {"application": application}


def _might(user: User, application: Application, item: WorkItem, act: str) -> bool:
    """Whether the act is this person's at all; whether it is open just now, the verb says."""
    if act in APPROVAL:
        return user.is_staff and user.has_role(Role.LEADERSHIP)
    return keeps_clock(user, application, item)


def _url(application: Application, act: str) -> str:
    return reverse("admin:enterprises_application_clock", args=[application.pk, act])
