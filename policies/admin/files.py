"""The files of documents: one official gives a file, another one lets it out."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from policies.admin.base import PublicAdmin
from policies.document_files import PolicyFileForm
from policies.models import PolicyFile
from policies.permissions import is_editor, may_read_desk
from portal.audit.actions import record


@admin.register(PolicyFile)
class PolicyFileAdmin(PublicAdmin):
    form = PolicyFileForm
    list_display = ("title_zh", "policy", "attachment", "scan", "given_by", "approved_by")
    list_select_related = ("policy", "attachment", "given_by", "approved_by")
    search_fields = ("title_zh", "title_en", "policy__code", "policy__title_zh")
    autocomplete_fields = ("policy",)
    fields = ("policy", ("title_zh", "title_en"), "order", "upload")
    actions = ("approve",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_desk(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor.test(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_editor.test(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_editor.test(request.user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = type(PolicyFileForm.__name__, (PolicyFileForm,), {"owner": request.user})
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description=_("check"))
    def scan(self, file: PolicyFile) -> str:
        return file.attachment.get_state_display()

    @admin.action(description=_("Let the chosen files out (not one’s own)"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[PolicyFile]) -> None:
        """Each by itself, so that the public pages learn of it. Whoever gave a file never lets it out."""
        waiting = queryset.filter(approved_by=None)
        others = list(waiting.exclude(given_by=request.user))
        for file in others:
            file.approved_by = request.user
            file.save(update_fields=["approved_by"])
            record(scope=f"policy:{file.policy_id}", verb="approve_file", actor=request.user, target=str(file))
        own = waiting.filter(given_by=request.user).count()
        if others:
            text = ngettext("%(n)s file is public now.", "%(n)s files are public now.", len(others))
            self.message_user(request, text % {"n": len(others)}, messages.SUCCESS)
        if own:
            text = ngettext(
                "%(n)s file was given by you: another person must look at it.",
                "%(n)s files were given by you: another person must look at them.",
                own,
            )
            self.message_user(request, text % {"n": own}, messages.WARNING)
