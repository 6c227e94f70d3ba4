"""The calls that open a measure: drawn up by the division, opened by somebody else, changed a little afterwards."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from enterprises.admin.base import OurPages
from enterprises.call_page import call_page
from enterprises.call_permissions import may_draft_calls, may_open_calls
from enterprises.desk.access import may_see_calls
from enterprises.desk.calls.form import CallForm, CloseForm, NewCallForm
from enterprises.desk.calls.page import chip, is_running, page
from enterprises.desk.calls.saving import draft_call, save_call
from enterprises.models import Call
from enterprises.publishing import close_early, publish_call
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from portal.core.money import format_cny, yuan

PAGE = "admin:enterprises_call_change"


@admin.register(Call)
class CallAdmin(OurPages, admin.ModelAdmin):
    list_display = ("code", "measure", "state", "last_day", "opens_on", "budget", "free")
    list_select_related = ("measure",)
    search_fields = ("=code", "measure__title_zh", "measure__title_en")
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return may_see_calls(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_calls(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_draft_calls.test(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return may_draft_calls.test(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {})
        )

    def get_urls(self) -> list[URLPattern]:
        view, post = self.admin_site.admin_view, require_POST
        return [
            path("<int:pk>/publish/", view(post(self.publish_view)), name="enterprises_call_publish"),
            path("<int:pk>/close/", view(post(self.close_view)), name="enterprises_call_close"),
            path("<int:pk>/forms/", view(self.forms_view), name="enterprises_call_forms"),
            path("<int:pk>/preview/", view(self.preview_view), name="enterprises_call_preview"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewCallForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            call = draft_call(request.user, **form.cleaned_data)
            messages.success(request, gettext("The draft is there. The measure’s own facts are filled in."))
            return redirect(PAGE, call.pk)
        context = {"title": gettext("Draw up a call"), "form": form, "status": 422 if form.errors else 200}
        return self._page(request, "admin/enterprises/call/new.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        call = self._find(request, read_key(object_id))
        if request.method != "POST":
            return self._call(request, page(call, request.user))
        if not may_draft_calls.test(request.user) or not (call.published_at is None or is_running(call)):
            raise PermissionDenied
        form = CallForm(call, request.POST)
        problem = ""
        if form.is_valid():
            try:
                saved = save_call(call, request.user, form)
            except PortalError as error:
                problem = error.message
            else:
                messages.success(request, gettext("Saved."))
                where = "#rubric" if "more" in request.POST else ""
                return redirect(self._address(saved.pk) + where)
        return self._call(
            request, page(self._find(request, call.pk), request.user, form=form) | {"problem": problem}, 422
        )

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        call = self._to_open(request, pk)
        try:
            publish_call(call, request.user)
        except PortalError as error:
            return self._call(request, page(call, request.user) | {"problem": error.message}, error.status)
        messages.success(request, gettext("The call is open to everybody."))
        return redirect(PAGE, pk)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        call = self._to_open(request, pk)
        form = CloseForm(call, request.POST)
        problem, status = "", 422
        if form.is_valid():
            try:
                close_early(call, request.user, **form.cleaned_data)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, gettext("The call is closed. Its page says why and what takes its place."))
                return redirect(PAGE, pk)
        return self._call(request, page(call, request.user, close_form=form) | {"problem": problem}, status)

    def _to_open(self, request: HttpRequest, pk: int) -> Call:
        """Asked before anything is answered: a page that says what is wrong with the form is the desk's page."""
        if not may_open_calls.test(request.user):
            raise PermissionDenied
        return self._find(request, pk)

    def forms_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The versions of this call's form."""
        self._check(request)
        call = self._find(request, pk)
        versions = call.form_versions.select_related("drafted_by", "published_by").order_by("-number")
        drafting = may_draft_calls.test(request.user)
        draft = any(version.state == "draft" for version in versions)
        context = {
            "title": gettext("Form of the call"),
            "here": "forms",
            "call": call,
            "versions": versions,
            "may_begin": drafting and not draft,
        }
        return self._page(request, "admin/enterprises/call/forms.html", context)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page before it is public."""
        self._check(request)
        return TemplateResponse(
            request, "enterprises/call.html", call_page(self._find(request, pk)) | {"preview": True}
        )

    def _address(self, pk: int) -> str:
        return redirect(PAGE, pk).url

    def _find(self, request: HttpRequest, pk: int) -> Call:
        related = ("measure__area", "measure__policy", "drafted_by", "published_by", "replaced_by__measure")
        return get_object_or_404(Call.objects.visible_to(request.user).select_related(*related), pk=pk)

    def _call(self, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return self._page(request, "admin/enterprises/call/change_form.html", context | {"status": status})

    @admin.display(description=_("state"))
    def state(self, call: Call) -> str:
        return chip(call)

    @admin.display(description=_("Opens on"), ordering="opens_at")
    def opens_on(self, call: Call) -> str:
        return formats.date_format(call.opens_on, "SHORT_DATE_FORMAT")

    @admin.display(description=_("Last day"), ordering="closes_at")
    def last_day(self, call: Call) -> str:
        """A window closes at 24:00 of its last day, which the column of the table knows as 00:00 of the next one."""
        return formats.date_format(call.last_day, "SHORT_DATE_FORMAT")

    @admin.display(description=_("budget"), ordering="budget_fen")
    def budget(self, call: Call) -> str:
        return format_cny(call.budget_cny) if call.pk else "–"

    @admin.display(description=_("left"))
    def free(self, call: Call) -> str:
        return format_cny(yuan(call.free_fen)) if call.pk else "–"
