"""Bases, venues, industries and clusters at the desk."""

from django.contrib import admin

from policies import models
from policies.admin.base import PublicAdmin
from policies.imports.admin import ImportAdmin

admin.site.register(models.Cluster, PublicAdmin)


@admin.register(models.Base)
class BaseAdmin(ImportAdmin, PublicAdmin):
    list_display = ("code", "level", "title_zh", "title_en", "tenants", "export_usd")
    list_filter = ("level",)


@admin.register(models.Venue)
class VenueAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")


@admin.register(models.IndustryGroup)
class IndustryGroupAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")
