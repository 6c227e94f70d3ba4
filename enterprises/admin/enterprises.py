"""The registry: one file per enterprise (一企一档)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk import registry_steps
from enterprises.desk.access import is_official, keeps_registry
from enterprises.desk.counting import counting
from enterprises.desk.enterprise_file import enterprise_file
from enterprises.desk.registry_list import chosen, registry
from enterprises.desk.registry_query import read_query
from enterprises.models import Enterprise
from policies.imports.admin import ImportAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(ImportAdmin, ReadOnlyAdmin):
    """Officials look; the responsible division brings rosters in, corrects what it keeps, and verifies figures."""

    def has_view_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        return is_official(request.user)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return keeps_registry(request.user)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        return chosen(request.user, read_query(request.GET))

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """A filter that makes no sense must not pass for one that holds: the address is put right first."""
        if request.GET.dict() != read_query(request.GET).parameters:
            return redirect(read_query(request.GET).url("export"))
        return super().export_action(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        own = {"may_import": self.has_import_permission(request)}
        return self._page(request, "admin/enterprises/enterprise/change_list.html", registry(request) | own)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("counting/", view(self.counting_view), name="enterprises_enterprise_counting"),
            path("<int:pk>/correct/", view(self.correct_view), name="enterprises_enterprise_correct"),
            path("<int:pk>/verify/", view(self.verify_view), name="enterprises_enterprise_verify"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/enterprise/change_form.html", enterprise_file(request, object_id))

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._answer(request, registry_steps.correct(request, pk))

    def verify_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._answer(request, registry_steps.verify(request, pk))

    def counting_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/enterprise/counting.html", counting(request))

    def _answer(self, request: HttpRequest, answer: registry_steps.Answer) -> HttpResponse:
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/enterprise/step.html", answer)
        )
