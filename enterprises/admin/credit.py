"""The lists of dishonest enterprises: looked at, brought in from files, and never typed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import keeps_registry, may_see_calls
from enterprises.models import CreditRecord
from policies.imports.admin import ImportAdmin

SHOWN = ("credit_code", "name", "category", "source", "reference", "since", "until", "repaired_on")


@admin.register(CreditRecord)
class CreditRecordAdmin(ImportAdmin, ReadOnlyAdmin):
    list_display = SHOWN
    list_filter = ("category",)
    search_fields = ("=credit_code", "name", "=reference")
    ordering = ("-pk",)
    fields = readonly_fields = (*SHOWN, "imported_by", "imported_at", "is_demo")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CreditRecord]:
        return CreditRecord.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: CreditRecord | None = None) -> bool:
        return may_see_calls(request.user)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return keeps_registry(request.user)
