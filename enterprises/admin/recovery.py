"""Controls of paid awards, and recoveries."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.admin.money import MoneyAdmin
from enterprises.desk.money import controls, recoveries
from enterprises.models import Control, ControlSample, RecoveryOrder
from enterprises.money.access import controls_awards, handles_money
from enterprises.money.controls import draw_sample, note_result, population_of
from enterprises.money.demand import demand_pdf
from enterprises.money.recovery import enter_repayment
from enterprises.workflow import application_flow
from portal.core.exceptions import PortalError
from portal.core.papers import handed_out, told
from portal.core.transactions import all_or_nothing


@admin.register(ControlSample)
class ControlSampleAdmin(MoneyAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.result_view))
        return [
            path("<int:pk>/result/<int:control>/", view, name="enterprises_controlsample_result"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/list.html", controls.samples(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request, controls_awards.test)
        form = controls.SampleForm(request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {"title": _("Draw a sample"), "form": form, "status": 422 if form.errors else 200}
        if request.method == "POST" and form.is_valid():
            call = form.cleaned_data["call"]
            try:
                size = form.wanted(len(population_of(call)))
                by_district = form.cleaned_data["by_district"]
                sample = draw_sample(call, request.user, size=size, by_district=by_district)
            except PortalError as error:
                context |= {"problem": error.message, "status": error.status}
            else:
                return redirect("admin:enterprises_controlsample_change", sample.pk)
        return self._page(request, "admin/enterprises/money/sample_new.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/sample.html", controls.sample_page(request.user, object_id))

    def result_view(self, request: HttpRequest, pk: int, control: int) -> HttpResponse:
        self._check(request, controls_awards.test)
        found = get_object_or_404(Control.objects.select_related("application"), sample=pk, pk=control)
        form = controls.ResultForm(request.POST, prefix=str(found.pk))
        problem, status = _("Choose the result and write what was found."), 422
        if form.is_valid():
            try:
                note_result(found, request.user, **form.cleaned_data)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("Saved."))
                return redirect("admin:enterprises_controlsample_change", pk)
        context = controls.sample_page(request.user, str(pk)) | {"problem": problem, "status": status}
        return self._page(request, "admin/enterprises/money/sample.html", context)


@admin.register(RecoveryOrder)
class RecoveryOrderAdmin(MoneyAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/repayment/", view(require_POST(self.repayment_view)),
                name="enterprises_recoveryorder_repayment",
            ),
            path("<int:pk>/demand/", view(self.demand_view), name="enterprises_recoveryorder_demand"),
            *super().get_urls(),
        ]  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/list.html", recoveries.recoveries(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        order = recoveries.found(request.user, object_id)
        return self._page(
            request, "admin/enterprises/money/recovery.html", recoveries.recovery_page(request.user, order)
        )

    def demand_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The demand as the enterprise gets it; an official who reads it does not open it in their place."""
        self._check(request)
        order = recoveries.find_order(request.user, pk)
        name, back = f"{order.application.number}-demand", told(request, "admin:enterprises_recoveryorder_change", pk)
        return handed_out(name, lambda: demand_pdf(order), back, personal=True)

    def repayment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter what came back; with the last of it the recovery is closed."""
        self._check(request, handles_money.test)
        order = recoveries.find_order(request.user, pk)
        form = recoveries.RepaymentForm(request.POST)
        problem, status = "", 422
        if form.is_valid():
            try:
                with all_or_nothing():
                    if enter_repayment(order, request.user, **form.facts()):
                        application_flow.take(order.application, "record_repayment", request.user)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("The repayment is entered."))
                return redirect("admin:enterprises_recoveryorder_change", pk)
        context = recoveries.recovery_page(request.user, recoveries.find_order(request.user, pk), form)
        return self._page(
            request, "admin/enterprises/money/recovery.html", context | {"problem": problem, "status": status}
        )
