"""Public notices at the desk: what waits to be put on notice, the notice being built, and those that were published."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from enterprises.enums import Masking
from enterprises.models import Application, Call, Notice
from enterprises.notices.content import line_of
from enterprises.notices.correcting import still_run
from enterprises.notices.page import notice_page, period_of, text
from enterprises.notices.period import MOST_WORKDAYS, fewest_workdays
from enterprises.notices.publishing import MOST_LINES, ready_for_notice
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.core.dates import day_text
from portal.core.money import format_cny, yuan

PAGE = 50


class NoticeForm(forms.Form):
    """Which signed approvals of a call go on notice, for how long, and how much of names and codes is shown."""

    workdays = forms.IntegerField(label=gettext_lazy("Working days"), max_value=MOST_WORKDAYS)
    masking = forms.ChoiceField(
        label=gettext_lazy("Masking"), choices=Masking, initial=Masking.STANDARD, widget=forms.RadioSelect
    )

    def __init__(self, call: Call, ready: list[Application], data: Any = None) -> None:
        fewest = fewest_workdays(call)
        super().__init__(data, initial={"workdays": fewest})
        self.ready = ready
        self.fields["workdays"].min_value = fewest
        self.fields["workdays"].validators = [*forms.IntegerField(min_value=fewest, max_value=MOST_WORKDAYS).validators]
        self.fields["workdays"].help_text = _("At least %(fewest)s, counted from the day after the publication.") % {
            "fewest": fewest
        }
        chosen = data.getlist("chosen") if data is not None else [str(one.pk) for one in ready]
        self.chosen = [one for one in ready if str(one.pk) in set(chosen)][:MOST_LINES]

    def clean(self) -> dict[str, Any]:
        if not self.chosen:
            self.add_error(None, _("Choose at least one application."))
        return super().clean() or self.cleaned_data


class CorrectionForm(forms.Form):
    """Why a notice is corrected, for everybody to read, and how long and how masked the corrected one is."""

    why_zh = forms.CharField(label=gettext_lazy("Why, in Chinese"), max_length=500, widget=forms.Textarea)
    why_en = forms.CharField(label=gettext_lazy("Why, in English"), max_length=800, widget=forms.Textarea)
    workdays = forms.IntegerField(label=gettext_lazy("Working days"), max_value=MOST_WORKDAYS)
    masking = forms.ChoiceField(label=gettext_lazy("Masking"), choices=Masking, widget=forms.RadioSelect)

    def __init__(self, notice: Notice, data: Any = None) -> None:
        fewest = fewest_workdays(notice.call)
        super().__init__(data, initial={"workdays": fewest, "masking": notice.masking})
        self.fields["workdays"] = forms.IntegerField(
            label=_("Working days"),
            min_value=fewest,
            max_value=MOST_WORKDAYS,
            help_text=_("Counted anew from the day after the correction, at least %(fewest)s.") % {"fewest": fewest},
        )


def may_correct(user: User, notice: Notice) -> bool:
    return may_publish(user) and getattr(notice, "replaced_by", None) is None and still_run(notice)


def correction_page(notice: Notice, form: CorrectionForm) -> dict[str, Any]:
    entries = notice.lines.filter(result="").count()
    return {
        "title": _("Correct a public notice"),
        "notice": notice,
        "call": notice.call,
        "form": form,
        "entries": entries,
    }


def find_notice(object_id: str | int) -> Notice:
    pk = int(object_id) if str(object_id).isascii() and str(object_id).isdigit() and len(str(object_id)) < 19 else 0
    return get_object_or_404(Notice.objects.for_page().select_related("published_by"), pk=pk)


def may_publish(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_role(Role.CASE_MANAGER)


def find_call(request: HttpRequest, pk: int) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("measure")
    return get_object_or_404(calls, pk=pk)


def ready_list(call: Call) -> list[Application]:
    """With what a line of the notice reads; the decision in one query for all of them."""
    found = list(
        ready_for_notice(call)
        .select_related("enterprise__district__within", "call__measure")
        .prefetch_related("decisions__drafter", "decisions__signer")[: MOST_LINES + 1]
    )
    for one in found:
        current = next(decision for decision in one.decisions.all() if decision.is_current)
        one.remembered("decision", lambda current=current: current)
    return found


def build_page(call: Call, form: NoticeForm, *, previewed: bool) -> dict[str, Any]:
    masking = form.cleaned_data["masking"] if previewed else Masking.STANDARD
    chosen = {one.pk for one in form.chosen}
    context: dict[str, Any] = {
        "title": _("Build a public notice"),
        "call": call,
        "form": form,
        "rows": [_choice(one, one.pk in chosen) for one in form.ready],
        "too_many": len(form.ready) > MOST_LINES,
        "most": MOST_LINES,
        "previewed": previewed,
    }
    if previewed:
        lines = [line_of(one, place, masking) for place, one in enumerate(form.chosen, start=1)]
        last = add_workdays(clock.today(), form.cleaned_data["workdays"]).on
        context |= {
            "lines": [
                line | {"place": text(line["district_name"]), "amount": format_cny(yuan(line["amount_fen"]))}
                for line in lines
            ],
            "total": format_cny(yuan(sum(line["amount_fen"] for line in lines))),
            "until": day_text(last),
        }
    return context


def _choice(application: Application, chosen: bool) -> dict[str, Any]:
    decision = application.remembered("decision", lambda: None)
    return {
        "pk": application.pk,
        "number": application.number,
        "url": reverse("admin:enterprises_application_change", args=[application.pk]),
        "enterprise": application.enterprise.name,
        "amount": format_cny(decision.amount_cny),
        "signed_at": decision.signed_at,
        "signer": str(decision.signer),
        "chosen": chosen,
    }


def notice_list(request: HttpRequest) -> dict[str, Any]:
    """What waits, by call, and a page of notices, the newest first."""
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    notices = Notice.objects.select_related("replaced_by", "published_by").order_by("-pk")
    found = list((notices if place is None else notices.filter(pk__lt=place))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return {
        "title": _("Public notices"),
        "waiting": _waiting(request.user),
        "may_publish": may_publish(request.user),
        "columns": [
            {"title": _("Measure")},
            {"title": _("Period")},
            {"title": _("Entries"), "numeric": True},
            {"title": _("State")},
        ],
        "rows": [_row(notice) for notice in found],
        "next_url": f"?before={found[-1].pk}" if more else "",
    }


def _waiting(user: User) -> list[dict[str, Any]]:
    """Calls with signed approvals that stand on no notice yet."""
    counts: dict[int, int] = {}
    for call in ready_for_notice().order_by().values_list("call", flat=True)[: MOST_LINES * 4]:
        counts[call] = counts.get(call, 0) + 1
    calls = Call.objects.visible_to(user).select_related("measure").filter(pk__in=counts)
    return [
        {
            "call": call,
            "count": counts[call.pk],
            "url": reverse("admin:enterprises_notice_build", args=[call.pk]),
        }
        for call in calls.order_by("code")
    ]


def _row(notice: Notice) -> dict[str, Any]:
    replaced = getattr(notice, "replaced_by", None) is not None
    runs = notice.is_running() and not replaced
    over = _("Corrected") if replaced else _("Ended")
    state, tone = (pgettext("a public notice", "Running"), "pine") if runs else (over, "plain")
    return {
        "number": notice.number,
        "url": reverse("admin:enterprises_notice_change", args=[notice.pk]),
        "cells": [
            {"text": text(notice.content["title"]), "cut": True},
            {"text": period_of(notice)},
            {"text": str(len(notice.content["lines"])), "numeric": True},
            {"text": state, "chip": True, "tone": tone},
        ],
    }


def desk_page(request: HttpRequest, object_id: str) -> dict[str, Any]:
    """The notice as everybody reads it, with the applications behind its entries."""
    notice = find_notice(object_id)
    context = notice_page(notice)
    cases = {line.position: line.application for line in notice.lines.select_related("application")}
    for row in context["rows"]:
        case = cases.get(row["position"])
        row["number"] = case.number if case else ""
        row["url"] = reverse("admin:enterprises_application_change", args=[case.pk]) if case else ""
    public = reverse("enterprises:notice", args=[notice.number])
    own = {"title": notice.number, "heading": context["title"], "public_url": public}
    return context | own | {"may_correct": may_correct(request.user, notice)}
