from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.attachments.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(admin.ModelAdmin):
    """For the system's operators: states of the scan. Contents are read through the cases only."""

    list_display = ["original_name", "purpose", "size", "media_type", "state", "created_at"]
    list_filter = ["state", "media_type"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
