"""Payment batches at the desk: the list, what can be paid now, and one batch with its payments."""

from typing import Any

from django import forms
from django.db.models import Count, Sum
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.money.lists import figure, listing
from enterprises.enums import BatchState, LineState
from enterprises.models import PaymentBatch, PaymentLine
from enterprises.money.access import handles_money
from enterprises.money.batches import MOST_LINES, scope_of
from enterprises.money.due import MOST, awards_to_pay, due_now
from enterprises.money.payees import confirmed_payee, sent_payee
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core.dates import day_text, moment_text
from portal.core.money import format_cny, yuan

TONES = {
    BatchState.DRAFT: "sand",
    BatchState.RELEASED: "sea",
    BatchState.SENT: "sea",
    BatchState.PARTLY: "sand",
    BatchState.RECONCILED: "pine",
}
LINE_TONES = {LineState.OPEN: "plain", LineState.PAID: "pine", LineState.FAILED: "tile"}
DONE = {
    "draw_up": gettext_lazy("Drawn up"),
    "check_account": gettext_lazy("Account checked"),
    "drop_line": gettext_lazy("Payment taken out"),
    "release_batch": gettext_lazy("Released for payment"),
    "take_back_batch": gettext_lazy("Taken back"),
    "send_batch": gettext_lazy("Sent to the bank"),
    "download_batch": gettext_lazy("File with account numbers taken"),
    "reconcile": gettext_lazy("Answers of the bank entered"),
}


class AnswersForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of the bank’s answers"),
        help_text=gettext_lazy("Excel or CSV, with the columns of the file that went there. It is taken as a whole."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def batches(request: HttpRequest) -> dict[str, Any]:
    rows = PaymentBatch.objects.visible_to(request.user).select_related("prepared_by")
    rows = rows.annotate(count=Count("lines"), total=Sum("lines__amount_fen"))
    titles = (
        _("Number"), _("State"), _("Drawn up by"), _("Drawn up on"), figure(_("Payments")), figure(_("Total")),
    )  # fmt: skip
    context = listing(request, rows, titles, _row)
    if handles_money.test(request.user):
        context |= {"act": {"label": _("Draw up a batch"), "url": reverse("admin:enterprises_paymentbatch_add")}}
    about = _("One finance officer draws a batch up, another releases it, and the bank’s answers close it.")
    return context | {"empty": _("No payment batch yet"), "about": about}


def _row(batch: Any) -> dict[str, Any]:
    return {
        "pk": batch.pk,
        "number": batch.number,
        "url": reverse("admin:enterprises_paymentbatch_change", args=[batch.pk]),
        "cells": [
            {"text": batch.get_state_display(), "chip": True, "tone": TONES[BatchState(batch.state)]},
            {"text": str(batch.prepared_by), "cut": True},
            {"text": moment_text(batch.prepared_at)},
            {"text": str(batch.count), "numeric": True},
            {"text": format_cny(yuan(batch.total or 0)), "numeric": True},
        ],
    }


def draw_page(request: HttpRequest) -> dict[str, Any]:
    """What could be paid now, and why the rest can't be."""
    found = due_now(awards_to_pay()[:MOST])
    return {
        "title": _("Draw up a batch"),
        "payable": [_due(one) for one in found if not one.problem][:MOST_LINES],
        "waiting": [_due(one) for one in found if one.problem],
        "chosen": set(request.POST.getlist("chosen")),
    }


def _due(one: Any) -> dict[str, Any]:
    award, part = one.application, one.instalment
    return {
        "key": one.key,
        "number": award.number,
        "url": reverse("admin:enterprises_application_change", args=[award.pk]),
        "enterprise": award.enterprise.name,
        "instalment": f"{part.number} / {part.of}",
        "amount": format_cny(one.amount_cny),
        "due": day_text(part.due_on) if part.due_on else "–",
        "problem": one.problem,
    }


def find_batch(user: User, pk: int) -> PaymentBatch:
    rows = PaymentBatch.objects.visible_to(user).select_related("prepared_by", "released_by", "sent_by")
    return get_object_or_404(rows, pk=pk)


def batch_page(user: User, batch: PaymentBatch) -> dict[str, Any]:
    lines = list(batch.lines.select_related("application__enterprise", "account_checked_by"))
    paying = handles_money.test(user)
    state = BatchState(batch.state)
    mine = batch.prepared_by_id == user.pk
    acts = {
        "release": paying and state == BatchState.DRAFT and not mine,
        "send": paying and state == BatchState.RELEASED,
        "take_back": paying and state == BatchState.RELEASED,
        "file": paying and state != BatchState.DRAFT,
        "answers": paying and state in (BatchState.SENT, BatchState.PARTLY),
        "edit": paying and state == BatchState.DRAFT,
    }
    return {
        "title": batch.number,
        "batch": batch,
        "chip": state.label,
        "tone": TONES[state],
        "facts": _facts(batch, lines),
        "lines": [_line(one, edit=acts["edit"]) for one in lines],
        "acts": acts,
        "drawn_by_me": paying and state == BatchState.DRAFT and mine,
        "answers_form": AnswersForm() if acts["answers"] else None,
        "imports": list(batch.reconciliations.select_related("imported_by")),
        "events": _events(batch),
        "demo": batch.is_demo,
    }


def _facts(batch: PaymentBatch, lines: list[PaymentLine]) -> list[dict[str, str]]:
    def of(state: LineState | None) -> str:
        found = [one for one in lines if state is None or one.state == state]
        return f"{format_cny(yuan(sum(one.amount_fen for one in found)))} ({len(found)})"

    def by(person: Any, moment: Any) -> str:
        return f"{person}, {moment_text(moment)}" if person else "–"

    return [
        {"label": _("Total"), "value": of(None)},
        {"label": LineState.PAID.label, "value": of(LineState.PAID)},
        {"label": _("Payment failed"), "value": of(LineState.FAILED)},
        {"label": _("Drawn up by"), "value": by(batch.prepared_by, batch.prepared_at)},
        {"label": _("Released by"), "value": by(batch.released_by, batch.released_at)},
        {"label": _("Sent by"), "value": by(batch.sent_by, batch.sent_at)},
        {"label": _("Downloads of the file"), "value": str(batch.downloads)},
    ]


def _line(one: PaymentLine, *, edit: bool) -> dict[str, Any]:
    unchecked = one.account_differs and one.account_checked_at is None
    checked = ""
    if one.account_checked_by is not None and one.account_checked_at is not None:
        checked = _("checked by %(who)s, %(when)s") % {
            "who": one.account_checked_by,
            "when": moment_text(one.account_checked_at),
        }
    return {
        "pk": one.pk,
        "code": one.code,
        "number": one.application.number,
        "url": reverse("admin:enterprises_application_change", args=[one.application_id]),
        "enterprise": one.application.enterprise.name,
        "instalment": one.instalment,
        "account": f"{one.holder} · {one.bank} · {one.masked}",
        "checked": checked,
        "differs": one.account_differs,
        "choices": _accounts(one) if unchecked and edit else [],
        "edit": edit,
        "amount": format_cny(yuan(one.amount_fen)),
        "state": _("Payment failed") if one.state == LineState.FAILED else one.get_state_display(),
        "tone": LINE_TONES[LineState(one.state)],
        "answer": " · ".join(
            filter(None, [day_text(one.answered_on) if one.answered_on else "", one.reference, one.reason])
        ),
    }


def _accounts(one: PaymentLine) -> list[dict[str, str]]:
    """The two accounts beside each other, with the last four digits of each."""
    both = (("sent", _("Pay as the application says"), sent_payee(one.application)),
            ("confirmed", _("Pay into the account in use now"), confirmed_payee(one.application)))  # fmt: skip
    return [
        {"value": value, "label": label, "account": f"{payee.holder} · {payee.bank} · •••• {payee.number[-4:]}"}
        for value, label, payee in both
        if payee is not None
    ]


def _events(batch: PaymentBatch) -> list[dict[str, str]]:
    entries = Entry.objects.filter(scope=scope_of(batch)).select_related("actor").order_by("-sequence")[:30]
    return [
        {
            "title": str(DONE.get(entry.verb, entry.verb)),
            "state": "done",
            "note": str(entry.actor or _("The portal")),
            "when": moment_text(entry.at),
        }
        for entry in entries
    ]
