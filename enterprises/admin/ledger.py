"""The ledger of the calls' budgets."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.access import may_see_calls
from enterprises.models import BudgetEntry
from enterprises.resources import BudgetEntryResource
from portal.core.exports import ExportAdmin
from portal.core.money import format_cny, yuan


@admin.register(BudgetEntry)
class BudgetEntryAdmin(ExportAdmin, ReadOnlyAdmin):
    """The ledger of the calls' budgets: written by signatures and releases, never by hand."""

    resource_classes = (BudgetEntryResource,)
    list_display = ("at", "call_code", "application", "kind", "amount", "actor")
    list_select_related = ("call", "application", "actor")
    list_filter = ("kind",)
    search_fields = ("=application__number", "=call__code")
    ordering = ("-pk",)
    fields = readonly_fields = ("at", "call", "application", "kind", "amount", "actor")

    def has_view_permission(self, request: HttpRequest, obj: BudgetEntry | None = None) -> bool:
        return may_see_calls(request.user)

    @admin.display(description=_("call"), ordering="call__code")
    def call_code(self, entry: BudgetEntry) -> str:
        return entry.call.code

    @admin.display(description=_("amount"), ordering="amount_fen")
    def amount(self, entry: BudgetEntry) -> str:
        return format_cny(yuan(entry.amount_fen))
