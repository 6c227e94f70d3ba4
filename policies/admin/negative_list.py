"""The negative list at the desk."""

from django.contrib import admin

from policies import models
from policies.admin.base import PublicAdmin
from policies.imports.admin import ImportAdmin

for model in (models.Sector, models.SupplyMode, models.Dimension):
    admin.site.register(model, PublicAdmin)


@admin.register(models.NegativeList)
class NegativeListAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "document", "effective_on", "item_count")


@admin.register(models.NegativeListEntry)
class NegativeListEntryAdmin(ImportAdmin, PublicAdmin):
    list_display = ("edition", "number", "sector", "text_zh")
    list_filter = ("edition", "sector", "modes", "dimensions")
    list_select_related = ("edition", "sector")
    search_fields = ("text_zh", "text_en", "=number")
    fields = (("edition", "number", "order"), "sector", ("text_zh", "text_en"), ("modes", "dimensions"), "source")


@admin.register(models.FtzDifference)
class FtzDifferenceAdmin(PublicAdmin):
    list_display = ("text_zh", "text_en")
