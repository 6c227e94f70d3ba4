"""One question to a partner authority about several cases: each is asked by the step of its own flow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.desk.clock_cells import due_cell
from enterprises.desk.sources import SOON_WORKDAYS
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.reviews.models import WorkItem
from talent.cases.enums import CaseState, CheckCode, Standing
from talent.desk.access import on_the_desk, works_at_desk
from talent.desk.lists import case_url
from talent.desk.step_forms import AskPartnerForm
from talent.models import TalentCase
from talent.workflow import talent_case_flow

SHOWN = 100
LIST = "admin:talent_partnerquestion_changelist"


def waiting(user: User) -> list[TalentCase]:
    """Cases under examination whose confirmation is needed and not asked for; the most urgent first. Two queries."""
    needed = (Standing.NEEDED, Standing.UNDER_WAY)
    rows = on_the_desk(user).filter(
        state=CaseState.CHECKING, checks__code=CheckCode.CONFIRMATION, checks__standing__in=needed
    )
    found = list(rows.select_related("person", "employer", "unit").order_by("moved_at", "pk")[:SHOWN])
    items = {item.case_id: item for item in WorkItem.objects.open().filter(case__in=[row.pk for row in found])}
    for row in found:
        row.remembered("item", lambda row=row: items.get(row.pk))
    return found


def ask_page(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """The form and the cases, or the way to the questions once they are put."""
    if not works_at_desk(request.user):
        raise PermissionDenied
    sent = request.method == "POST"
    form, cases = AskPartnerForm(None, request.POST if sent else None), waiting(request.user)
    chosen = set(request.POST.getlist("chosen")) if sent else set()
    page = {
        "title": _("Ask a partner authority"),
        "form": form,
        "rows": [_row(case, str(case.pk) in chosen) for case in cases],
        "columns": [{"title": title} for title in (_("Kind"), _("Person"), _("Employer"), _("Due"))],
        "list_url": reverse(LIST),
        "problem": "",
    }
    if not sent:
        return page
    if not form.is_valid():
        return page | {"status": 422}
    wanted = [case for case in cases if str(case.pk) in chosen]
    if not wanted:
        return page | {"status": 422, "problem": _("Choose at least one case.")}
    asked, refused = _ask(wanted, request.user, form.for_step())
    if asked:
        text = ngettext("%(count)s case was put to the authority.", "%(count)s cases were put to the authority.", asked)
        messages.success(request, text % {"count": asked})
    for sentence in refused:
        messages.warning(request, sentence)
    return redirect(f"{reverse(LIST)}?agency__id__exact={form.cleaned_data['agency'].pk}&standing=open")


def _ask(cases: list[TalentCase], user: User, data: dict[str, Any]) -> tuple[int, list[str]]:
    """Each by itself: one that has moved on meanwhile keeps none of the others from being asked."""
    asked, refused = 0, []
    for case in cases:
        try:
            talent_case_flow.take(case, "ask_partner", user, **data)
        except PortalError as error:
            refused.append(f"{case.number}: {error.message}")
        else:
            asked += 1
    return asked, refused


def _row(case: TalentCase, selected: bool) -> dict[str, Any]:
    item = case.remembered("item", lambda: None)
    soon = add_workdays(clock.today(), SOON_WORKDAYS).on
    return {
        "pk": case.pk,
        "number": case.number,
        "url": case_url(case.pk),
        "selected": selected,
        "cells": [
            {"text": case.get_kind_display(), "cut": True},
            {"text": str(case.person) if case.person else "–", "cut": True},
            {"text": case.employer_name or "–", "cut": True},
            due_cell(item, soon) if item else {"text": "–"},
        ],
    }
