"""Answering a party who asks why a case takes longer than usual."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.core.exceptions import PortalError
from portal.reviews.step_forms import CommentForm
from talent.cases.permissions import is_at_talent_desk
from talent.desk import lists
from talent.desk.access import on_the_desk
from talent.workflow import inquiry_flow


def page(request: HttpRequest, pk: int, number: int) -> HttpResponse | dict[str, Any]:
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    inquiry = get_object_or_404(case.inquiries.select_related("asked_by", "unit"), pk=number)
    inquiry.about = case
    case_url = lists.case_url(pk, request.GET.get("list", ""))
    if "answer" not in inquiry_flow.open_steps(inquiry, request.user) and request.method != "POST":
        messages.warning(request, _("This inquiry was answered or withdrawn already."))
        return redirect(case_url)
    form = CommentForm(request.POST if request.method == "POST" else None, told=True)
    context = {
        "title": _("Answer the inquiry"), "subtitle": case.number, "case": case, "inquiry": inquiry, "form": form,
        "case_url": case_url, "problem": "",
    }  # fmt: skip
    if request.method != "POST":
        return context
    if not form.is_valid():
        return context | {"status": 422}
    try:
        inquiry_flow.take(inquiry, "answer", request.user, **form.for_step())
    except PortalError as error:
        return context | {"problem": error.message, "status": error.status}
    messages.success(request, f"{case.number}: {inquiry_flow.steps['answer'].done}")
    return redirect(case_url)
