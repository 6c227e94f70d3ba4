"""The officials' side inside the admin. Cases move through their steps only: nothing is edited, added or deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from enterprises.desk import holding, steps
from enterprises.desk.access import is_official, may_see_calls, on_the_desk
from enterprises.desk.call_form import CallForm
from enterprises.desk.queue import queue
from enterprises.desk.workspace import workspace
from enterprises.models import Application, BudgetEntry, Call, Enterprise
from enterprises.resources import BudgetEntryResource, EnterpriseResource
from portal.core.exceptions import PortalError
from portal.core.exports import ExportAdmin
from portal.core.money import format_cny, yuan


class ReadOnlyAdmin(admin.ModelAdmin):
    """For looking at; who may look is for the subclass to say."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """The list is the queue, the form is the case workspace, and each step has its page."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return on_the_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return is_official(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/step/<slug:name>/", view(self.step_view), name="enterprises_application_step"),
            path("<int:pk>/hold/", view(require_POST(self.hold_view)), name="enterprises_application_hold"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        if request.method == "POST":
            return self._take_chosen(request)
        return self._page(request, "admin/enterprises/application/change_list.html", queue(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        pk = int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) < 19 else 0
        return self._page(request, "admin/enterprises/application/change_form.html", workspace(request, pk))

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        answer = steps.answer(request, pk, name)
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/application/step.html", answer)
        )

    def hold_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the case up, or put it back on the desk."""
        self._check(request)
        get_object_or_404(on_the_desk(request.user), pk=pk)
        seen = request.POST.get("seen", "")
        try:
            if "back" in request.POST:
                holding.put_back(request.user, pk)
            else:
                holding.take_up(request.user, pk, seen_holder=int(seen) if seen.isascii() and seen.isdigit() else None)
        except PortalError as error:
            messages.warning(request, error.message)
        return redirect("admin:enterprises_application_change", pk)

    def _take_chosen(self, request: HttpRequest) -> HttpResponse:
        chosen = {int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdigit()}
        taken = holding.take_many(request.user, sorted(chosen)[:100])
        text = ngettext("You hold %(count)d more case now.", "You hold %(count)d more cases now.", taken)
        messages.success(request, text % {"count": taken})
        return redirect(request.get_full_path())

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context, status=context.get("status", 200))


@admin.register(Enterprise)
class EnterpriseAdmin(ExportAdmin, ReadOnlyAdmin):
    resource_classes = (EnterpriseResource,)
    list_display = ("name", "credit_code", "entity_type", "district", "registered_on")
    list_select_related = ("district",)
    search_fields = ("=credit_code", "name")
    search_help_text = _("Credit code or name")
    ordering = ("-pk",)
    fields = readonly_fields = (
        "name", "name_en", "credit_code", "entity_type", "district", "registered_on", "created_at", "updated_at",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        return is_official(request.user)


@admin.register(Call)
class CallAdmin(admin.ModelAdmin):
    """The bureau looks; whoever administers the portal opens and changes calls."""

    form = CallForm
    list_display = ("code", "measure", "opens_at", "closes_at", "budget", "committed", "free")
    list_select_related = ("measure",)
    search_fields = ("=code", "measure__title_zh", "measure__title_en")
    readonly_fields = ("committed", "free")
    fields = (
        "code", "measure", ("period_from", "period_to"), ("opens_at", "closes_at"), "budget_cny",
        ("committed", "free"), ("usd_cny", "usd_cny_on"), "is_demo",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return may_see_calls(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_calls(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """A reader sees the budget as a text; the form field is for whoever may change it."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["budget" if name == "budget_cny" else name for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        return (*self.readonly_fields, "budget")

    @admin.display(description=_("budget"), ordering="budget_fen")
    def budget(self, call: Call) -> str:
        return format_cny(call.budget_cny) if call.pk else "–"

    @admin.display(description=_("committed"), ordering="committed_fen")
    def committed(self, call: Call) -> str:
        return format_cny(yuan(call.committed_fen))

    @admin.display(description=_("left"))
    def free(self, call: Call) -> str:
        return format_cny(yuan(call.free_fen)) if call.pk else "–"


@admin.register(BudgetEntry)
class BudgetEntryAdmin(ExportAdmin, ReadOnlyAdmin):
    """The ledger of the calls' budgets: written by signatures and releases, never by hand."""

    resource_classes = (BudgetEntryResource,)
    list_display = ("at", "call", "application", "kind", "amount", "actor")
    list_select_related = ("call__measure", "application", "actor")
    list_filter = ("kind",)
    search_fields = ("=application__number", "=call__code")
    ordering = ("-pk",)
    fields = readonly_fields = ("at", "call", "application", "kind", "amount", "actor")

    def has_view_permission(self, request: HttpRequest, obj: BudgetEntry | None = None) -> bool:
        return may_see_calls(request.user)

    @admin.display(description=_("amount"), ordering="amount_fen")
    def amount(self, entry: BudgetEntry) -> str:
        return format_cny(yuan(entry.amount_fen))
