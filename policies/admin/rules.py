"""What measures are written with: papers and the words of the rules."""

from django.contrib import admin

from policies import models
from policies.admin.base import PublicAdmin
from portal.core.read_only import ReadOnly


@admin.register(models.PaperType)
class PaperTypeAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en", "format", "sensitive", "baseline")
    list_filter = ("format", "sensitive", "baseline")
    search_fields = ("code", "title_zh", "title_en")


@admin.register(models.RuleBook)
class RuleBookAdmin(ReadOnly, PublicAdmin):
    """For reading: the vocabulary changes by loading rules.yaml, which also checks every measure against it."""

    list_display = ("version", "updated_at")
