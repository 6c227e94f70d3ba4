from django.contrib import admin

from portal.attachments.models import Attachment, Shredding
from portal.core.read_only import ReadOnly


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    """For the system's operators: states of the scan. Contents are read through the cases only."""

    list_display = ["original_name", "purpose", "size", "media_type", "state", "created_at"]
    list_filter = ["state", "media_type"]
    show_full_result_count = False


@admin.register(Shredding)
class ShreddingAdmin(ReadOnly, admin.ModelAdmin):
    """The proof of what is gone: keys and files, by their numbers."""

    list_display = ["__str__", "key_id", "storage_name", "asked_at", "done_at"]
    list_filter = ["reason"]
    show_full_result_count = False
