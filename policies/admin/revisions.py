"""Edits at the desk: their list, the page of each, its steps, its preview, and the care of contents."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policies.admin.base import ReadOnly
from policies.editing import writing
from policies.editing.care import care
from policies.editing.desk import edits
from policies.editing.drafts import open_draft, open_new, take_over
from policies.editing.page import may_write, page
from policies.editing.preview import preview
from policies.enums import RevisionSubject
from policies.models import Measure, Policy, Revision
from policies.permissions import is_author, is_editor
from portal.core.exceptions import PortalError
from portal.core.keys import read_key

LIVE = {RevisionSubject.POLICY: Policy, RevisionSubject.MEASURE: Measure}
PAGE = "admin:policies_revision_change"


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    """An edit moves through its steps only; nothing is deleted."""

    def get_urls(self) -> list[URLPattern]:
        view, post = self.admin_site.admin_view, require_POST
        return [
            path("begin/<slug:subject>/", view(post(self.begin_view)), name="policies_revision_begin"),
            path("begin/<slug:subject>/<int:pk>/", view(post(self.begin_view)), name="policies_revision_continue"),
            path("care/", view(self.care_view), name="policies_content_care"),
            path("<int:pk>/step/<slug:name>/", view(post(self.step_view)), name="policies_revision_step"),
            path("<int:pk>/preview/", view(self.preview_view), name="policies_revision_preview"),
            path("<int:pk>/take-over/", view(post(self.take_over_view)), name="policies_revision_take_over"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/policies/revision/change_list.html", edits(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        revision = self._find(read_key(object_id))
        if request.method == "POST":
            if not (is_editor & is_author).test(request.user, revision):
                raise PermissionDenied
            answer = writing.save(request, revision)
            return answer if isinstance(answer, HttpResponse) else self._revision(request, answer)
        editor = writing.with_more_rows(request, revision)
        wants_impact = "impact" in request.GET
        return self._revision(request, page(revision, request.user, editor=editor, wants_impact=wants_impact))

    def begin_view(self, request: HttpRequest, subject: str, pk: int | None = None) -> HttpResponse:
        """Open a draft, or continue the one that is open."""
        if subject not in LIVE:
            raise Http404
        if not is_editor.test(request.user):
            raise PermissionDenied
        if pk is None:
            draft = open_new(request.user, subject)
        else:
            draft = open_draft(request.user, get_object_or_404(LIVE[RevisionSubject(subject)], pk=pk))
        return redirect(PAGE, draft.pk)

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        answer = writing.take_step(request, self._find(pk), name)
        return answer if isinstance(answer, HttpResponse) else self._revision(request, answer)

    def take_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        revision = self._find(pk)
        if not may_write(revision, request.user):
            raise PermissionDenied
        try:
            collided = take_over(revision)
        except PortalError as error:
            messages.error(request, error.message)
        else:
            if collided:
                messages.warning(
                    request, _("Both sides changed some places. They are listed on the page: look at each.")
                )
            else:
                messages.success(request, _("The newer version is taken over. Your own changes are kept."))
        return redirect(PAGE, pk)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        try:
            return preview(request, self._find(pk))
        except PortalError as error:
            messages.error(request, error.message)
            return redirect(PAGE, pk)

    def care_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/policies/care.html", care())

    def _find(self, pk: int) -> Revision:
        related = ("policy__supersedes", "measure__policy", "measure__area", "author", "unit")
        return get_object_or_404(Revision.objects.select_related(*related), pk=pk)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _revision(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return self._page(request, "admin/policies/revision/change_form.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context, status=context.get("status", 200))
