"""The calendar of working days, edited by the responsible division. Every change shows first what it would move."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.calendars.enums import DayKind, YearStatus
from portal.calendars.models import CalendarDay, CalendarYear
from portal.calendars.watchers import moved, record
from portal.calendars.workdays import Calendar

SHOWN = 20


def keeps_calendar(user: Any) -> bool:
    """The responsible division and the administrators."""
    return user.is_active and user.is_staff and (user.is_superuser or user.has_role(Role.CASE_MANAGER))


class CalendarDayForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_doc"].required = True

    def clean(self) -> dict[str, Any]:
        """A change of a day that once had a source must name its own: the loader renews the days of a
        provisional year whose source is still the year's."""
        cleaned = super().clean()
        changed = set(self.changed_data)
        if changed & {"date", "kind"} and "source_doc" not in changed and self.initial.get("source_doc"):
            self.add_error("source_doc", _("Name the notice that this change rests on."))
        return cleaned


class CalendarYearForm(forms.ModelForm):
    class Meta:
        model = CalendarYear
        fields = ("year", "status", "source")

    def clean(self) -> dict[str, Any]:
        """A year is official by a notice, and the notice has a name."""
        cleaned = super().clean()
        if cleaned.get("status") == YearStatus.OFFICIAL and not cleaned.get("source"):
            self.add_error("source", _("Name the notice by which the State Council announced the year."))
        return cleaned


class PreviewedAdmin(admin.ModelAdmin):
    """Saves on the second click: the first one shows how many open cases get another date."""

    actions = None
    change_confirmation_template = "admin/calendars/preview.html"
    delete_confirmation_template = "admin/calendars/delete.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_calendar(request.user)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def changed_calendar(self, obj: Any, before: Any | None) -> Calendar:
        """The calendar as it would be with `obj` in the place of `before`."""
        raise NotImplementedError

    def without(self, obj: Any) -> Calendar:
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and "sure" not in request.POST:
            shown = self._preview(request, object_id)
            if shown is not None:
                return shown
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id) if keeps_calendar(request.user) else None
        shown = _moves(self.without(obj)) if obj is not None else {}
        return super().delete_view(request, object_id, shown | (extra_context or {}))

    def _preview(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """None where the form has mistakes, or the person no right: the form itself says so."""
        before = self.get_object(request, object_id) if object_id else None
        if not keeps_calendar(request.user) or (object_id and before is None):
            return None
        edited = self.get_object(request, object_id) if object_id else None
        form = self.get_form(request, edited, change=edited is not None)(request.POST, instance=edited)
        if not form.is_valid():
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("What this change moves"),
            "opts": self.opts,
            "subject": form.instance,
            "posted": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
        }
        shown = _moves(self.changed_calendar(form.instance, before))
        return TemplateResponse(request, self.change_confirmation_template, context | shown)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        values = {name: str(form.cleaned_data.get(name, "")) for name in form.changed_data}
        record(request.user, "change" if change else "add", obj, values)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        record(request.user, "delete", obj, {})
        super().delete_model(request, obj)


def _moves(calendar: Calendar) -> dict[str, Any]:
    """How many open cases get another date or lose its mark, and the first of them."""
    found = moved(calendar)
    first = list(islice(found, SHOWN))
    rest = list(found)
    every = first + rest
    return {
        "first": first,
        "more": len(rest),
        "dates": sum(one.old != one.new for one in every),
        "marks": sum(one.old == one.new for one in every),
    }


def _with(rows: Mapping[Any, bool], removed: Any, added: Any, value: bool) -> dict[Any, bool]:
    return {key: known for key, known in rows.items() if key != removed} | {added: value}


@admin.register(CalendarYear)
class CalendarYearAdmin(PreviewedAdmin):
    form = CalendarYearForm
    list_display = ("year", "status", "source")
    list_filter = ("status",)

    def changed_calendar(self, obj: CalendarYear, before: CalendarYear | None) -> Calendar:
        now = Calendar.read()
        official = _with(now.official, before.year if before else None, obj.year, obj.is_official)
        return Calendar(official, now.worked)

    def without(self, obj: CalendarYear) -> Calendar:
        now = Calendar.read()
        return Calendar({year: known for year, known in now.official.items() if year != obj.year}, now.worked)


@admin.register(CalendarDay)
class CalendarDayAdmin(PreviewedAdmin):
    form = CalendarDayForm
    list_display = ("date", "kind", "note_shown", "source_doc")
    list_filter = ("kind",)
    search_fields = ("note_zh", "note_en", "source_doc")
    date_hierarchy = "date"

    @admin.display(description=_("note"), ordering="note_zh")
    def note_shown(self, day: CalendarDay) -> str:
        return day.note

    def changed_calendar(self, obj: CalendarDay, before: CalendarDay | None) -> Calendar:
        now = Calendar.read()
        worked = _with(now.worked, before.date if before else None, obj.date, DayKind(obj.kind).is_worked)
        return Calendar(now.official, worked)

    def without(self, obj: CalendarDay) -> Calendar:
        now = Calendar.read()
        return Calendar(now.official, {day: known for day, known in now.worked.items() if day != obj.date})
