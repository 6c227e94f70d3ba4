"""Edits of public guides: written by one official, compared piece by piece, approved or sent back by another."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.editing.differences import Difference, difference
from portal.accounts.models import User
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.guides.publishing import publish, row_content
from talent.models import Guide, GuideEdit, GuideFact, GuidePaper, GuideStep, GuideVersion
from talent.models.words import told

PARTS: dict[str, type[Any]] = {"facts": GuideFact, "papers": GuidePaper, "steps": GuideStep}
# What the browser sends along and is no answer of the form.
NOT_KEPT = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother"}
LANGUAGES = {"ko": "한국어", "ja": "日本語"}


class EditRefused(PortalError):
    """This edit can't be decided so; the sentence says why."""


class Proposed(Exception):
    """A public guide was changed by one person: what was written is taken back, and waits as an edit."""

    def __init__(self, after: dict[str, Any]) -> None:
        super().__init__()
        self.after = after


def snapshot(pk: int) -> dict[str, Any]:
    """The guide and its parts as they are in the database, the parts by their key."""
    guide = Guide.objects.with_parts().get(pk=pk)
    parts = {name: {str(part.pk): row_content(part) for part in getattr(guide, name).all()} for name in PARTS}
    return {"guide": row_content(guide) | {"agency": guide.agency.code if guide.agency else ""}} | parts


def open_edit(pk: int) -> GuideEdit | None:
    return GuideEdit.objects.filter(guide=pk, decided_at=None).select_related("guide", "author").first()


def keep(pk: int, author: User, sent: QueryDict, before: dict[str, Any], after: dict[str, Any]) -> GuideEdit:
    """One edit of a guide at a time: the author's own is written anew."""
    kept = {name: values for name, values in sent.lists() if name not in NOT_KEPT}
    values = {"author": author, "at": clock.now(), "sent": kept, "before": before, "after": after}
    return GuideEdit.objects.update_or_create(guide_id=pk, decided_at=None, defaults=values)[0]


def for_decision(pk: int, official: User) -> GuideEdit:
    """The edit, locked inside a transaction. Raises `EditRefused` where it was decided or is the official's own."""
    edit = GuideEdit.objects.select_for_update(of=("self",)).select_related("guide", "author").get(pk=pk)
    if edit.decided_at is not None:
        raise EditRefused(_("This edit was decided already. Reload the page."))
    if edit.author_id == official.pk:
        raise EditRefused(_("You wrote this edit, so somebody else must approve it."))
    return edit


def is_as_it_was(edit: GuideEdit) -> bool:
    """Whether the guide is still the one on which the edit was written."""
    return snapshot(edit.guide_id) == edit.before


def decide(edit: GuideEdit, official: User, *, approved: bool, comment: str = "") -> None:
    edit.decided_by, edit.decided_at, edit.approved, edit.comment = official, clock.now(), approved, comment
    edit.save(update_fields=["decided_by", "decided_at", "approved", "comment"])


def send_back(pk: int, official: User, comment: str) -> None:
    """By whoever decides, with a reason; or by the author, who takes it back."""
    with transaction.atomic():
        edit = GuideEdit.objects.select_for_update(of=("self",)).get(pk=pk)
        if edit.decided_at is not None:
            raise EditRefused(_("This edit was decided already. Reload the page."))
        if edit.author_id != official.pk and not comment.strip():
            raise EditRefused(_("Say what is to be mended."))
        decide(edit, official, approved=False, comment=comment.strip()[:2000])


def publish_for(guide: Guide, official: User) -> GuideVersion:
    """Publish what somebody else wrote. Raises `GuideIncomplete` and `EditRefused` (three reviews and three
    proofreadings, 三审三校)."""
    if guide.edited_by_id == official.pk:
        raise EditRefused(_("You were the last to edit it, so somebody else must publish it."))
    return publish(guide, guide.edited_by, approved_by=official)


def differences(edit: GuideEdit) -> list[Difference]:
    """What the edit changes, first in the guide itself, then part by part."""
    found = _of_row("guide", "", Guide, edit.before["guide"], edit.after["guide"])
    for name, model in PARTS.items():
        old, new = edit.before[name], edit.after[name]
        for key in sorted({*old, *new}, key=int):
            before, after = old.get(key, {}), new.get(key, {})
            found += _of_row(f"{name}:{key}", _title(model, after or before), model, before, after)
    return found


def _title(model: type[Any], row: dict[str, Any]) -> str:
    name = str(row.get("name_zh") or row.get("element") or "")
    return f"{capfirst(str(model._meta.verbose_name))} {name}: "


def _of_row(key: str, title: str, model: type[Any], old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    found: list[Difference] = []
    for name in (one for one in {**old, **new} if one != "words"):
        field = model._meta.get_field(name)
        known = dict(field.flatchoices)
        before, after = (known.get(row.get(name), row.get(name)) for row in (old, new))
        found += difference(f"{key}:{name}", f"{title}{field.verbose_name}", before, after)
    for text in told(model):
        for language, spoken in LANGUAGES.items():
            before, after = (_word(row, language, text.name) for row in (old, new))
            found += difference(f"{key}:{text.name}_{language}", f"{title}{text.name} ({spoken})", before, after)
    return found


def _word(row: dict[str, Any], language: str, name: str) -> str:
    return str(row.get("words", {}).get(language, {}).get(name, {}).get("text", ""))
