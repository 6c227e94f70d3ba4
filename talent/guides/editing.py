"""Edits of public guides, compared piece by piece, and who may publish."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.editing.differences import Difference
from portal.accounts.models import User
from portal.core import clock
from talent.editing import EditRefused, kept, row_differences
from talent.guides.publishing import publish, row_content
from talent.models import Guide, GuideEdit, GuideFact, GuidePaper, GuideStep, GuideVersion

PARTS: dict[str, type[Any]] = {"facts": GuideFact, "papers": GuidePaper, "steps": GuideStep}


def snapshot(pk: int) -> dict[str, Any]:
    """The guide and its parts as they are in the database, the parts by their key."""
    guide = Guide.objects.with_parts().get(pk=pk)
    parts = {name: {str(part.pk): row_content(part) for part in getattr(guide, name).all()} for name in PARTS}
    return {"guide": row_content(guide) | {"agency": guide.agency.code if guide.agency else ""}} | parts


def open_edit(pk: int) -> GuideEdit | None:
    return GuideEdit.objects.filter(guide=pk, decided_at=None).select_related("guide", "author").first()


def keep(pk: int, author: User, sent: QueryDict, before: dict[str, Any], after: dict[str, Any]) -> GuideEdit:
    """One edit of a guide at a time: the author's own is written anew."""
    values = {"author": author, "at": clock.now(), "sent": kept(sent), "before": before, "after": after}
    return GuideEdit.objects.update_or_create(guide_id=pk, decided_at=None, defaults=values)[0]


def is_as_it_was(edit: GuideEdit) -> bool:
    """Whether the guide is still the one on which the edit was written."""
    return snapshot(edit.guide_id) == edit.before


def publish_for(guide: Guide, official: User) -> GuideVersion:
    """Publish what somebody else wrote. Raises `GuideIncomplete` and `EditRefused` (three reviews and three
    proofreadings, 三审三校)."""
    if guide.edited_by_id == official.pk:
        raise EditRefused(_("You were the last to edit it, so somebody else must publish it."))
    return publish(guide, guide.edited_by, approved_by=official)


def differences(edit: GuideEdit) -> list[Difference]:
    """What the edit changes, first in the guide itself, then part by part."""
    found = row_differences("guide", "", Guide, edit.before["guide"], edit.after["guide"])
    for name, model in PARTS.items():
        old, new = edit.before[name], edit.after[name]
        for key in sorted({*old, *new}, key=int):
            before, after = old.get(key, {}), new.get(key, {})
            found += row_differences(f"{name}:{key}", _title(model, after or before), model, before, after)
    return found


def _title(model: type[Any], row: dict[str, Any]) -> str:
    name = str(row.get("name_zh") or row.get("element") or "")
    return f"{capfirst(str(model._meta.verbose_name))} {name}: "
