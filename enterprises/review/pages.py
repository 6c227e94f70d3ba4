"""The review page of a case: fields and papers with their verdicts on the left, the chosen paper on the right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.check_answers import answered_sections
from enterprises.desk.access import districts_of, may_see_account_number, on_the_desk, sees_city
from enterprises.models import Application
from enterprises.review.changes import changed_since_last
from enterprises.review.enums import ReviewStage
from enterprises.review.forms import ReviewForm
from enterprises.review.verdicts import STAGES, judge, stage_for, verdicts_of
from enterprises.sections import live_papers, targets
from portal.accounts.models import User
from portal.attachments.enums import ScanState
from portal.attachments.inline import is_shown_inline
from portal.attachments.models import Attachment
from portal.core.exceptions import PortalError

CASE = "admin:enterprises_application_change"
PAGE = "admin:enterprises_application_review"
STEP = "admin:enterprises_application_step"


def reads_review(user: User, application: Application) -> bool:
    """The city's desks and the district that accepts."""
    return sees_city(user) or application.unit_id in districts_of(user)


def review(request: HttpRequest, pk: int) -> HttpResponse | dict[str, Any]:
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not reads_review(request.user, application):
        raise Http404
    stage = stage_for(application, request.user)
    if request.method == "POST" and stage is None:
        raise PermissionDenied
    names = targets(application)
    judged = {one.value: verdicts_of(application, one) for one in ReviewStage}
    form = ReviewForm(names, judged[stage], request.POST if request.method == "POST" else None) if stage else None
    problem = ""
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            written = judge(application, request.user, form.wanted(), rest="rest" in request.POST)
        except PortalError as error:
            problem = error.message
        else:
            return _onwards(request, application, written)
    status = 409 if problem else 422 if request.method == "POST" else 200
    return _context(request, application, form, judged, stage) | {"problem": problem, "status": status}


def _onwards(request: HttpRequest, application: Application, written: int) -> HttpResponse:
    """The same page with the same paper, or the correction with what was marked in it."""
    text = ngettext("%(count)d verdict was written.", "%(count)d verdicts were written.", written)
    messages.success(request, text % {"count": written})
    if "correct" in request.POST:
        return redirect(STEP, application.pk, "request_correction")
    chosen = _number(request.GET.get("paper", ""))
    return redirect(reverse(PAGE, args=[application.pk]) + (f"?paper={chosen}#document" if chosen else ""))


def _context(
    request: HttpRequest, application: Application, form: ReviewForm | None, judged: dict, stage: ReviewStage | None
) -> dict[str, Any]:
    changed = changed_since_last(application)
    rows = [_row(row, form, judged, changed) for row in _rows(application, request.user)]
    left = sum(1 for row in rows if stage and row["target"] not in judged[stage])
    _allowed, due_stage = STAGES.get(application.state, (None, None))
    return {
        "title": _("Review"),
        "application": application,
        "case_url": reverse(CASE, args=[application.pk]),
        "rows": rows,
        "form": form,
        "left": left,
        "changed": bool(changed),
        "corrects": stage == ReviewStage.ACCEPTANCE and not application.requests.exists(),
        "stage": due_stage.label if due_stage else "",
        "document": _document(request, application),
    }


def _rows(application: Application, user: User) -> list[dict[str, Any]]:
    """Exactly the targets, each with the section in which it stands."""
    names = targets(application)
    sections = answered_sections(application, masked=not may_see_account_number(user))
    return [
        row | {"section": section.title, "first": number == 0}
        for section in sections
        for number, row in enumerate(row for row in section.rows if row["target"] in names)
    ]


def _row(row: dict[str, Any], form: ReviewForm | None, judged: dict[str, dict], changed: set[str]) -> dict[str, Any]:
    target = row["target"]
    said = [
        {"stage": ReviewStage(stage).label, "verdict": found[target]}
        for stage, found in judged.items()
        if target in found
    ]
    files = [{"name": file.original_name, "url": f"?paper={file.public_id}#document"} for file in row.get("files", ())]
    fields = form.row(target) if form and target in form.names else None
    return row | {"said": said, "fields": fields, "papers": files, "changed": target in changed}


def _document(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """The paper that was chosen, or the first that can be shown; what can't be shown is offered as a download."""
    files: list[Attachment] = [paper.attachment for paper in live_papers(application)]
    chosen = _number(request.GET.get("paper", ""))
    found = next((file for file in files if file.public_id == chosen), None)
    if found is None:
        found = next((file for file in files if file.state == ScanState.CLEAN and is_shown_inline(file)), None)
    if found is None:
        return None
    url = reverse("attachments:download", args=[found.public_id])
    clean = found.state == ScanState.CLEAN
    return {
        "name": found.original_name,
        "clean": clean,
        "url": url if clean else "",
        "inline": f"{url}?inline=1" if clean and is_shown_inline(found) else "",
        "is_image": found.media_type.startswith("image/"),
    }


def _number(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
