"""Pages of our own in the admin, and what is looked at there and never written."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.core.read_only import ReadOnly


class OurPages:
    """Before the class of the admin: who may look, asked by each page, and the admin's context around ours."""

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """`status` in the context is the status of the answer."""
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context  # type: ignore[attr-defined]
        return TemplateResponse(request, template, context, status=context.get("status", 200))


class ReadOnlyAdmin(OurPages, ReadOnly, admin.ModelAdmin):
    """For looking at; who may look is for the subclass to say."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
