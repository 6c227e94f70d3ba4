"""Controls at the desk: the samples, one sample with what each look found, and the page that draws one."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.money.lists import figure, listing
from enterprises.enums import ControlResult, State
from enterprises.models import Application, Call, Control, ControlSample
from enterprises.money.access import controls_awards, handles_money
from enterprises.money.controls import is_reproduced
from portal.accounts.models import User
from portal.core.dates import moment_text
from portal.core.keys import read_key

TONES = {ControlResult.IN_ORDER: "pine", ControlResult.RECOVER: "tile", ControlResult.OTHER: "sand"}


class SampleForm(forms.Form):
    call = forms.ModelChoiceField(Call.objects.none(), label=gettext_lazy("Call"))
    size = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=1000, required=False)
    share = forms.IntegerField(
        label=gettext_lazy("Or which share, in per cent"), min_value=1, max_value=100, required=False
    )
    by_district = forms.BooleanField(
        label=gettext_lazy("By district"),
        required=False,
        help_text=gettext_lazy("Each district gives its share, at least one award."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        paid = Application.objects.filter(state__in=(State.PAID, State.EVALUATED)).order_by().values("call")
        self.fields["call"].queryset = Call.objects.filter(pk__in=paid).select_related("measure").order_by("code")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("size")) == bool(cleaned.get("share")):
            self.add_error("size", gettext_lazy("Give a number or a share, one of them."))
        return cleaned

    def wanted(self, population: int) -> int:
        size, share = self.cleaned_data.get("size"), self.cleaned_data.get("share")
        return size or -(-population * share // 100)


class ResultForm(forms.Form):
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=ControlResult, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=gettext_lazy("Findings"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


def samples(request: HttpRequest) -> dict[str, Any]:
    rows = ControlSample.objects.visible_to(request.user).select_related("call__measure", "drawn_by")
    rows = rows.annotate(count=Count("controls"), done=Count("controls", filter=~Q(controls__result="")))
    titles = (_("Drawn"), _("Call"), _("Drawn by"), figure(_("Awards")), figure(_("Looked at")))
    context = listing(request, rows, titles, _row)
    if controls_awards.test(request.user):
        context |= {"act": {"label": _("Draw a sample"), "url": reverse("admin:enterprises_controlsample_add")}}
    about = _("A sample of a call’s paid awards is looked at again. Its seed is kept, so anybody can draw it again.")
    return context | {"empty": _("No sample yet"), "about": about}


def _row(sample: Any) -> dict[str, Any]:
    return {
        "pk": sample.pk,
        "number": moment_text(sample.drawn_at),
        "url": reverse("admin:enterprises_controlsample_change", args=[sample.pk]),
        "cells": [
            {"text": f"{sample.call.code} {sample.call.measure.title}", "cut": True},
            {"text": str(sample.drawn_by), "cut": True},
            {"text": str(sample.count), "numeric": True},
            {"text": str(sample.done), "numeric": True},
        ],
    }


def sample_page(user: User, object_id: str) -> dict[str, Any]:
    rows = ControlSample.objects.visible_to(user).select_related("call__measure", "drawn_by")
    sample = get_object_or_404(rows, pk=read_key(object_id))
    return {
        "title": _("Sample of %(call)s") % {"call": sample.call.code},
        "sample": sample,
        "reproduced": is_reproduced(sample),
        "facts": [
            {"label": _("Call"), "value": f"{sample.call.code} {sample.call.measure.title}"},
            {"label": _("Drawn by"), "value": f"{sample.drawn_by}, {moment_text(sample.drawn_at)}"},
            {"label": _("Seed"), "value": sample.seed},
            {"label": _("Paid awards then"), "value": str(len(sample.population))},
            {"label": _("SHA-256 of their list"), "value": sample.sha256},
            {"label": _("By district"), "value": _("yes") if sample.by_district else _("no")},
        ],
        "controls": [
            _control(one, user) for one in sample.controls.select_related("application__enterprise", "done_by")
        ],
        "demo": sample.call.is_demo,
    }


def _control(one: Control, user: User) -> dict[str, Any]:
    recovering = one.result == ControlResult.RECOVER and one.application.state in (State.PAID, State.EVALUATED)
    step = reverse("admin:enterprises_application_step", args=[one.application_id, "demand_repayment"])
    return {
        "pk": one.pk,
        "number": one.application.number,
        "url": reverse("admin:enterprises_application_change", args=[one.application_id]),
        "enterprise": one.application.enterprise.name,
        "result": one.get_result_display() if one.result else _("Not looked at yet"),
        "tone": TONES[ControlResult(one.result)] if one.result else "plain",
        "findings": one.findings,
        "by": f"{one.done_by}, {moment_text(one.done_at)}" if one.done_by and one.done_at else "",
        "form": ResultForm(prefix=str(one.pk)) if not one.result and controls_awards.test(user) else None,
        "recover_url": step if recovering and handles_money.test(user) else "",
    }
