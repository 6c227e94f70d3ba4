"""The planner's numbers: an official who has compared one with its source enters the date and the name."""

from django.contrib import admin

from talent.admin.facts import CheckedAdmin
from talent.models import PlanConstant


@admin.register(PlanConstant)
class PlanConstantAdmin(CheckedAdmin):
    list_display = ("__str__", "code", "least", "most", "unit", "source_kinds", "checked_on", "checked_by")
    search_fields = ("code", "name_zh", "name_en")
