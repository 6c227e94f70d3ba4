"""The clock on a case's page at the desk: what it says, and who may stop it or give it more time.

More time is asked by one official of the desk and approved by another; whoever asked never approves.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.clock_words import clock_lines, extensions
from enterprises.desk.clock_part import ACTS
from portal.accounts.models import User
from portal.core.dates import number_of
from portal.core.exceptions import PortalError
from portal.reviews.models import Extension, WorkItem
from talent.cases.permissions import current_item, is_at_talent_desk
from talent.desk import lists
from talent.desk.access import on_the_desk
from talent.models import TalentCase

APPROVAL = frozenset({"approve", "refuse"})


def open_acts(user: User, case: TalentCase) -> list[str]:
    """What this person may do with the clock now."""
    item = current_item(case)
    if item is None or item.limit_number is None or not is_at_talent_desk(user, case):
        return []
    counted = _counted(item)
    asked = _asked(counted)
    acts = ["resume" if item.paused_at else "pause"]
    if item.limit_extend and not counted:
        acts.append("ask")
    if asked is not None and asked.asked_by_id != user.pk:
        acts += ["approve", "refuse"]
    return acts


def clock_part(case: TalentCase, user: User) -> dict[str, Any] | None:
    """No query while the clock just runs."""
    item = current_item(case)
    if item is None or item.due_on is None:
        return None
    return {
        "lines": clock_lines(case),
        "asked": _asked_words(item),
        "acts": [
            {"label": ACTS[name][0], "url": _url(case, name), "first": name in {"resume", "approve"}}
            for name in open_acts(user, case)
        ],
    }


def answer(request: HttpRequest, pk: int, act: str) -> HttpResponse | dict[str, Any]:
    """The page of one act, or the way back when it is done; `status` in the context is that of the answer."""
    if act not in ACTS:
        raise Http404
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    case_url, item = lists.case_url(pk), current_item(case)
    if item is None:
        messages.warning(request, _("The case is closed; no clock runs any more."))
        return redirect(case_url)
    asked = _asked(_counted(item))
    if act in APPROVAL and asked is not None and asked.asked_by_id == request.user.pk:
        raise PermissionDenied
    label, done, form_class = ACTS[act]
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
                messages.success(request, f"{case.number}: {done}")
                return redirect(case_url)
    return {
        "title": str(label), "subtitle": case.number, "case": case, "form": form, "problem": problem,
        "status": status, "lines": clock_lines(case), "asked": _asked_words(item), "case_url": case_url,
    }  # fmt: skip


def _url(case: TalentCase, act: str) -> str:
    return reverse("admin:talent_talentcase_clock", args=[case.pk, act])


def _counted(item: WorkItem) -> list[Extension]:
    """What was asked for and not refused."""
    return extensions(item) if item.clock_touched else []


def _asked(found: list[Extension]) -> Extension | None:
    return next((one for one in found if one.approved_at is None), None)


def _asked_words(item: WorkItem) -> str:
    found = _asked(_counted(item))
    if found is None:
        return ""
    words = {"who": found.asked_by, "length": number_of(found.days, item.limit_unit), "reason": found.reason}
    return _("%(who)s asks for %(length)s more; a colleague has not answered yet. Reason: %(reason)s") % words
