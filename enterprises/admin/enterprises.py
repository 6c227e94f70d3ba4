"""The registry: one file per enterprise."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import is_official
from enterprises.models import Enterprise
from enterprises.resources import EnterpriseResource
from portal.core.exports import ExportAdmin


@admin.register(Enterprise)
class EnterpriseAdmin(ExportAdmin, ReadOnlyAdmin):
    resource_classes = (EnterpriseResource,)
    list_display = ("name", "credit_code", "entity_type", "district", "registered_on")
    list_select_related = ("district",)
    search_fields = ("=credit_code", "name")
    search_help_text = _("Credit code or name")
    ordering = ("-pk",)
    fields = readonly_fields = (
        "name", "name_en", "credit_code", "entity_type", "district", "registered_on", "created_at", "updated_at",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        return is_official(request.user)
