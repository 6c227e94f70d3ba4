"""Progress of city and districts, the areas' tasks and the table of categories at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from policies import models
from policies.admin.base import PublicAdmin
from policies.districts import districts
from policies.permissions import may_read_desk


class Supplied(PublicAdmin):
    """Figures and lists that the bureau supplies: whoever edits policies enters them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_read_desk(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)


@admin.register(models.Progress)
class ProgressAdmin(Supplied):
    list_display = ("target", "year", "months", "district", "value", "kind", "is_demo")
    list_filter = ("target", "year", "months", "kind", "is_demo")
    list_select_related = ("target", "district")
    search_fields = ("district__name_zh", "district__name_en", "note_zh", "note_en")
    fields = (
        "target", ("year", "months"), "district", ("value", "kind"), ("source_zh", "source_en"),
        ("note_zh", "note_en"), "is_demo",
    )  # fmt: skip

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Targets in figures, and the districts without the city itself, whose figure is that without a district."""
        if db_field.name == "district":
            kwargs["queryset"] = districts()
        if db_field.name == "target":
            kwargs["queryset"] = models.Target.objects.in_figures()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.AreaTask)
class AreaTaskAdmin(Supplied):
    list_display = ("title_zh", "title_en", "area", "sources", "order")
    list_filter = ("area",)
    list_select_related = ("area",)
    search_fields = ("title_zh", "title_en")
    fields = ("area", ("title_zh", "title_en"), "sources", ("source_zh", "source_en"), "order")


class CategoryLinkInline(admin.TabularInline):
    model = models.CategoryLink
    extra = 0


@admin.register(models.CentralCategory)
class CentralCategoryAdmin(Supplied):
    list_display = ("code", "title_zh", "title_en")
    fields = (("code", "order"), ("title_zh", "title_en"))
    inlines = (CategoryLinkInline,)
