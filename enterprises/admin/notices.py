"""Public notices: built from signed approvals, published as a whole, never edited."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk import notices
from enterprises.desk.access import may_see_calls
from enterprises.models import Notice
from enterprises.notices.correcting import correct
from enterprises.notices.publishing import publish
from portal.core.exceptions import PortalError


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return may_see_calls(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("build/<int:call>/", view(self.build_view), name="enterprises_notice_build"),
            path("<int:pk>/correct/", view(self.correct_view), name="enterprises_notice_correct"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/notice/change_list.html", notices.notice_list(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/notice/change_form.html", notices.desk_page(request, object_id))

    def build_view(self, request: HttpRequest, call: int) -> HttpResponse:
        """Choose, look at it as everybody will, publish."""
        if not notices.may_publish(request.user):
            raise PermissionDenied
        found = notices.find_call(request, call)
        data = request.POST if request.method == "POST" else None
        form = notices.NoticeForm(found, notices.ready_list(found), data)
        valid = data is not None and form.is_valid()
        context = notices.build_page(found, form, previewed=valid)
        if not valid:
            return self._build(request, context, 422 if data is not None else 200)
        if "publish" not in request.POST:
            return self._build(request, context, 200)
        try:
            notice = publish(found, form.chosen, request.user, **form.cleaned_data)
        except PortalError as error:
            return self._build(request, context | {"problem": error.message}, error.status)
        messages.success(request, gettext("Published: everybody can read it now."))
        return redirect("admin:enterprises_notice_change", notice.pk)

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Why, for how long, how masked; then the corrected notice stands in the place of this one."""
        if not notices.may_publish(request.user):
            raise PermissionDenied
        notice = notices.find_notice(pk)
        form = notices.CorrectionForm(notice, request.POST if request.method == "POST" else None)
        problem, status = "", 200
        if form.is_bound:
            status = 422
            if form.is_valid():
                try:
                    later = correct(notice, request.user, **form.cleaned_data)
                except PortalError as error:
                    problem, status = error.message, error.status
                else:
                    messages.success(request, gettext("Corrected: everybody reads the new notice now."))
                    return redirect("admin:enterprises_notice_change", later.pk)
        context = notices.correction_page(notice, form) | {"problem": problem, "status": status}
        return self._page(request, "admin/enterprises/notice/correct.html", context)

    def _build(self, request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
        return self._page(request, "admin/enterprises/notice/build.html", context | {"status": status})
