"""The form builder: versions of forms, each with its sections, fields, trial and differences."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.call_forms.definition import NOTHING, definition_of
from enterprises.call_permissions import may_draft_calls, may_open_calls
from enterprises.desk.access import may_see_calls
from enterprises.desk.builder import saving
from enterprises.desk.builder.differences import differences
from enterprises.desk.builder.forms import FieldForm, SectionForm
from enterprises.desk.builder.page import before, page
from enterprises.desk.builder.trial import TrialForm
from enterprises.enums import FormState
from enterprises.models import Call, FormField, FormSection, FormVersion
from enterprises.publishing import new_version, publish_form
from portal.core.exceptions import PortalError
from portal.core.keys import read_key

PAGE = "admin:enterprises_formversion_change"
TEMPLATES = {
    "version": "admin/enterprises/formversion/change_form.html",
    "section": "admin/enterprises/formversion/section.html",
    "field": "admin/enterprises/formversion/field.html",
    "trial": "admin/enterprises/formversion/trial.html",
    "differences": "admin/enterprises/formversion/differences.html",
}


@admin.register(FormVersion)
class FormVersionAdmin(ReadOnlyAdmin):
    list_display = ("name", "call", "state", "drafter", "published_at")
    list_select_related = ("call__measure", "drafted_by")
    list_filter = ("state",)
    search_fields = ("=call__code",)
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: FormVersion | None = None) -> bool:
        return may_see_calls(request.user)

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Any, name: str, *, post: bool = False) -> URLPattern:
            view = self.admin_site.admin_view(require_POST(view) if post else view)
            return path(route, view, name=f"enterprises_formversion_{name}")

        return [
            at("begin/<int:call>/", self.begin_view, "begin", post=True),
            at("<int:pk>/sections/add/", self.section_view, "section_add"),
            at("<int:pk>/sections/<int:section>/", self.section_view, "section"),
            at("<int:pk>/sections/<int:section>/add/", self.field_view, "field_add"),
            at("<int:pk>/fields/<int:field>/", self.field_view, "field"),
            at("<int:pk>/move/", self.move_view, "move", post=True),
            at("<int:pk>/remove/", self.remove_view, "remove", post=True),
            at("<int:pk>/trial/", self.trial_view, "trial"),
            at("<int:pk>/differences/", self.differences_view, "differences"),
            at("<int:pk>/publish/", self.publish_view, "publish", post=True),
            *super().get_urls(),
        ]

    # --- the version -----------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = read_key(object_id)
        return self._page(request, "version", page(self._find(request, pk), request.user))

    def begin_view(self, request: HttpRequest, call: int) -> HttpResponse:
        if not may_draft_calls.test(request.user):
            raise PermissionDenied
        found = get_object_or_404(Call.objects.visible_to(request.user), pk=call)
        return redirect(PAGE, new_version(found, request.user).pk)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_open_calls.test(request.user):
            raise PermissionDenied
        version = self._find(request, pk)
        try:
            publish_form(version, request.user)
        except PortalError as error:
            context = page(version, request.user) | {"problem": error.message, "status": error.status}
            return self._page(request, "version", context)
        messages.success(request, gettext("The form is in use for applications that begin from now on."))
        return redirect(PAGE, pk)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version, step = self._draft(request, pk), -1 if request.POST.get("way") == "up" else 1
        thing = self._thing(version, request.POST.get("what", ""))
        return self._done(request, version, lambda: saving.move(version, request.user, thing, step), thing.code)

    def remove_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self._draft(request, pk)
        thing = self._thing(version, request.POST.get("what", ""))
        return self._done(request, version, lambda: saving.remove(version, request.user, thing), "")

    def trial_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self._find(request, pk)
        data = request.POST if request.method == "POST" else None
        found = TrialForm(definition_of(version), data, request.FILES).page()
        context = {"title": gettext("Test mode"), "here": "trial", "call": version.call, "version": version}
        return self._page(request, "trial", context | found)

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self._find(request, pk)
        others = version.call.form_versions.exclude(pk=version.pk)
        in_use = others.filter(state=FormState.PUBLISHED).first() if version.state == FormState.DRAFT else None
        other = in_use or others.filter(number__lt=version.number).order_by("-number").first()
        old = definition_of(other) if other else NOTHING
        context = {
            "title": gettext("What differs"),
            "here": "differences",
            "call": version.call,
            "version": version,
            "other": other,
            "differences": differences(old, definition_of(version)) if other else [],
        }
        return self._page(request, "differences", context)

    # --- its parts -------------------------------------------------------------------------------

    def section_view(self, request: HttpRequest, pk: int, section: int | None = None) -> HttpResponse:
        version = self._draft(request, pk)
        found = get_object_or_404(version.sections, pk=section) if section else FormSection(version=version)
        definition = definition_of(version)
        taken = {one.code for one in definition.sections} - {found.code}
        data = request.POST if request.method == "POST" else None
        known = before(definition, found.code)
        form = SectionForm(found, known, taken, saving.stamp(version), data)
        title = found.title if found.pk else gettext("New section")
        return self._edit(request, version, form, "section", title, saving.save_section)

    def field_view(
        self, request: HttpRequest, pk: int, field: int | None = None, section: int | None = None
    ) -> HttpResponse:
        version = self._draft(request, pk)
        if field is not None:
            found = get_object_or_404(FormField.objects.filter(section__version=version), pk=field)
        else:
            found = FormField(section=get_object_or_404(version.sections, pk=section), kind="text")
        definition = definition_of(version)
        taken = {one.code for one in definition.fields()} - {found.code}
        data = request.POST if request.method == "POST" else None
        known = before(definition, found.section.code, found.code or "?")
        form = FieldForm(found, known, taken, saving.stamp(version), data)
        title = found.label if found.pk else gettext("New field")
        return self._edit(request, version, form, "field", title, saving.save_field)

    def _edit(
        self, request: HttpRequest, version: FormVersion, form: Any, what: str, title: str, save: Any
    ) -> HttpResponse:
        """Show the form again where something is wrong, or where more rows or other inputs are asked for."""
        context = {"title": title, "here": what, "call": version.call, "version": version, "form": form}
        more = request.method == "POST" and "more" in request.POST
        if request.method == "POST" and form.is_valid() and not more:
            try:
                saved = save(version, request.user, form)
            except PortalError as error:
                context |= {"problem": error.message, "status": error.status}
            else:
                messages.success(request, gettext("Saved."))
                return redirect(reverse(PAGE, args=[version.pk]) + f"#{saved.code}")
        elif request.method == "POST" and not more:
            context["status"] = 422
        return self._page(request, what, context | {"quiet": more})

    # --- what they share -------------------------------------------------------------------------

    def _find(self, request: HttpRequest, pk: int) -> FormVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        calls = Call.objects.visible_to(request.user)
        return get_object_or_404(FormVersion.objects.select_related("call__measure").filter(call__in=calls), pk=pk)

    def _draft(self, request: HttpRequest, pk: int) -> FormVersion:
        version = self._find(request, pk)
        if not may_draft_calls.test(request.user) or version.state != FormState.DRAFT:
            raise PermissionDenied
        return version

    def _thing(self, version: FormVersion, what: str) -> FormSection | FormField:
        kind, _colon, pk = what.partition(":")
        number = read_key(pk)
        if kind == "section":
            return get_object_or_404(version.sections, pk=number)
        return get_object_or_404(FormField.objects.filter(section__version=version), pk=number)

    def _done(self, request: HttpRequest, version: FormVersion, change: Any, place: str) -> HttpResponse:
        try:
            change()
        except PortalError as error:
            messages.error(request, error.message)
        return redirect(reverse(PAGE, args=[version.pk]) + (f"#{place}" if place else ""))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        self._check(request)
        return super()._page(request, TEMPLATES[template], context)

    @admin.display(description=_("Drafted by"), ordering="drafted_by")
    def drafter(self, version: FormVersion) -> str:
        return str(version.drafted_by or "–")

    @admin.display(description=_("version"), ordering="number")
    def name(self, version: FormVersion) -> str:
        return format_html("{} v{}", version.call.code, version.number)
