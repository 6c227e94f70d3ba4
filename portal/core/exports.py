"""Lists as files: a page of the admin that hands out what its reader may see, as an Excel table or as CSV."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm
from import_export.resources import ModelResource
from import_export.widgets import Widget

from portal.core import clock


class Cell(Widget):
    """Numbers and dates reach the file as such, so that they can be added up and sorted; a moment by the clock on
    the wall, because Excel knows no time zones."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return localtime(value).replace(tzinfo=None, microsecond=0)
        return None if value == "" else value


class CodesCell(Cell):
    """Rows by their codes, or a list of codes, as people separate them in Chinese; an import takes "," and ";" too."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        rows = value.all() if isinstance(value, Manager) else value or []
        return "、".join(str(getattr(row, "code", row)) for row in rows) or None


class JsonCell(Cell):
    """Data as one JSON text."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)


class LinesCell(Cell):
    """A list of texts, one a line."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "\n".join(map(str, value or []))


def column(heading: Any, attribute: str | None = None, cell: type[Cell] = Cell) -> Field:
    """A column of a file; `attribute` is a path such as "call__code"."""
    return Field(attribute=attribute, column_name=heading, widget=cell(), readonly=True)


class Sheet(ModelResource):
    """What a file holds: the columns that it names, in their order, under headings in the reader's language.

    `notes` say of a column by its name how its cells are written.
    """

    notes: dict[str, Any] = {}

    def described(self) -> list[dict[str, Any]]:
        """Heading and note of each column."""
        names = self.get_export_order()
        heads = self.get_export_headers()
        return [{"heading": head, "note": self.notes.get(name, "")} for name, head in zip(names, heads, strict=True)]

    def get_export_headers(self, selected_fields: list[str] | None = None) -> list[str]:
        return [capfirst(heading) for heading in super().get_export_headers(selected_fields)]


class SheetForm(ExportForm):
    """Which format; the first one unless the reader chooses."""

    def __init__(self, formats: list[type[Format]], resources: list[type[Sheet]], **kwargs: Any):
        super().__init__(formats, resources, **kwargs)
        titles = [getattr(one, "LABEL", one().get_title().upper()) for one in formats]
        choice = self.fields["format"]
        choice.widget = forms.RadioSelect()
        choice.choices = [(str(number), title) for number, title in enumerate(titles)]
        choice.initial = "0"


class ExportAdmin(ExportMixin):
    """Mixin for a ModelAdmin. Who may look may export, and the file holds what the list shows: its rows start
    from `visible_to`, and the list's search and filters hold for it too."""

    export_form_class = SheetForm
    export_template_name = "admin/export.html"
    # Excel takes a CSV file without this mark for the machine's old encoding.
    to_encoding = "utf-8-sig"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = self.model._default_manager.visible_to(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[int]:
        """Rows can't be picked one by one here."""
        return []

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet, file_format: Format) -> str:
        return f"{self.opts.model_name}-{clock.today():%Y-%m-%d}.{file_format.get_extension()}"

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)

    def init_request_context_data(self, request: HttpRequest, form: forms.Form) -> dict[str, Any]:
        context = super().init_request_context_data(request, form)
        (resource,) = self.get_export_resource_classes(request)
        about = {
            "title": _("Export: %(list)s") % {"list": self.opts.verbose_name_plural},
            "columns": resource().described(),
            "count": resource().filter_export(self.get_export_queryset(request)).count(),
            "filtered": bool(request.GET),
        }
        return context | about
