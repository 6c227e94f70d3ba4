"""Panels at the desk: begin one, try settings on the ranked list, freeze it, see its decisions being drafted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import may_see_calls
from enterprises.models import Call, Panel
from enterprises.panels.drafting import AT_ONCE, draft_waiting, try_again
from enterprises.panels.export import ranked_list
from enterprises.panels.forms import FreezeForm
from enterprises.panels.meeting import begin_panel, freeze, may_hold_panels
from enterprises.panels.page import frozen_page, panel_page, setting_text
from portal.core.exceptions import PortalError
from portal.core.keys import read_key

PAGE, TEMPLATE = "admin:enterprises_panel_change", "admin/enterprises/panel/change_form.html"


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    list_display = ("call_code", "held_on", "chair", "set_to", "frozen_by", "frozen_at")
    list_select_related = ("call", "frozen_by")
    search_fields = ("=call__code",)
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Panel | None = None) -> bool:
        return may_see_calls(request.user)

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Any, name: str, *, post: bool = True) -> URLPattern:
            view = self.admin_site.admin_view(require_POST(view) if post else view)
            return path(route, view, name=f"enterprises_panel_{name}")

        return [
            at("begin/<int:call>/", self.begin_view, "begin"),
            at("<int:pk>/freeze/", self.freeze_view, "freeze"),
            at("<int:pk>/retry/", self.retry_view, "retry"),
            at("<int:pk>/export/", self.export_view, "export", post=False),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = read_key(object_id)
        panel = self._find(request, pk)
        context = frozen_page if panel.frozen_at else panel_page
        return self._page(request, TEMPLATE, context(panel, request.user, request.GET))

    def begin_view(self, request: HttpRequest, call: int) -> HttpResponse:
        self._check(request)
        found = get_object_or_404(Call.objects.visible_to(request.user).select_related("measure"), pk=call)
        if not may_hold_panels.test(request.user):
            raise PermissionDenied
        try:
            return redirect(PAGE, begin_panel(found, request.user).pk)
        except PortalError as error:
            messages.error(request, error.message)
            return redirect("admin:enterprises_call_change", call)

    def freeze_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        panel = self._to_hold(request, pk)
        form = FreezeForm(panel, None, data=request.POST)
        problem, status = "", 422
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("seen", "held_on", "chair", "members", "minutes")}
            try:
                freeze(panel, request.user, form.setting(), **given)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                draft_waiting(AT_ONCE, panel)
                messages.success(request, gettext("The list is frozen. Its decisions are being drafted."))
                return redirect(PAGE, pk)
        fresh = self._find(request, pk)
        if fresh.frozen_at:
            context = frozen_page(fresh, request.user, request.GET)
        else:
            context = panel_page(fresh, request.user, request.POST, form=form)
        return self._page(request, TEMPLATE, context | {"problem": problem, "status": status})

    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        panel = self._to_hold(request, pk)
        try_again(panel)
        draft_waiting(AT_ONCE, panel)
        return redirect(PAGE, pk)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The ranked list as it is shown, as an Excel table."""
        name, content, kind = ranked_list(self._find(request, pk), request.GET)
        answer = HttpResponse(content, content_type=kind)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _to_hold(self, request: HttpRequest, pk: int) -> Panel:
        panel = self._find(request, pk)
        if not may_hold_panels.test(request.user):
            raise PermissionDenied
        return panel

    def _find(self, request: HttpRequest, pk: int) -> Panel:
        self._check(request)
        rows = Panel.objects.visible_to(request.user).select_related("call__measure", "frozen_by", "begun_by")
        return get_object_or_404(rows, pk=pk)

    @admin.display(description=_("call"), ordering="call__code")
    def call_code(self, panel: Panel) -> str:
        return panel.call.code

    @admin.display(description=_("setting"))
    def set_to(self, panel: Panel) -> str:
        return setting_text(panel.setting) or "–"
