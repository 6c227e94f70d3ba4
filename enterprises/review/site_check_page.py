"""The auditors' page: the report of a check on site, and its confirmation by the second person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.desk.access import on_the_desk
from enterprises.models import Application, SiteCheck
from enterprises.review.case_part import site_shown
from enterprises.review.enums import SiteResult
from enterprises.review.site_check import confirm_site_check, may_check_site, site_check_of, write_site_check
from portal.core.exceptions import PortalError
from portal.core.money import fen

CASE = "admin:enterprises_application_change"


class SiteCheckForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day on site"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label=pgettext_lazy("site", "Place"), max_length=200)
    eligible = forms.DecimalField(
        label=gettext_lazy("Confirmed eligible cost in yuan"),
        help_text=gettext_lazy("What is proven by vouchers; the support is worked out from it."),
        min_value=0, max_digits=14, decimal_places=2, localize=False,
    )  # fmt: skip
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=SiteResult, widget=forms.RadioSelect)
    findings = forms.CharField(
        label=gettext_lazy("Findings"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def for_report(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return values | {"eligible_fen": fen(values.pop("eligible"))}


def site_check(request: HttpRequest, pk: int) -> HttpResponse | dict[str, Any]:
    application = get_object_or_404(on_the_desk(request.user).for_page(), pk=pk)
    if not may_check_site(request.user, application):
        raise PermissionDenied
    written = site_check_of(application)
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, application)
    form = SiteCheckForm(request.POST if request.method == "POST" else None, initial=_initial(written))
    problem, status = "", 200
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        if status == 200:
            try:
                write_site_check(application, request.user, **form.for_report())
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("The report is kept. The second person on site must confirm it."))
                return redirect(request.path)
    return _context(request, application, written, form) | {"problem": problem, "status": status}


def _confirm(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        confirm_site_check(application, request.user, seen=request.POST.get("seen", ""))
    except PortalError as error:
        messages.warning(request, error.message)
        return redirect(request.path)
    messages.success(request, _("The report is confirmed. Hand it to the division now."))
    return redirect("admin:enterprises_application_step", application.pk, "report_check")


def _initial(written: SiteCheck | None) -> dict[str, Any]:
    if written is None:
        return {}
    names = ("on", "place", "result", "findings")
    return {name: getattr(written, name) for name in names} | {"eligible": written.eligible_cny}


def _context(
    request: HttpRequest, application: Application, written: SiteCheck | None, form: SiteCheckForm
) -> dict[str, Any]:
    confirmed = written is not None and written.second_id is not None
    return {
        "title": _("Site check"),
        "application": application,
        "case_url": reverse(CASE, args=[application.pk]),
        "step_url": reverse("admin:enterprises_application_step", args=[application.pk, "report_check"]),
        "site": site_shown(written) if written else None,
        "seen": written.mark if written else "",
        "confirmed": confirmed,
        "confirms": written is not None and not confirmed and written.first_id != request.user.pk,
        "form": None if confirmed else form,
    }
