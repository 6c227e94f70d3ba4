"""What measures are written with: papers and the words of the rules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from policies import models
from policies.admin.base import PublicAdmin


@admin.register(models.PaperType)
class PaperTypeAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en", "format", "sensitive", "baseline")
    list_filter = ("format", "sensitive", "baseline")
    search_fields = ("code", "title_zh", "title_en")


@admin.register(models.RuleBook)
class RuleBookAdmin(PublicAdmin):
    """For reading: the vocabulary changes by loading rules.yaml, which also checks every measure against it."""

    list_display = ("version", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """So that the page has no button that would save nothing."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
