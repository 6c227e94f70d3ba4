"""Funds plans at the desk: the list, one plan, and the page that issues one from a call's approved awards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.calls.form import Day
from enterprises.desk.money.lists import figure, listing
from enterprises.enums import State
from enterprises.models import Application, Call, FundsPlan
from enterprises.money.access import handles_money
from enterprises.money.plans import awards_without_plan
from portal.accounts.models import User
from portal.core import clock
from portal.core.dates import day_text
from portal.core.keys import read_key
from portal.core.money import format_cny, yuan
from portal.core.validators import normalise_document_number

MOST_AWARDS = 500


class PlanForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        help_text=gettext_lazy("As it stands on the document, for example 青财指〔2026〕12号."),
    )
    issued_on = Day(label=gettext_lazy("Date"))
    awards = forms.MultipleChoiceField(
        label=gettext_lazy("Awards"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one award.")},
    )

    def __init__(self, waiting: list[Application], data: Any = None) -> None:
        keys = [str(one.pk) for one in waiting]
        super().__init__(data, initial={"issued_on": clock.today(), "awards": keys})
        self.fields["awards"].choices = [(str(one.pk), _award(one)) for one in waiting]

    def clean_number(self) -> str:
        return normalise_document_number(self.cleaned_data["number"])

    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day > clock.today():
            raise ValidationError(gettext_lazy("That day has not come yet."))
        return day


def _award(one: Application) -> str:
    return f"{one.number} · {one.enterprise.name} · {format_cny(yuan(one.granted_fen or 0))}"


def plans(request: HttpRequest) -> dict[str, Any]:
    rows = FundsPlan.objects.visible_to(request.user).select_related("call__measure").annotate(count=Count("lines"))
    titles = (_("Document number"), _("Date"), _("Call"), figure(_("Awards")), figure(_("Total")))
    context = listing(request, rows, titles, _row)
    if handles_money.test(request.user):
        context |= {"act": {"label": _("Issue a funds plan"), "url": reverse("admin:enterprises_fundsplan_add")}}
    about = _("A plan sets out who gets how much of a call’s money. What stands in none is not paid.")
    return context | {"empty": _("No funds plan yet"), "about": about}


def _row(plan: Any) -> dict[str, Any]:
    return {
        "pk": plan.pk,
        "number": plan.number,
        "url": reverse("admin:enterprises_fundsplan_change", args=[plan.pk]),
        "cells": [
            {"text": day_text(plan.issued_on)},
            {"text": f"{plan.call.code} {plan.call.measure.title}", "cut": True},
            {"text": str(plan.count), "numeric": True},
            {"text": format_cny(yuan(plan.total_fen)), "numeric": True},
        ],
    }


def plan_page(user: User, object_id: str) -> dict[str, Any]:
    rows = FundsPlan.objects.visible_to(user).select_related("call__measure", "issued_by")
    plan = get_object_or_404(rows, pk=read_key(object_id))
    lines = plan.lines.select_related("application__enterprise")
    return {
        "title": plan.number,
        "plan": plan,
        "facts": [
            {"label": _("Call"), "value": f"{plan.call.code} {plan.call.measure.title}"},
            {"label": _("Date"), "value": day_text(plan.issued_on)},
            {"label": _("Total"), "value": format_cny(yuan(plan.total_fen))},
            {"label": _("Issued by"), "value": str(plan.issued_by)},
        ],
        "lines": [
            {
                "number": line.application.number,
                "url": reverse("admin:enterprises_application_change", args=[line.application_id]),
                "enterprise": line.application.enterprise.name,
                "state": line.application.state_label,
                "tone": line.application.tone,
                "amount": format_cny(yuan(line.amount_fen)),
            }
            for line in lines
        ],
        "file_url": reverse("admin:enterprises_fundsplan_file", args=[plan.pk]),
        "demo": plan.call.is_demo,
    }


def calls_to_plan() -> list[Call]:
    """Calls with approved awards that stand in no plan."""
    waiting = Application.objects.filter(state=State.APPROVED, granted_fen__gt=0, planned=None)
    calls = Call.objects.filter(pk__in=waiting.order_by().values("call")).select_related("measure")
    return list(calls.order_by("code")[:100])


def new_plan(request: HttpRequest) -> dict[str, Any]:
    """Choose the call, then its awards."""
    call = Call.objects.visible_to(request.user).filter(pk=read_key(request.GET.get("call", ""))).first()
    context: dict[str, Any] = {"title": _("Issue a funds plan"), "call": call}
    if call is None:
        address = reverse("admin:enterprises_fundsplan_add")
        return context | {"calls": [{"title": str(one), "url": f"{address}?call={one.pk}"} for one in calls_to_plan()]}
    waiting = list(awards_without_plan(call)[:MOST_AWARDS])
    return context | {"form": PlanForm(waiting, request.POST if request.method == "POST" else None)}
