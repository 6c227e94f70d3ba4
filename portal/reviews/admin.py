"""What the clock could not do, for whoever administers the portal."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.core import clock
from portal.reviews.models import StuckStep


@admin.register(StuckStep)
class StuckStepAdmin(admin.ModelAdmin):
    """Rows come and go by themselves; the one thing to do is to have the clock try again at once."""

    list_display = ("case_number", "step", "error", "tries", "first_at", "next_at")
    list_select_related = ("item__case",)
    actions = ("try_again",)

    @admin.display(description=_("case"))
    def case_number(self, row: StuckStep) -> str:
        return row.item.case.number

    def has_view_permission(self, request: HttpRequest, obj: StuckStep | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StuckStep | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StuckStep | None = None) -> bool:
        return False

    @admin.action(description=_("Try again now"), permissions=["view"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[StuckStep]) -> None:
        count = chosen.update(next_at=clock.now())
        text = ngettext(
            "The clock tries %(count)s step again within five minutes.",
            "The clock tries %(count)s steps again within five minutes.",
            count,
        )
        messages.success(request, text % {"count": count})
