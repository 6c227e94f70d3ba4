"""The plan at the desk: areas, targets, figures, categories."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from policies import models
from policies.admin.base import PublicAdmin
from policies.imports.admin import ImportAdmin
from policies.permissions import may_read_desk

for model in (models.Safeguard, models.StatisticalMode, models.Peer):
    admin.site.register(model, PublicAdmin)


class ContactInline(admin.StackedInline):
    """Who answers questions about an area; whoever edits says so."""

    model = models.Contact
    extra = 0
    fields = (("name_zh", "name_en"), ("phone", "email"), ("hours_zh", "hours_en"), "order")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    has_change_permission = has_delete_permission = has_view_permission


@admin.register(models.FocusArea)
class FocusAreaAdmin(PublicAdmin):
    """The plan's own words stay as they are; its contacts are the bureau's."""

    inlines = (ContactInline,)
    list_display = ("number", "code", "title_zh", "title_en")
    fields = (
        ("code", "number", "order"), ("title_zh", "title_en"), ("short_zh", "short_en"), ("lever_zh", "lever_en")
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if request.user.is_superuser:
            return ()
        return [name for row in self.fields for name in row]


@admin.register(models.Plan)
class PlanAdmin(PublicAdmin):
    list_display = ("policy", "period_from", "period_to")
    list_select_related = ("policy",)
    fields = (
        "policy", ("period_from", "period_to"), ("lead_department_zh", "lead_department_en"),
        ("definition_zh", "definition_en"), ("vision_zh", "vision_en"), ("end_state_zh", "end_state_en"),
        ("spatial_pattern_zh", "spatial_pattern_en"), "first_in_province", "bases_aggregate", "industry_tracks",
        "industry_targets",
    )  # fmt: skip


@admin.register(models.Target)
class TargetAdmin(PublicAdmin):
    list_display = ("indicator", "operator", "value", "unit_zh", "qualitative")
    list_filter = ("qualitative",)


@admin.register(models.Indicator)
class IndicatorAdmin(ImportAdmin, PublicAdmin):
    list_display = ("code", "title_zh", "geo", "year", "value", "unit", "kind", "source")
    list_filter = ("geo", "kind", "year", "unit")
    search_fields = ("code", "title_zh", "title_en")


@admin.register(models.TradeCategory)
class TradeCategoryAdmin(PublicAdmin):
    list_display = ("code", "title_zh", "title_en")
    fields = (("code", "order"), ("title_zh", "title_en"), ("scope_zh", "scope_en"), "examples", "note")
