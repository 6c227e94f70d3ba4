"""Before the class of an admin: what one official saves, adds or takes away is public once another has approved it."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.core.keys import read_key
from talent.editing import EditRefused, Proposed, decide
from talent.facts import editing
from talent.models import FactEdit
from talent.models.edit import Edit

EDIT = "admin:talent_factedit_change"


def sent_again(page: Any, request: HttpRequest, edit: Edit, pk: int | None) -> bool:
    """The form once more, as it was sent, on the admin's page of this row; whether it was saved."""
    again = copy(request)
    again.POST = edit.form  # type: ignore[assignment,misc]
    again.approved_edit = edit  # type: ignore[attr-defined]
    return isinstance(page._changeform_view(again, str(pk) if pk else None, "", None), HttpResponseRedirect)


class TwoPeople:
    """For rows that the public reads as they are. Whoever approves sends the form once more, as it was sent, so that
    whatever holds for an edit holds on the day of its approval."""

    model: Any
    inlines: tuple[Any, ...]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        pk = read_key(object_id)
        if (answer := self._waiting(request, pk)) is not None:
            return answer
        before = self._snapshot(pk) if request.method == "POST" else {}
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        except Proposed as proposed:
            return self._keep(request, pk if before else None, (before, proposed.after), proposed.name)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        pk = read_key(object_id)
        if (answer := self._waiting(request, pk)) is not None:
            return answer
        before = self._snapshot(pk) if request.method == "POST" else {}
        try:
            return super().delete_view(request, object_id, extra_context)  # type: ignore[misc]
        except Proposed as proposed:
            return self._keep(request, pk, (before, {}), proposed.name, removes=True)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Rows are taken away one by one."""
        found: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        return {name: action for name, action in found.items() if name != "delete_selected"}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        touched = not change or form.has_changed() or any(formset.has_changed() for formset in formsets)
        if touched and not hasattr(request, "approved_edit"):
            raise Proposed(self._snapshot(form.instance.pk), str(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise Proposed({}, str(obj))

    def approve(self, request: HttpRequest, edit: FactEdit) -> None:
        """Inside a transaction in which the edit is locked. Raises `EditRefused`."""
        pk = edit.fact_pk
        if pk is not None and self._snapshot(pk) != edit.before:
            raise EditRefused(_("It has changed since this was written. Send it back."))
        if edit.removes:
            self._remove(pk)
        else:
            if not sent_again(self, request, edit, pk):
                raise EditRefused(_("It can’t be saved any more as it was written. Send it back."))
        decide(edit, request.user, approved=True)

    def _remove(self, pk: int | None) -> None:
        try:
            with transaction.atomic():
                self.model.objects.get(pk=pk).delete()
        except ProtectedError as error:
            raise EditRefused(_("Something else rests on it by now. Send it back.")) from error

    def _waiting(self, request: HttpRequest, pk: int) -> HttpResponse | None:
        """An edit that waits is shown to whoever opens the fact, and nobody writes over somebody else's."""
        waiting = editing.open_edit(self.model, pk) if self.has_view_permission(request) else None  # type: ignore[attr-defined]
        if waiting is None or (request.method == "POST" and waiting.author_id == request.user.pk):
            return None
        text = _("An edit of this fact waits for a second official. It is decided first.")
        self.message_user(request, text, messages.WARNING)  # type: ignore[attr-defined]
        return redirect(EDIT, waiting.pk)

    def _snapshot(self, pk: int) -> dict[str, Any]:
        row = self.model.objects.filter(pk=pk).first()
        return editing.snapshot(row, [inline.model for inline in self.inlines]) if row else {}

    def _keep(
        self, request: HttpRequest, pk: int | None, snapshots: Any, name: str, *, removes: bool = False
    ) -> HttpResponse:
        edit = editing.keep(self.model, pk, request.user, request.POST, snapshots, name, removes=removes)
        text = _("Kept for a second official. The public reads nothing of it before somebody else approves it.")
        self.message_user(request, text, messages.SUCCESS)  # type: ignore[attr-defined]
        return redirect(EDIT, edit.pk)
