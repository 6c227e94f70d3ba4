from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.calendars.models import CalendarDay, CalendarYear


class CalendarDayForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """A change of a day that once had a source must name its own: the loader renews the days of a
        provisional year whose source is still the year's."""
        cleaned = super().clean()
        changed = set(self.changed_data)
        if changed & {"date", "kind"} and "source_doc" not in changed and self.initial.get("source_doc"):
            self.add_error("source_doc", _("Name the notice that this change rests on."))
        return cleaned


@admin.register(CalendarYear)
class CalendarYearAdmin(admin.ModelAdmin):
    list_display = ("year", "status", "source")
    list_filter = ("status",)


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    form = CalendarDayForm
    list_display = ("date", "kind", "note_zh", "note_en", "source_doc")
    list_filter = ("kind",)
    search_fields = ("note_zh", "note_en", "source_doc")
    date_hierarchy = "date"
