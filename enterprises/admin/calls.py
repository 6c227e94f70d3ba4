"""The calls that open a measure."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.desk.access import may_see_calls
from enterprises.desk.call_form import CallForm
from enterprises.models import Call
from portal.core.money import format_cny, yuan


@admin.register(Call)
class CallAdmin(admin.ModelAdmin):
    """The bureau looks; whoever administers the portal opens and changes calls."""

    form = CallForm
    list_display = ("code", "measure", "opens_at", "closes_at", "budget", "committed", "free")
    list_select_related = ("measure",)
    search_fields = ("=code", "measure__title_zh", "measure__title_en")
    readonly_fields = ("committed", "free")
    fields = (
        "code", "measure", ("period_from", "period_to"), ("opens_at", "closes_at"), "budget_cny",
        ("committed", "free"), ("usd_cny", "usd_cny_on"), "is_demo",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return may_see_calls(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_calls(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """A reader sees the budget as a text; the form field is for whoever may change it."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["budget" if name == "budget_cny" else name for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        return (*self.readonly_fields, "budget")

    @admin.display(description=_("budget"), ordering="budget_fen")
    def budget(self, call: Call) -> str:
        return format_cny(call.budget_cny) if call.pk else "–"

    @admin.display(description=_("committed"), ordering="committed_fen")
    def committed(self, call: Call) -> str:
        return format_cny(yuan(call.committed_fen))

    @admin.display(description=_("left"))
    def free(self, call: Call) -> str:
        return format_cny(yuan(call.free_fen)) if call.pk else "–"
