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
from django.utils.translation import gettext_lazy

from enterprises.clock_words import clock_lines
from enterprises.desk import clock_acts
from enterprises.desk.clock_acts import ACTS, APPROVAL
from portal.accounts.models import User
from talent.cases.permissions import current_item, is_at_talent_desk
from talent.desk import lists
from talent.desk.access import on_the_desk
from talent.desk.clock_forms import FORMS
from talent.models import TalentCase

ASKED = gettext_lazy("%(who)s asks for %(length)s more; a colleague has not answered yet. Reason: %(reason)s")


def open_acts(user: User, case: TalentCase) -> list[str]:
    """What this person may do with the clock now."""
    item = current_item(case)
    if item is None or item.limit_number is None or not is_at_talent_desk(user, case):
        return []
    asked = clock_acts.asked(item)
    acts = ["resume" if item.paused_at else "pause"]
    if item.limit_extend and not clock_acts.counted(item):
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
        "asked": clock_acts.asked_words(item, ASKED),
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
    asked = clock_acts.asked(item)
    if act in APPROVAL and asked is not None and asked.asked_by_id == request.user.pk:
        raise PermissionDenied
    found = clock_acts.answered(request, case, item, act, case_url, ASKED, FORMS)
    return found if isinstance(found, HttpResponse) else found | {"case": case}


def _url(case: TalentCase, act: str) -> str:
    return reverse("admin:talent_talentcase_clock", args=[case.pk, act])
