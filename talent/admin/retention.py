"""Retention at the desk: the rules are edited, the log is read. Persons and their papers have no page in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.core.read_only import ReadOnly
from talent.admin.facts import CheckedAdmin
from talent.models import RetentionEntry, RetentionRule, RetentionRun


@admin.register(RetentionRule)
class RetentionRuleAdmin(CheckedAdmin):
    """One row for each kind: none is added and none taken away. The desk edits them, in four languages."""

    list_display = ("__str__", "days", "counted_from", "source_kinds", "checked_on", "checked_by")
    readonly_fields = ("kind",)
    search_fields = ("kind",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "is_dry", "announced", "deleted", "held")
    list_filter = ("is_dry",)
    show_full_result_count = False


@admin.register(RetentionEntry)
class RetentionEntryAdmin(ReadOnly, admin.ModelAdmin):
    """By number alone; `proof` is the shredding of the file and its key."""

    list_display = ("__str__", "announced_at", "due_on", "done_at", "dropped_at", "proof")
    list_filter = ("kind",)
    list_select_related = ("shredding",)
    show_full_result_count = False

    @admin.display(boolean=True)
    def proof(self, entry: RetentionEntry) -> bool | None:
        return None if entry.shredding is None else entry.shredding.done_at is not None
