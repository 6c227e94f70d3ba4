"""The desk's view of the facts. An official who has checked one enters the date and the name."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from talent.admin.two_people import TwoPeople
from talent.admin.words import OfTalentDesk, WordsInline, words_form
from talent.checked import check_now
from talent.models import (
    Agency,
    EntryWithoutVisa,
    Hotline,
    Paper,
    PathStep,
    Penalty,
    PermitClass,
    PermitRoute,
    PointsTable,
    Referral,
    ResidenceRoute,
    StepFee,
    StepLimit,
    StepPaper,
    VisaType,
)


class CheckedAdmin(TwoPeople, OfTalentDesk, admin.ModelAdmin):
    """Every fact with its source and check; filters find what is old or was never checked. Two people change one."""

    list_display = ("__str__", "source_kinds", "checked_on", "checked_by")
    list_filter = ("source_kinds", "checked_on")
    search_fields = ("name_zh", "name_en")
    actions = ("checked_today",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs | {"form": words_form(self.model)}))

    @admin.action(
        description=gettext_lazy("I have checked the chosen facts today, with all that belongs to them"),
        permissions=["change"],
    )
    def checked_today(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        for row in chosen:
            check_now(row, request.user.name or str(request.user))


@admin.register(Agency, Hotline, Paper, VisaType, EntryWithoutVisa, ResidenceRoute, Penalty)
class FactAdmin(CheckedAdmin):
    pass


@admin.register(Referral)
class ReferralAdmin(CheckedAdmin):
    list_select_related = ("agency",)


class RouteInline(WordsInline):
    model = PermitRoute
    extra = 0


@admin.register(PermitClass)
class PermitClassAdmin(CheckedAdmin):
    inlines = (RouteInline,)


@admin.register(PointsTable)
class PointsTableAdmin(CheckedAdmin):
    search_fields = ("version_zh", "version_en")


class LimitInline(WordsInline):
    model = StepLimit
    extra = 0


class FeeInline(OfTalentDesk, admin.TabularInline):
    model = StepFee
    extra = 0


class PaperInline(OfTalentDesk, admin.TabularInline):
    model = StepPaper
    extra = 0
    autocomplete_fields = ("paper",)


@admin.register(PathStep)
class PathStepAdmin(CheckedAdmin):
    search_fields = ("title_zh", "title_en")
    filter_horizontal = ("agencies",)
    inlines = (LimitInline, FeeInline, PaperInline)
