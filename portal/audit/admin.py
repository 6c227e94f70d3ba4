from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.audit.models import Entry
from portal.audit.permissions import may_read_audit
from portal.audit.querysets import EntryQuerySet
from portal.core.read_only import ReadOnly


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    """For reading only: the book is written by what happens."""

    list_display = ("at", "actor_label", "verb", "target", "scope", "sequence")
    list_display_links = ("at", "verb")
    search_fields = ("=scope", "=target", "=verb", "actor_label")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    fields = readonly_fields = (
        "scope", "sequence", "at", "actor", "actor_label", "verb", "target", "data", "previous_hash", "hash",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> EntryQuerySet:
        return Entry.objects.visible_to(request.user).order_by("-pk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_audit(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_audit(request.user)
