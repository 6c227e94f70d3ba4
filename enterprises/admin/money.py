"""Funds plans, payment batches and the bank's answers: the finance bureau's pages; the bureau's desks look on."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import may_see_calls
from enterprises.desk.money import batches, plans
from enterprises.models import FundsPlan, PaymentBatch, PaymentLine, Reconciliation
from enterprises.money import batches as verbs
from enterprises.money.access import handles_money
from enterprises.money.answers import read_answers, reconcile
from enterprises.money.plans import issue_plan
from enterprises.money.sheets import FundsPlanLineResource, PaymentLineResource, as_file, workbook
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from portal.core.money import format_cny, yuan


class MoneyAdmin(ReadOnlyAdmin):
    """For looking: the city's desks. What is done is done by verbs, each with its own page or button."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see_calls(request.user)

    def _check(self, request: HttpRequest, allowed: Callable[[Any], bool] | None = None) -> None:
        if not self.has_view_permission(request) or (allowed is not None and not allowed(request.user)):
            raise PermissionDenied


@admin.register(FundsPlan)
class FundsPlanAdmin(MoneyAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/file/", view(self.file_view), name="enterprises_fundsplan_file"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/list.html", plans.plans(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request, handles_money.test)
        context = plans.new_plan(request)
        form = context.get("form")
        if request.method != "POST" or form is None:
            return self._page(request, "admin/enterprises/money/plan_new.html", context)
        if not form.is_valid():
            return self._page(request, "admin/enterprises/money/plan_new.html", context | {"status": 422})
        try:
            plan = issue_plan(
                context["call"],
                request.user,
                number=form.cleaned_data["number"],
                issued_on=form.cleaned_data["issued_on"],
                awards=[int(key) for key in form.cleaned_data["awards"]],
            )
        except PortalError as error:
            return self._page(
                request,
                "admin/enterprises/money/plan_new.html",
                context | {"problem": error.message, "status": error.status},
            )
        messages.success(request, _("The funds plan is issued: its awards can be paid."))
        return redirect("admin:enterprises_fundsplan_change", plan.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/plan.html", plans.plan_page(request.user, object_id))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        plan = get_object_or_404(FundsPlan.objects.visible_to(request.user), pk=pk)
        return as_file(workbook(FundsPlanLineResource(), plan.lines.all()), f"plan-{plan.pk}")


@admin.register(PaymentBatch)
class PaymentBatchAdmin(MoneyAdmin):
    def get_urls(self) -> list[URLPattern]:
        def post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<int:pk>/release/", post(self.release_view), name="enterprises_paymentbatch_release"),
            path("<int:pk>/take-back/", post(self.take_back_view), name="enterprises_paymentbatch_take_back"),
            path("<int:pk>/send/", post(self.send_view), name="enterprises_paymentbatch_send"),
            path("<int:pk>/file/", post(self.file_view), name="enterprises_paymentbatch_file"),
            path("<int:pk>/answers/", post(self.answers_view), name="enterprises_paymentbatch_answers"),
            path("<int:pk>/line/<int:line>/", post(self.line_view), name="enterprises_paymentbatch_line"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/money/list.html", batches.batches(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request, handles_money.test)
        problem: dict[str, Any] = {}
        if request.method == "POST":
            try:
                batch = verbs.draw_up(request.user, request.POST.getlist("chosen"))
            except PortalError as error:
                problem = {"problem": error.message, "status": error.status}
            else:
                messages.success(request, _("The batch is drawn up: another finance officer releases it."))
                return redirect("admin:enterprises_paymentbatch_change", batch.pk)
        return self._page(request, "admin/enterprises/money/draw.html", batches.draw_page(request) | problem)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._batch(request, batches.find_batch(request.user, read_key(object_id)), {})

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, verbs.release, gettext_lazy("The batch is released."))

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, verbs.take_back, gettext_lazy("The batch is a draft again."))

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, verbs.send, gettext_lazy("The batch is with the bank. Import its answers here."))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whole account numbers: for the desk that pays, and every time is written down and counted."""
        self._check(request, handles_money.test)
        batch = batches.find_batch(request.user, pk)
        try:
            verbs.count_download(batch, request.user)
        except PortalError as error:
            return self._batch(request, batch, {"problem": error.message, "status": error.status})
        return as_file(workbook(PaymentLineResource(), PaymentLine.objects.filter(batch=batch)), batch.number)

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request, handles_money.test)
        batch = batches.find_batch(request.user, pk)
        form = batches.AnswersForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._batch(request, batch, {"answers_form": form, "status": 422})
        file = form.cleaned_data["file"]
        try:
            digest, answers = read_answers(file)
            kept = reconcile(batch, request.user, answers, sha256=digest, file_name=file.name or "")
        except PortalError as error:
            refused = {"problem": error.message, "wrong": error.details.get("rows", []), "status": error.status}
            return self._batch(request, batch, refused)
        counts = {"paid": kept.paid_count, "failed": kept.failed_count}
        messages.success(request, _("Entered: %(paid)s paid, %(failed)s failed.") % counts)
        return redirect("admin:enterprises_paymentbatch_change", pk)

    def line_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        """Take a payment out, or say which account it goes to."""

        def act(batch: PaymentBatch, user: Any) -> None:
            found = get_object_or_404(batch.lines, pk=line)
            if "drop" in request.POST:
                verbs.drop_line(found, user)
            else:
                verbs.check_account(found, user, confirmed=request.POST.get("account") == "confirmed")

        return self._do(request, pk, act, gettext_lazy("Saved."))

    def _do(self, request: HttpRequest, pk: int, verb: Callable[..., None], done: Any) -> HttpResponse:
        self._check(request, handles_money.test)
        batch = batches.find_batch(request.user, pk)
        try:
            verb(batch, request.user)
        except PortalError as error:
            refused = {"problem": error.message, "wrong": error.details.get("rows", []), "status": error.status}
            return self._batch(request, batch, refused)
        messages.success(request, done)
        there = PaymentBatch.objects.filter(pk=pk).exists()
        return (
            redirect("admin:enterprises_paymentbatch_change", pk)
            if there
            else redirect("admin:enterprises_paymentbatch_changelist")
        )

    def _batch(self, request: HttpRequest, batch: PaymentBatch, extra: dict[str, Any]) -> HttpResponse:
        return self._page(
            request, "admin/enterprises/money/batch.html", batches.batch_page(request.user, batch) | extra
        )


@admin.register(Reconciliation)
class ReconciliationAdmin(MoneyAdmin):
    list_display = ("file_name", "batch", "imported_at", "imported_by", "paid_count", "failed_count", "paid")
    list_select_related = ("batch", "imported_by")
    search_fields = ("=batch__number", "=sha256")
    ordering = ("-pk",)
    fields = readonly_fields = (
        "batch", "file_name", "sha256", "imported_by", "imported_at", "paid_count", "failed_count", "paid",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("paid"), ordering="paid_fen")
    def paid(self, one: Reconciliation) -> str:
        return format_cny(yuan(one.paid_fen))
