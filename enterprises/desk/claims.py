"""Claims at the desk: open ones first, one claim with its evidence, and the step that decides it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.claim_workflow import GRANTED_ROLES, claim_flow
from enterprises.desk.access import districts_of, sees_city
from enterprises.desk.enterprise_file import CLAIM_TONES
from enterprises.desk.rows import due_cell
from enterprises.enums import ClaimState, MemberRole
from enterprises.models import Claim
from portal.accounts.models import User
from portal.attachments.models import ScanState
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.exceptions import PortalError
from portal.reviews.models import WorkItem
from portal.reviews.step_forms import CommentForm, StepForm

PAGE = 50
SOON_WORKDAYS = 3
FILE_STATES = {ScanState.CLEAN: "clean", ScanState.PENDING: "checking"}
LIST = "admin:enterprises_claim_changelist"
OFFICIAL_STEPS = ("grant", "refuse")
Answer = HttpResponse | dict[str, Any]


class GrantForm(StepForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Role in the enterprise"),
        choices=[(role.value, role.label) for role in GRANTED_ROLES],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("An owner invites people and changes their roles; a filer writes and sends."),
        error_messages={"required": gettext_lazy("Choose the role: owner or filer.")},
    )

    def for_step(self) -> dict[str, Any]:
        return {"role": self.cleaned_data["role"]}


def sees_claims(user: User) -> bool:
    """The districts decide on theirs; the city's desks look."""
    return user.is_staff and user.is_active and (sees_city(user) or bool(districts_of(user)))


def claims_seen(user: User) -> QuerySet[Claim]:
    """As an official: a claim of one's own is on the public pages."""
    return Claim.objects.visible_to(user) if sees_claims(user) else Claim.objects.none()


def open_claims(user: User) -> QuerySet[Claim]:
    return claims_seen(user).filter(state=ClaimState.OPEN)


def claim_list(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/enterprises/claim/change_list.html: open ones, or those that were decided."""
    decided = request.GET.get("tab") == "decided"
    after = _number(request.GET.get("after", ""))
    rows = claims_seen(request.user).select_related("enterprise", "claimant", "unit")
    if decided:
        rows = rows.exclude(state=ClaimState.OPEN).order_by("-pk")
        rows = rows.filter(pk__lt=after) if after else rows
    else:
        rows = rows.filter(state=ClaimState.OPEN).order_by("pk")
        rows = rows.filter(pk__gt=after) if after else rows
    found = list(rows[: PAGE + 1])
    page, more = found[:PAGE], len(found) > PAGE
    address = reverse(LIST)
    query = "?tab=decided&" if decided else "?"
    titles = (_("Enterprise"), _("Claimed by"), _("Authority"), _("State") if decided else _("Due"))
    return {
        "title": _("Claims to enterprises"),
        "tabs": [
            {"title": _("To decide"), "url": address, "current": not decided},
            {"title": _("Decided"), "url": f"{address}?tab=decided", "current": decided},
        ],
        "columns": [{"title": title} for title in titles],
        "rows": _rows(page),
        "next_url": f"{address}{query}after={page[-1].pk}" if more else "",
        "demo": any(claim.is_demo for claim in page),
        "decided": decided,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0


def _rows(page: list[Claim]) -> list[dict[str, Any]]:
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    items = {item.case_id: item for item in WorkItem.objects.filter(closed_at=None, case__in=[one.pk for one in page])}
    return [
        {
            "pk": one.pk,
            "number": one.number,
            "url": reverse("admin:enterprises_claim_change", args=[one.pk]),
            "cells": [
                {"text": one.enterprise.name, "cut": True},
                {"text": str(one.claimant), "cut": True},
                {"text": one.unit.name if one.unit else "–"},
                _state_cell(one, items.get(one.pk), soon),
            ],
        }
        for one in page
    ]


def _state_cell(claim: Claim, item: WorkItem | None, soon: Any) -> dict[str, Any]:
    """Until when it must be answered; afterwards what became of it."""
    if item is not None and item.due_on is not None:
        return due_cell(item, soon)
    return {"text": claim.state_label, "chip": True, "tone": CLAIM_TONES.get(ClaimState(claim.state), "plain")}


def claim_page(request: HttpRequest, object_id: str) -> dict[str, Any]:
    claim = _found(request, _number(object_id))
    item = claim.work_items.filter(closed_at=None).first()
    steps = claim_flow.open_steps(claim, request.user)
    members = claim.enterprise.memberships.active().select_related("user").order_by("role", "pk")
    return {
        "title": claim.number,
        "claim": claim,
        "item": item,
        "tone": CLAIM_TONES.get(ClaimState(claim.state), "plain"),
        "steps": [
            {"label": step.label, "url": _step_url(claim, name), "danger": step.careful}
            for name, step in steps.items()
            if name in OFFICIAL_STEPS
        ],
        "evidence": _evidence(claim),
        "members": [{"name": str(one.user), "role": one.get_role_display(), "ends_on": one.ends_on} for one in members],
        "events": _events(claim),
        "list_url": reverse(LIST),
        "file_url": reverse("admin:enterprises_enterprise_change", args=[claim.enterprise_id]),
    }


def _found(request: HttpRequest, pk: int) -> Claim:
    rows = claims_seen(request.user).select_related("enterprise__district", "claimant", "unit", "evidence")
    return get_object_or_404(rows, pk=pk)


def _step_url(claim: Claim, name: str) -> str:
    return reverse("admin:enterprises_claim_step", args=[claim.pk, name])


def _evidence(claim: Claim) -> dict[str, Any] | None:
    file = claim.evidence
    if file is None:
        return None
    clean = file.state == ScanState.CLEAN
    return {
        "name": file.original_name,
        "url": reverse("attachments:download", args=[file.public_id]) if clean else "",
        "size": file.size,
        "state": FILE_STATES.get(ScanState(file.state), "rejected"),
        "note": "" if clean else file.scan_note,
    }


def _events(claim: Claim) -> list[dict[str, Any]]:
    """What happened, the newest first; at the bottom that it was sent."""
    rows = claim.transitions.select_related("actor").order_by("-pk")
    sent = {"text": _("Sent"), "at": moment_text(claim.created_at), "who": str(claim.claimant), "comment": ""}
    moves = [
        {
            "text": ClaimState(row.target).label,
            "at": moment_text(row.at),
            "who": str(row.actor) if row.actor else "",
            "comment": row.comment,
        }
        for row in rows
    ]
    return [*moves, sent]


def decide(request: HttpRequest, pk: int, name: str) -> Answer:
    """Take the step and go back, or the context of its page."""
    claim = _found(request, pk)
    if name not in OFFICIAL_STEPS:
        raise Http404
    step = claim_flow.steps[name]
    url = reverse("admin:enterprises_claim_change", args=[pk])
    if claim.state not in step.sources:
        messages.warning(request, _("This claim was decided already."))
        return redirect(url)
    if not step.allowed(request.user, claim):
        raise PermissionDenied
    form = _form(request, name)
    page = {
        "title": str(step.label), "subtitle": claim.number, "claim": claim, "form": form, "danger": step.careful,
        "list_url": reverse(LIST), "claim_url": url, "problem": "",
    }  # fmt: skip
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"status": 422}
    try:
        claim_flow.take(claim, name, request.user, **form.for_step())
    except PortalError as error:
        return page | {"problem": error.message, "status": error.status}
    messages.success(request, _(": ").join([claim.number, str(step.done)]))
    return redirect(url)


def _form(request: HttpRequest, name: str) -> StepForm:
    data = request.POST if request.method == "POST" else None
    if name == "grant":
        return GrantForm(data, initial={"role": MemberRole.FILER})
    return CommentForm(data, told=True)
