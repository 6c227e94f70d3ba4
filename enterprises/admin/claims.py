"""Claims to enterprises that are known already: an official of the district decides."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk import claims
from enterprises.models import Claim


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return claims.claims_seen(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return claims.sees_claims(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/step/<slug:name>/", view(self.step_view), name="enterprises_claim_step"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/claim/change_list.html", claims.claim_list(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/claim/change_form.html", claims.claim_page(request, object_id))

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        answer = claims.decide(request, pk, name)
        return (
            answer
            if isinstance(answer, HttpResponse)
            else self._page(request, "admin/enterprises/claim/step.html", answer)
        )
