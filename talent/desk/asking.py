"""What the desk asks of the parties while it checks: named, with why, how and by when. It can be taken back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.cases.permissions import is_at_talent_desk
from talent.cases.requests import ask, withdraw
from talent.cases.table import limit
from talent.desk import lists
from talent.desk.access import on_the_desk

Answer = HttpResponse | dict[str, Any]


class AskForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What do you need?"), max_length=200)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person reads it word for word."),
    )  # fmt: skip
    how = forms.CharField(
        label=gettext_lazy("How"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In which form, signed by whom, where to get it."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("By when"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_due_on(self) -> date:
        due = self.cleaned_data["due_on"]
        if due < clock.today():
            raise forms.ValidationError(_("This day lies in the past."))
        return due


def ask_page(request: HttpRequest, pk: int) -> Answer:
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    usual = limit("request")
    due = due_on(clock.today(), usual.n, usual.unit).on
    form = AskForm(request.POST if request.method == "POST" else None, initial={"due_on": due})
    page = {
        "title": _("Ask the person for something"), "subtitle": case.number, "case": case, "form": form, "problem": "",
        "case_url": lists.case_url(pk, request.GET.get("list", "")),
    }  # fmt: skip
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"status": 422}
    try:
        ask(case, request.user, **form.cleaned_data)
    except PortalError as error:
        return page | {"problem": error.message, "status": error.status}
    return redirect(page["case_url"])


def take_back(request: HttpRequest, pk: int, number: int) -> None:
    """Raises CaseError where it was answered meanwhile."""
    case = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not is_at_talent_desk(request.user, case):
        raise PermissionDenied
    with transaction.atomic():
        withdraw(get_object_or_404(case.named_requests, pk=number), request.user)
