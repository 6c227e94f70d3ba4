"""Consultations of other departments: their list is the departments' desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

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
        return self._page(request, "admin/enterprises/consultation/change_list.html", consultation_list(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        answer = consultation_page(request, object_id)
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/consultation/change_form.html", answer)
        )
