"""Delivery of mails: what waits, what went, what failed and why; texts are not shown here."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.core.read_only import ReadOnly
from portal.notifications import actions
from portal.notifications.models import Message
from portal.notifications.permissions import is_mail_operator


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("created_at", "subject", "to_email", "mail_state", "attempts", "last_error", "sent_at")
    list_filter = ("mail_state", "created_at")
    search_fields = ("to_email__exact", "case_reference__exact", "message_id__exact")
    search_help_text = _("E-mail address, case number or Message-ID")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("resend_selected",)
    fields = (
        ("created_at", "kind", "language"),
        ("to_email", "case_reference"),
        "subject",
        ("in_inbox", "read_at", "sensitive"),
        ("mail_state", "attempts", "next_attempt_at", "sent_at"),
        "last_error",
        "message_id",
    )
    readonly_fields = tuple(name for row in fields for name in ((row,) if isinstance(row, str) else row))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).exclude(mail_state="none").defer("body")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_mail_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return is_mail_operator(request.user)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return is_mail_operator(request.user)

    @admin.action(description=_("Send again (failed mails only)"), permissions=["resend"])
    def resend_selected(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        again = [message for message in queryset.failed().select_related("recipient") if actions.resend(message)]
        for message in again:
            self.log_change(request, message, [{"changed": {"fields": ["mail_state"]}}])
        self._report(request, len(again), len(queryset) - len(again))

    def _report(self, request: HttpRequest, queued: int, left: int) -> None:
        if queued:
            text = ngettext("%(count)d mail is queued again.", "%(count)d mails are queued again.", queued)
            self.message_user(request, text % {"count": queued}, messages.SUCCESS)
        if left:
            text = ngettext(
                "%(count)d mail was left as it is: it has not failed, or its text is no longer kept.",
                "%(count)d mails were left as they are: they have not failed, or their text is no longer kept.",
                left,
            )
            self.message_user(request, text % {"count": left}, messages.WARNING)
