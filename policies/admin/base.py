"""What the desk's pages about public content have in common."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from policies.editing.desk import on_their_way
from policies.permissions import is_editor, may_read_desk
from portal.core import read_only


class PublicAdmin(admin.ModelAdmin):
    """Saves each object by itself, so that the public pages learn of every change."""

    list_per_page = 50

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            row.delete()


class ReadOnly(read_only.ReadOnly):
    """For looking at, by whoever edits and by whoever administers the portal."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_desk(request.user)


class LiveRows(ReadOnly, admin.TabularInline):
    """Rows that belong to a published thing, as a plain table."""

    extra = 0
    template = "admin/policies/live_rows.html"


class LiveAdmin(ReadOnly, PublicAdmin):
    """What is published. Nobody changes it here, the administrator neither: an edit with a second pair of eyes does.

    `subject` is the `RevisionSubject` of its edits.
    """

    subject = ""
    change_form_template = "admin/policies/live_form.html"
    change_list_template = "admin/policies/live_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {"subject": self.subject, "may_edit": is_editor.test(request.user)}
        return super().changelist_view(request, own | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        target = self.get_object(request, object_id)
        own: dict[str, Any] = {"subject": self.subject, "may_edit": is_editor.test(request.user)}
        if target is not None and self.has_view_permission(request):
            own |= {"title": target.title, "subtitle": None, "public_url": target.get_absolute_url()}
            own["open_edits"] = on_their_way(target)
        return super().change_view(request, object_id, form_url, own | (extra_context or {}))
