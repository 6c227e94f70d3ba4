"""Edits of facts: what waits for a second official, and who approved what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.admin.base import ReadOnlyAdmin
from portal.core.exceptions import PortalError
from portal.core.keys import read_key
from talent.admin.two_people import EDIT
from talent.admin.words import OfTalentDesk
from talent.edit_page import edit_page
from talent.editing import for_decision, send_back
from talent.facts.editing import differences
from talent.models import FactEdit


@admin.register(FactEdit)
class FactEditAdmin(ReadOnlyAdmin):
    list_display = ("name", "author", "at", "approved", "decided_by", "decided_at")
    list_filter = ("approved",)
    list_select_related = ("author", "decided_by")
    search_fields = ("name",)
    actions = None

    has_view_permission = OfTalentDesk.has_view_permission

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._check(request)
        pk = read_key(object_id)
        edit = get_object_or_404(FactEdit.objects.select_related("author", "decided_by"), pk=pk)
        problem = ""
        if request.method == "POST":
            try:
                self._decide(request, edit)
            except PortalError as error:
                problem = error.message
            else:
                return redirect(EDIT, edit.pk)
        return self._page(request, "admin/talent/edit.html", _context(edit, request, problem))

    def _decide(self, request: HttpRequest, edit: FactEdit) -> None:
        if "approve" not in request.POST:
            return send_back(FactEdit, edit.pk, request.user, request.POST.get("comment", ""))
        with transaction.atomic():
            locked = for_decision(FactEdit, edit.pk, request.user)
            self.admin_site._registry[locked.model].approve(request, locked)  # type: ignore[attr-defined]
        return None


def _context(edit: FactEdit, request: HttpRequest, problem: str) -> dict[str, Any]:
    there = edit.fact_pk and edit.model.objects.filter(pk=edit.fact_pk).exists()
    return edit_page(edit, request.user, problem) | {
        "title": _("Edit of a fact"),
        "name": edit.name,
        "removes": edit.removes,
        "differences": differences(edit),
        "desk_url": reverse(f"admin:talent_{edit.kind}_changelist") if there else "",
        "desk_label": edit.model._meta.verbose_name_plural,
    }
