"""What can be done with the clock of a case at any desk: the acts, what was asked for, the page of one act."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from enterprises.clock_words import clock_lines, extensions
from enterprises.desk.clock_forms import ClockForm, ExtensionForm, PauseForm
from portal.core.dates import number_of
from portal.core.exceptions import PortalError
from portal.reviews.models import Case, Extension, WorkItem

ACTS: dict[str, tuple[Any, Any, type[ClockForm]]] = {
    "pause": (gettext_lazy("Stop the clock"), gettext_lazy("The clock stands still"), PauseForm),
    "resume": (gettext_lazy("Let the clock run again"), gettext_lazy("The clock runs again"), ClockForm),
    "ask": (gettext_lazy("Ask for more time"), gettext_lazy("More time was asked for"), ExtensionForm),
    "approve": (gettext_lazy("Approve more time"), gettext_lazy("The time was extended"), ClockForm),
    "refuse": (gettext_lazy("Refuse more time"), gettext_lazy("More time was refused"), ClockForm),
}
# Whoever asked never answers.
APPROVAL = frozenset({"approve", "refuse"})


def counted(item: WorkItem) -> list[Extension]:
    """What was asked for and not refused; read once for the page, and not at all while the clock just runs."""
    if not item.clock_touched:
        return []
    if not hasattr(item, "_extensions"):
        item._extensions = extensions(item)  # type: ignore[attr-defined]
    return item._extensions  # type: ignore[attr-defined]


def asked(item: WorkItem) -> Extension | None:
    """What waits for an answer."""
    return next((one for one in counted(item) if one.approved_at is None), None)


def asked_words(item: WorkItem, wording: Any) -> str:
    """`wording` names who asks, the length and the reason; empty where nothing was asked."""
    found = asked(item)
    if found is None:
        return ""
    length = number_of(found.days, item.limit_unit)
    return str(wording) % {"who": found.asked_by, "length": length, "reason": found.reason}


def answered(
    request: HttpRequest,
    case: Case,
    item: WorkItem,
    act: str,
    case_url: str,
    wording: Any,
    forms: Mapping[str, type[ClockForm]] | None = None,
) -> HttpResponse | dict[str, Any]:
    """The way back when the act is done, or the context of its page; `status` in it is that of the answer. Whether the
    person may do it at all is asked before. `forms` are those of a desk that has its own words."""
    label, done, usual = ACTS[act]
    form_class = (forms or {}).get(act, usual)
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
        "title": str(label),
        "subtitle": case.number,
        "form": form,
        "problem": problem,
        "status": status,
        "lines": clock_lines(case),
        "asked": asked_words(item, wording),
        "case_url": case_url,
    }
