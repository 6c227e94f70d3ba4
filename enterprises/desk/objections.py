"""Objections at the desk: open ones by their day, one with its evidence, and the step that answers it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.claims import FILE_STATES
from enterprises.desk.rows import due_cell
from enterprises.enums import ObjectionGround, ObjectionState
from enterprises.models import Application, Objection
from enterprises.notices.objection_workflow import objection_flow
from enterprises.notices.persons import show_person
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.attachments.models import ScanState
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from portal.reviews.models import WorkItem
from portal.reviews.step_forms import StepForm

PAGE = 50
SOON_WORKDAYS = 3
LIST = "admin:enterprises_objection_changelist"
CHANGE = "admin:enterprises_objection_change"
TONES = {ObjectionState.RECEIVED: "sand", ObjectionState.ADMITTED: "sea", ObjectionState.UPHELD: "tile"}
Answer = HttpResponse | dict[str, Any]


class ClosingForm(StepForm):
    """The reason goes to who objected; what everybody reads is written apart, so that it names nobody."""

    comment = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Who objected reads it word for word."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the reason: who objected reads it.")},
    )
    published = forms.CharField(
        label=gettext_lazy("What everybody reads"),
        help_text=gettext_lazy("It stands on the notice and goes to the applicant. Name nobody."),
        max_length=500,
        required=False,
    )

    def for_step(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DecliningForm(ClosingForm):
    ground = forms.ChoiceField(label=gettext_lazy("Why it is not admissible"), choices=ObjectionGround)

    field_order = ("ground", "comment", "published")


FORMS: dict[str, type[StepForm]] = {"admit": StepForm, "decline": DecliningForm}


def objection_list(request: HttpRequest) -> dict[str, Any]:
    closed = request.GET.get("tab") == "closed"
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    seen = Objection.objects.visible_to(request.user).for_page()
    rows = seen.exclude(closed_at=None) if closed else seen.open()
    rows = (rows if place is None else rows.filter(pk__lt=place)).order_by("-pk")
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    items = {item.case_id: item for item in WorkItem.objects.filter(case__in=found, closed_at=None)}
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    address, tab = reverse(LIST), "tab=closed&" if closed else ""
    return {
        "title": _("Objections"),
        "tabs": [
            {"title": _("Open"), "url": address, "current": not closed},
            {"title": _("Decided"), "url": f"{address}?tab=closed", "current": closed},
        ],
        "columns": [{"title": _("Entry")}, {"title": _("Notice")}, {"title": _("State")}, {"title": _("Due")}],
        "rows": [_row(one, items.get(one.pk), soon) for one in found],
        "closed": closed,
        "demo": any(one.is_demo for one in found),
        "next_url": f"?{tab}before={found[-1].pk}" if more else "",
    }


def _row(objection: Objection, item: WorkItem | None, soon: Any) -> dict[str, Any]:
    tone = TONES.get(ObjectionState(objection.state), "plain")
    due = due_cell(item, soon) if item and item.due_on else {"text": "–"}
    return {
        "number": objection.number,
        "url": reverse(CHANGE, args=[objection.pk]),
        "cells": [
            {"text": objection.line.content["enterprise"], "cut": True},
            {"text": objection.line.notice.number},
            {"text": objection.state_label, "chip": True, "tone": tone},
            due,
        ],
    }


def find(request: HttpRequest, object_id: str | int) -> Objection:
    pk = read_key(str(object_id))
    return get_object_or_404(Objection.objects.visible_to(request.user).for_page(), pk=pk)


def may_read_person(user: User) -> bool:
    return user.is_staff and user.has_role(Role.CASE_MANAGER)


def objection_page(request: HttpRequest, object_id: str) -> dict[str, Any]:
    objection = find(request, object_id)
    item = WorkItem.objects.filter(case_id=objection.pk, closed_at=None).first()
    steps = objection_flow.open_steps(objection, request.user)
    shows = "person" in request.POST and may_read_person(request.user)
    application = objection.line.application
    return {
        "title": objection.number,
        "objection": objection,
        "item": item,
        "line": objection.line.content,
        "notice_url": reverse("admin:enterprises_notice_change", args=[objection.line.notice_id]),
        "case": {
            "number": application.number,
            "url": reverse("admin:enterprises_application_change", args=[application.pk]),
        },
        "person": show_person(objection, request.user) if shows else None,
        "may_read_person": may_read_person(request.user),
        "files": [_file(one.attachment) for one in objection.evidence.select_related("attachment")],
        "steps": [
            {"label": step.label, "danger": step.careful, "url": _step_url(objection, name)}
            for name, step in steps.items()
        ],
        "events": [
            {"what": objection_flow.steps[move.step].done, "who": str(move.actor or ""), "when": moment_text(move.at)}
            for move in objection.transitions.select_related("actor")
        ],
    }


def _file(attachment: Any) -> dict[str, Any]:
    clean = attachment.state == ScanState.CLEAN
    return {
        "name": attachment.original_name,
        "url": reverse("attachments:download", args=[attachment.public_id]) if clean else "",
        "size": attachment.size,
        "state": FILE_STATES.get(ScanState(attachment.state), "rejected"),
    }


def _step_url(objection: Objection, name: str) -> str:
    return reverse("admin:enterprises_objection_step", args=[objection.pk, name])


def answer(request: HttpRequest, pk: int, name: str) -> Answer:
    """Take the step and go back to the objection, or the context of its page."""
    step = objection_flow.steps.get(name)
    if step is None:
        raise Http404
    objection = find(request, pk)
    if not step.allowed(request.user, objection):  # type: ignore[misc]
        raise PermissionDenied
    change = reverse(CHANGE, args=[pk])
    if request.method != "POST" and objection.state not in step.sources:
        messages.warning(request, _("This step is not open now: the case has moved on."))
        return redirect(change)
    form = FORMS.get(name, ClosingForm)(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        if status == 200:
            try:
                objection_flow.take(objection, name, request.user, **form.for_step())
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, f"{objection.number}: {step.done}")
                return redirect(change)
    return {
        "title": str(step.label),
        "objection": objection,
        "line": objection.line.content,
        "form": form,
        "danger": step.careful,
        "change_url": change,
        "problem": problem,
        "status": status,
    }


def case_part(application: Application, user: User) -> dict[str, Any] | None:
    """The objections to the entry of this application, with where they stand; who objected stands nowhere here."""
    if not application.notice_lines.exists():
        return None
    found = Objection.objects.visible_to(user).filter(line__application=application.pk).order_by("-pk")
    rows = [
        {
            "number": one.number,
            "url": reverse(CHANGE, args=[one.pk]),
            "state": one.state_label,
            "tone": TONES.get(ObjectionState(one.state), "plain"),
        }
        for one in found
    ]
    return {"template": "admin/enterprises/application/_objections_part.html", "rows": rows} if rows else None
