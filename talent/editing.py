"""Edits of what the public reads: written by one official, approved or sent back by another."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from policies.editing.differences import Difference, difference
from portal.accounts.models import User
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.models.edit import Edit
from talent.models.words import told

LANGUAGES = {"ko": "한국어", "ja": "日本語"}
# What the browser sends along and is no answer of the form.
NOT_KEPT = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother"}


class EditRefused(PortalError):
    """This edit can't be decided so; the sentence says why."""


class Proposed(Exception):
    """Something public was changed by one person: what was written is taken back, and waits as an edit."""

    def __init__(self, after: dict[str, Any], name: str = "") -> None:
        super().__init__()
        self.after, self.name = after, name


def kept(sent: QueryDict) -> dict[str, list[Any]]:
    """The answers of a form, to send them again."""
    return {name: values for name, values in sent.lists() if name not in NOT_KEPT}


def for_decision(model: type[Edit], pk: int, official: User) -> Any:
    """The edit, locked inside a transaction. Raises `EditRefused` where it was decided or is the official's own."""
    edit = _locked(model, pk)
    if edit.author_id == official.pk:
        raise EditRefused(_("You wrote this edit, so somebody else must approve it."))
    return edit


def decide(edit: Edit, official: User, *, approved: bool, comment: str = "") -> None:
    edit.decided_by, edit.decided_at, edit.approved, edit.comment = official, clock.now(), approved, comment
    edit.save(update_fields=["decided_by", "decided_at", "approved", "comment"])


def send_back(model: type[Edit], pk: int, official: User, comment: str) -> None:
    """By whoever decides, with a reason; or by the author, who takes it back."""
    with transaction.atomic():
        edit = _locked(model, pk)
        if edit.author_id != official.pk and not comment.strip():
            raise EditRefused(_("Say what is to be mended."))
        decide(edit, official, approved=False, comment=comment.strip()[:2000])


def _locked(model: type[Edit], pk: int) -> Any:
    edit = model._default_manager.select_for_update(of=("self",)).select_related("author").get(pk=pk)
    if edit.decided_at is not None:
        raise EditRefused(_("This edit was decided already. Reload the page."))
    return edit


def row_differences(
    key: str, title: str, model: type[Any], old: dict[str, Any], new: dict[str, Any]
) -> list[Difference]:
    """What differs between two states of a row, field by field, then its words in each further language."""
    found: list[Difference] = []
    for name in (one for one in {**old, **new} if one != "words"):
        field = model._meta.get_field(name)
        before, after = (_said(field, row.get(name)) for row in (old, new))
        found += difference(f"{key}:{name}", f"{title}{field.verbose_name}", before, after)
    for text in told(model) if hasattr(model, "words") else ():
        for language, spoken in LANGUAGES.items():
            before, after = (_word(row, language, text.name) for row in (old, new))
            found += difference(f"{key}:{text.name}_{language}", f"{title}{text.name} ({spoken})", before, after)
    return found


def _said(field: Any, value: Any) -> str:
    if isinstance(value, (dict, list)) and not field.is_relation:
        return json.dumps(value, ensure_ascii=False, indent=1)
    if isinstance(value, list):
        return ", ".join(value)
    said = dict(getattr(field, "flatchoices", ())).get(value, value)
    return "" if said is None else str(said)


def _word(row: dict[str, Any], language: str, name: str) -> str:
    return str(row.get("words", {}).get(language, {}).get(name, {}).get("text", ""))
