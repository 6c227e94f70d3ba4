"""Consultations of other departments: their list is the departments' desk."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.models import Consultation
from enterprises.review.consultation_pages import consultation_list, consultation_page, sees_consultations


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        return Consultation.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        return sees_consultations(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._shown(request, "change_list", consultation_list(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        answer = consultation_page(request, object_id)
        return answer if isinstance(answer, HttpResponse) else self._shown(request, "change_form", answer)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _shown(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        template = f"admin/enterprises/consultation/{name}.html"
        return TemplateResponse(request, template, context, status=context.get("status", 200))
