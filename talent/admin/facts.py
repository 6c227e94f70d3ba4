"""The desk's view of the facts. An official who has checked one enters the date and the name."""

from django.contrib import admin

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


class CheckedAdmin(admin.ModelAdmin):
    """Every fact with its source and check; filters find what is old or was never checked."""

    list_display = ("__str__", "source_kinds", "checked_on", "checked_by")
    list_filter = ("source_kinds", "checked_on")
    search_fields = ("name_zh", "name_en")


@admin.register(Agency, Hotline, Paper, VisaType, EntryWithoutVisa, ResidenceRoute, Penalty)
class FactAdmin(CheckedAdmin):
    pass


@admin.register(Referral)
class ReferralAdmin(CheckedAdmin):
    list_select_related = ("agency",)


class RouteInline(admin.StackedInline):
    model = PermitRoute
    extra = 0


@admin.register(PermitClass)
class PermitClassAdmin(CheckedAdmin):
    inlines = (RouteInline,)


@admin.register(PointsTable)
class PointsTableAdmin(CheckedAdmin):
    search_fields = ("version_zh", "version_en")


class LimitInline(admin.StackedInline):
    model = StepLimit
    extra = 0


class FeeInline(admin.TabularInline):
    model = StepFee
    extra = 0


class PaperInline(admin.TabularInline):
    model = StepPaper
    extra = 0
    autocomplete_fields = ("paper",)


@admin.register(PathStep)
class PathStepAdmin(CheckedAdmin):
    search_fields = ("title_zh", "title_en")
    filter_horizontal = ("agencies",)
    inlines = (LimitInline, FeeInline, PaperInline)
