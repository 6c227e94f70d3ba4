"""The expert review at the desk: the pool, the lot of a call, and each expert's own sheets."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import may_see_calls
from enterprises.enums import Conflict
from enterprises.experts import page, scoring
from enterprises.experts.draw_page import draw_page
from enterprises.experts.drawing import draw_experts
from enterprises.experts.forms import ConflictForm, SheetForm
from enterprises.experts.permissions import keeps_pool, may_draw, scores
from enterprises.experts.scores import rubric_of
from enterprises.models import Call, Draw, Expert, Sheet
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from portal.core.validators import validate_credit_code

CALL_PAGE, MINE = "admin:enterprises_draw_call", "admin:enterprises_sheet_changelist"


class ExpertForm(forms.ModelForm):
    """The account must hold the post of an expert already: who may enter the desk is decided with the accounts."""

    class Meta:
        model = Expert
        fields = ("user", "expertise", "employer", "employer_code", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            holders = User.objects.filter(posts__role=Role.EXPERT, expert=None).distinct().order_by("email")
            self.fields["user"].queryset = holders
            self.fields["user"].help_text = _("Accounts with the post of an expert that are not in the pool yet.")

    def clean_employer_code(self) -> str:
        return validate_credit_code(self.cleaned_data["employer_code"])


@admin.register(Expert)
class ExpertAdmin(admin.ModelAdmin):
    form = ExpertForm
    list_display = ("user", "expertise", "employer", "employer_code", "is_active", "is_demo")
    list_select_related = ("user",)
    list_filter = ("is_active",)
    search_fields = ("user__name", "=user__email", "employer", "=employer_code")
    ordering = ("pk",)
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return may_see_calls(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_calls(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return keeps_pool.test(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return keeps_pool.test(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Expert | None = None) -> tuple[str, ...]:
        return ("user",) if obj else ()

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Expert, form: forms.ModelForm, change: bool) -> None:
        obj.is_demo = obj.user.is_demo
        super().save_model(request, obj, form, change)
        facts = {"changed": sorted(form.changed_data), "active": obj.is_active, "employer": obj.employer_code}
        verb = "change_expert" if change else "add_expert"
        record(scope="experts", verb=verb, actor=request.user, target=str(obj.user_id), data=facts)


@admin.register(Draw)
class DrawAdmin(ReadOnlyAdmin):
    list_display = ("call", "number", "size", "substitutes", "drawn_by", "at")
    list_select_related = ("call__measure", "drawn_by")
    search_fields = ("=call__code",)
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Draw | None = None) -> bool:
        return may_see_calls(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("call/<int:call>/", view(self.call_view), name="enterprises_draw_call"),
            path("call/<int:call>/draw/", view(require_POST(self.draw_view)), name="enterprises_draw_begin"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = read_key(object_id)
        return redirect(CALL_PAGE, get_object_or_404(Draw.objects.visible_to(request.user), pk=pk).call_id)

    def call_view(self, request: HttpRequest, call: int) -> HttpResponse:
        context = draw_page(self._call(request, call), request.user, check="check" in request.GET)
        return self._page(request, "admin/enterprises/draw/call.html", context)

    def draw_view(self, request: HttpRequest, call: int) -> HttpResponse:
        found = self._call(request, call)
        if not may_draw.test(request.user):
            raise PermissionDenied
        try:
            draw = draw_experts(found, request.user)
        except PortalError as error:
            context = draw_page(found, request.user) | {"problem": error.message, "status": error.status}
            return self._page(request, "admin/enterprises/draw/call.html", context)
        drawn = draw.size + draw.substitutes
        text = ngettext("%(count)d expert was drawn.", "%(count)d experts were drawn.", drawn)
        messages.success(request, text % {"count": drawn})
        return redirect(CALL_PAGE, call)

    def _call(self, request: HttpRequest, pk: int) -> Call:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Call.objects.visible_to(request.user).select_related("measure"), pk=pk)


@admin.register(Sheet)
class SheetAdmin(ReadOnlyAdmin):
    """Each expert's own list and sheets; nobody else enters."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sheet]:
        return Sheet.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Sheet | None = None) -> bool:
        return scores.test(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/declare/", view(require_POST(self.declare_view)), name="enterprises_sheet_declare"),
            path("<int:pk>/save/", view(require_POST(self.save_view)), name="enterprises_sheet_save"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        before = request.GET.get("before", "")
        place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        context = {"title": gettext("My scoring")} | page.my_scoring(request.user, place)
        return self._page(request, "admin/enterprises/sheet/change_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = read_key(object_id)
        return self._sheet(request, self._find(request, pk))

    def declare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self._find(request, pk)
        form = ConflictForm(request.POST)
        if not form.is_valid():
            return self._sheet(request, sheet, conflict_form=form, status=422)
        try:
            declared = scoring.declare(
                sheet, request.user, Conflict(form.cleaned_data["conflict"]), form.cleaned_data["why"]
            )
        except PortalError as error:
            return self._sheet(request, self._find(request, pk), problem=error.message, status=error.status)
        if declared.recused_at is None:
            return redirect("admin:enterprises_sheet_change", pk)
        messages.success(request, gettext("You are recused. Somebody else scores this application."))
        return redirect(MINE)

    def save_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the draft, or send it for good."""
        sheet, sending = self._find(request, pk), "send" in request.POST
        form = SheetForm(sheet, rubric_of(sheet.application.call), request.POST, sending=sending)
        if not form.is_valid():
            return self._sheet(request, sheet, form=form, status=422)
        try:
            saved = (scoring.send if sending else scoring.save_draft)(sheet, request.user, *form.written())
        except PortalError as error:
            return self._sheet(request, self._find(request, pk), form=form, problem=error.message, status=error.status)
        if not sending:
            messages.success(request, gettext("The draft is saved. Nobody else reads it."))
            return redirect("admin:enterprises_sheet_change", pk)
        recused = saved.recused_at is not None
        said = gettext("You are recused. Somebody else scores this application.") if recused else gettext("Sent.")
        messages.success(request, said)
        return redirect(MINE)

    def _find(self, request: HttpRequest, pk: int) -> Sheet:
        self._check(request)
        related = ("application__enterprise__district__within", "application__call__measure", "expert__user")
        return get_object_or_404(Sheet.objects.visible_to(request.user).select_related(*related), pk=pk)

    def _sheet(
        self, request: HttpRequest, sheet: Sheet, *, form: Any = None, conflict_form: Any = None, problem: str = "",
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        context = page.sheet_page(sheet, request.user)
        if context["to_score"]:
            context["form"] = form or SheetForm(sheet, rubric_of(sheet.application.call))
        if context["to_declare"]:
            context["conflict_form"] = conflict_form or ConflictForm()
        urls = {name: reverse(f"admin:enterprises_sheet_{name}", args=[sheet.pk]) for name in ("declare", "save")}
        context |= {"problem": problem, "status": status, "urls": urls}
        return self._page(request, "admin/enterprises/sheet/change_form.html", context)
