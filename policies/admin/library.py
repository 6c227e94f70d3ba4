"""Policy documents at the desk: lists and read-only pages; changes go through an edit with a second pair of eyes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies import models
from policies.admin.base import LiveAdmin, LiveRows
from policies.enums import RevisionSubject
from policies.imports.admin import ImportAdmin


class ClauseInline(LiveRows):
    model = models.Clause
    fields = ("number", "text_zh", "text_en")


class ContactInline(LiveRows):
    model = models.Contact
    fields = ("name_zh", "name_en", "phone", "email", "hours_zh", "hours_en")


@admin.register(models.Policy)
class PolicyAdmin(ImportAdmin, LiveAdmin):
    subject = RevisionSubject.POLICY
    list_display = ("code", "title_zh", "kind", "level", "document_number", "state", "version", "published", "is_demo")
    list_filter = ("kind", "level", "state", "published", "is_demo", "areas")
    search_fields = ("code", "title_zh", "title_en", "document_number")
    inlines = (ClauseInline, ContactInline)
    fieldsets = (
        (None, {"fields": (("code", "slug"), ("title_zh", "title_en"), ("kind", "level"), ("published", "is_demo"))}),
        (_("Issue and validity"), {"fields": (
            ("issuer_zh", "issuer_en"), "document_number", ("issued_on", "reported_on"),
            ("effective_on", "expires_on"), ("state", "supersedes"),
        )}),
        (_("Contents"), {"fields": (
            ("summary_zh", "summary_en"), ("reading_zh", "reading_en"), "areas", "safeguards", "categories",
            "districts", "based_on",
        )}),
        (_("Version"), {"fields": (("version", "published_at"),)}),
    )  # fmt: skip
