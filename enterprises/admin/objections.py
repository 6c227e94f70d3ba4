"""Objections to public notices: looked at by the city's desks, answered by the division."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk import objections
from enterprises.desk.access import may_see_calls
from enterprises.models import Objection


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Objection]:
        return Objection.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Objection | None = None) -> bool:
        return may_see_calls(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        step = path("<int:pk>/step/<slug:name>/", view(self.step_view), name="enterprises_objection_step")
        return [step, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/objection/change_list.html", objections.objection_list(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(
            request, "admin/enterprises/objection/change_form.html", objections.objection_page(request, object_id)
        )

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        found = objections.answer(request, pk, name)
        return (
            found
            if isinstance(found, HttpResponse)
            else self._page(request, "admin/enterprises/objection/step.html", found)
        )
