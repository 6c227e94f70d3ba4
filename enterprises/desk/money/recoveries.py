"""Recoveries at the desk: the list, and one with what has come back."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Sum
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.calls.form import Day, yuan_field
from enterprises.desk.money.lists import figure, listing
from enterprises.enums import State
from enterprises.models import RecoveryOrder
from enterprises.money.access import handles_money
from portal.accounts.models import User
from portal.core import clock
from portal.core.dates import day_text, moment_text
from portal.core.keys import read_key
from portal.core.money import fen, format_cny, yuan


class RepaymentForm(forms.Form):
    amount = yuan_field(label=gettext_lazy("Amount in yuan"))
    received_on = Day(label=gettext_lazy("Received on"))
    reference = forms.CharField(label=gettext_lazy("Reference of the transfer"), max_length=80)

    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "amount_fen": fen(cleaned["amount"]),
            "received_on": cleaned["received_on"],
            "reference": cleaned["reference"],
        }


def recoveries(request: HttpRequest) -> dict[str, Any]:
    rows = RecoveryOrder.objects.visible_to(request.user).select_related("application__enterprise")
    rows = rows.annotate(back=Sum("repayments__amount_fen"))
    titles = (_("Application"), _("Enterprise"), _("State"), _("Due"), figure(_("Demanded")), figure(_("Came back")))
    about = _("Support that must be repaid. A recovery begins with the step “Demand repayment” of a paid case.")
    return listing(request, rows, titles, _row) | {"empty": _("No recovery"), "about": about}


def _row(order: Any) -> dict[str, Any]:
    late = order.due_on and order.due_on < clock.today() and order.application.state == State.RECOVERING
    return {
        "pk": order.pk,
        "number": order.application.number,
        "url": reverse("admin:enterprises_recoveryorder_change", args=[order.pk]),
        "cells": [
            {"text": order.application.enterprise.name, "cut": True},
            {"text": order.application.state_label, "chip": True, "tone": order.application.tone},
            {"text": day_text(order.due_on) if order.due_on else "–", "chip": bool(late), "tone": "tile"},
            {"text": format_cny(yuan(order.total_fen)), "numeric": True},
            {"text": format_cny(yuan(order.back or 0)), "numeric": True},
        ],
    }


def find_order(user: User, pk: int) -> RecoveryOrder:
    rows = RecoveryOrder.objects.visible_to(user).select_related("application__enterprise", "ordered_by")
    return get_object_or_404(rows, pk=pk)


def recovery_page(user: User, order: RecoveryOrder, form: RepaymentForm | None = None) -> dict[str, Any]:
    repayments = list(order.repayments.select_related("entered_by"))
    back = sum(one.amount_fen for one in repayments)
    running = order.application.state == State.RECOVERING and handles_money.test(user)
    start: dict[str, date] = {"received_on": clock.today()}
    return {
        "title": order.application.number,
        "order": order,
        "case_url": reverse("admin:enterprises_application_change", args=[order.application_id]),
        "demand_url": reverse("admin:enterprises_recoveryorder_demand", args=[order.pk]),
        "money": [
            {"label": _("Demanded"), "value": format_cny(yuan(order.amount_fen))},
            *([{"label": _("Interest"), "value": format_cny(yuan(order.interest_fen))}] if order.interest_fen else []),
            {"label": _("Came back"), "value": format_cny(yuan(back))},
            {"label": _("Still to come"), "value": format_cny(yuan(order.total_fen - back)), "total": True},
        ],
        "facts": [
            {"label": _("Enterprise"), "value": order.application.enterprise.name},
            {"label": _("Due"), "value": day_text(order.due_on) if order.due_on else "–"},
            {"label": _("Clause"), "value": order.clause or "–"},
            *([{"label": _("Interest"), "value": order.interest_basis}] if order.interest_basis else []),
            {"label": _("Opened by the enterprise"), "value": moment_text(order.opened_at) if order.opened_at else "–"},
            {"label": _("Ordered by"), "value": f"{order.ordered_by}, {moment_text(order.ordered_at)}"},
        ],
        "repayments": [
            {
                "reference": one.reference,
                "day": day_text(one.received_on),
                "by": str(one.entered_by),
                "amount": format_cny(yuan(one.amount_fen)),
            }
            for one in repayments
        ],
        "form": (form or RepaymentForm(initial=start)) if running else None,
        "chip": order.application.state_label,
        "tone": order.application.tone,
        "demo": order.application.is_demo,
    }


def found(user: User, object_id: str) -> RecoveryOrder:
    return find_order(user, read_key(object_id))
