"""Consultations: the division's question, the department's list and its page, with what it must see and no more."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.access import on_the_desk, sees_city
from enterprises.desk.rows import clock_state, short_day
from enterprises.models import Consultation
from enterprises.permissions import is_case_manager
from enterprises.review.case_part import consultation_shown, is_late
from enterprises.review.consulting import (
    ASKED_IN,
    answer,
    ask,
    close_unanswered,
    departments,
    may_answer,
    may_ask,
    usual_due,
)
from enterprises.review.enums import ConsultationAnswer
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.money import format_cny
from portal.reviews.exceptions import StepForbidden

PAGE = 50
SOON_WORKDAYS = 3
LIST = "admin:enterprises_consultation_changelist"
CASE = "admin:enterprises_application_change"
Answer = HttpResponse | dict[str, Any]


class AskForm(forms.Form):
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Department"))
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    due = forms.DateField(label=gettext_lazy("Answer by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any, due: date) -> None:
        super().__init__(data, initial={"due": due})
        self.fields["unit"].queryset = departments()


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=ConsultationAnswer.choices[:2], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Needed where the department objects."),
    )  # fmt: skip


def sees_consultations(user: User) -> bool:
    return user.is_active and user.is_staff and (sees_city(user) or user.has_role(Role.JOINT_DEPARTMENT))


def consult(request: HttpRequest, pk: int) -> Answer:
    """The division puts a question."""
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not may_ask(request.user, application):
        raise PermissionDenied
    form = AskForm(request.POST if request.method == "POST" else None, usual_due(application))
    page = {
        "title": _("Consult a department"), "application": application, "form": form, "problem": "",
        "case_url": reverse(CASE, args=[pk]),
    }  # fmt: skip
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"status": 422}
    try:
        asked = ask(application, request.user, **form.cleaned_data)
    except PortalError as error:
        return page | {"problem": error.message, "status": error.status}
    messages.success(request, _("%(unit)s was asked.") % {"unit": asked.unit.name})
    return redirect(CASE, pk)


def consultation_list(request: HttpRequest) -> dict[str, Any]:
    """Open questions, the most urgent first; or those that were answered. Continued from the last row."""
    answered = request.GET.get("tab") == "answered"
    rows = Consultation.objects.visible_to(request.user).select_related(
        "unit", "application__enterprise", "application__call__measure"
    )
    rows = rows.defer("application__facts", "application__answers")
    after = _number(request.GET.get("after", ""))
    if answered:
        rows = rows.exclude(answer="").order_by("-pk")
        rows = rows.filter(pk__lt=after) if after else rows
    else:
        rows = rows.filter(answer="", application__state__in=ASKED_IN).order_by("pk")
        rows = rows.filter(pk__gt=after) if after else rows
    found = list(rows[: PAGE + 1])
    page, address = found[:PAGE], reverse(LIST)
    titles = (_("Enterprise"), _("Measure"), _("Department"), _("Answer") if answered else _("Due"))
    return {
        "title": _("Consultations"),
        "tabs": [
            {"title": _("To answer"), "url": address, "current": not answered},
            {"title": _("Answered"), "url": f"{address}?tab=answered", "current": answered},
        ],
        "columns": [{"title": title} for title in titles],
        "rows": [_row(one) for one in page],
        "next_url": f"{address}?{'tab=answered&' if answered else ''}after={page[-1].pk}" if len(found) > PAGE else "",
        "demo": any(one.application.is_demo for one in page),
        "answered": answered,
    }


def _row(one: Consultation) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": one.get_answer_display()}
    if not one.answer:
        soon = add_workdays(clock.today(), SOON_WORKDAYS).on
        shown = {"text": short_day(one.due_on), "clock": clock_state(one.due_on, soon)}
    return {
        "pk": one.pk,
        "number": one.application.number,
        "url": reverse("admin:enterprises_consultation_change", args=[one.pk]),
        "cells": [
            {"text": one.application.enterprise.name, "cut": True},
            {"text": one.application.call.measure.title, "cut": True},
            {"text": one.unit.name, "cut": True},
            shown,
        ],
    }


def consultation_page(request: HttpRequest, object_id: str) -> Answer:
    """What the department must see to answer: who, which measure, what for, how much, and the question."""
    rows = Consultation.objects.visible_to(request.user).select_related(
        "unit", "asked_by", "answered_by", "application__enterprise__district", "application__call__measure"
    )
    one = get_object_or_404(rows, pk=_number(object_id))
    if request.method == "POST" and "close" in request.POST:
        return _acted(request, one, lambda: close_unanswered(one, request.user))
    answers = may_answer(request.user, one) and not one.answer and one.application.state in ASKED_IN
    if request.method == "POST" and not answers:
        # Says why: another's department, answered already, or not needed any more.
        given = {"answer": request.POST.get("answer", ""), "text": request.POST.get("text", "")}
        return _acted(request, one, lambda: answer(one, request.user, **given))
    form = AnswerForm(request.POST if request.method == "POST" else None) if answers else None
    status = 200
    if request.method == "POST" and form is not None:
        if form.is_valid():
            return _acted(request, one, lambda: answer(one, request.user, **form.cleaned_data))
        status = 422
    return _context(request, one, form) | {"status": status}


def _acted(request: HttpRequest, one: Consultation, act: Any) -> HttpResponse:
    try:
        act()
    except PortalError as error:
        if isinstance(error, StepForbidden):
            raise PermissionDenied from error
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The answer is kept."))
    return redirect("admin:enterprises_consultation_change", one.pk)


def _context(request: HttpRequest, one: Consultation, form: AnswerForm | None) -> dict[str, Any]:
    application = one.application
    amount = application.computed_cny
    seen = on_the_desk(request.user).filter(pk=application.pk).exists()
    return {
        "title": _("Consultation on %(number)s") % {"number": application.number},
        "application": application,
        "consultation": consultation_shown(one),
        "facts": [
            {"label": _("Enterprise"), "value": application.enterprise.name},
            {"label": _("Unified Social Credit Code"), "value": application.enterprise.credit_code},
            {"label": _("District of registration"), "value": application.enterprise.district.name},
            {"label": _("Measure"), "value": application.call.measure.title},
            {"label": _("Name of the project"), "value": application.answers.get("project_title") or "–"},
            {"label": _("Computed amount"), "value": "–" if amount is None else format_cny(amount)},
        ],
        "form": form,
        "over": not one.answer and application.state not in ASKED_IN,
        "closes": is_late(one) and is_case_manager(request.user, application),
        "case_url": reverse(CASE, args=[application.pk]) if seen else "",
        "list_url": reverse(LIST),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
