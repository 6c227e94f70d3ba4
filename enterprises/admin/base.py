"""What is looked at in the admin and never written there."""

from django.contrib import admin
from django.http import HttpRequest

from portal.core.read_only import ReadOnly


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    """For looking at; who may look is for the subclass to say."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
