"""A guide goes public whole: with every element that a government guide must have, and as a version that stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import clock
from portal.core.exceptions import PortalError
from talent.models import Guide, GuideVersion
from talent.models.words import told


class GuideIncomplete(PortalError):
    """Elements are missing; the sentence names them."""


@transaction.atomic
def publish(guide: Guide, by: User | None = None, approved_by: User | None = None) -> GuideVersion:
    """Publish a guide as it is now: written `by` one, approved by another; nobody where a file was loaded.

    Raises `GuideIncomplete` when an element is missing.
    """
    guide = Guide.objects.select_for_update(of=("self",)).with_parts().get(pk=guide.pk)
    guide.recount()
    if guide.missing:
        raise GuideIncomplete(_("Missing: %(elements)s.") % {"elements": ", ".join(guide.missing_names)})
    guide.version += 1
    guide.published_at = clock.now()
    guide.save(update_fields=["version", "published_at"])
    return GuideVersion.objects.create(
        guide=guide, number=guide.version, content=content(guide), by=by, approved_by=approved_by
    )


def withdraw(guide: Guide) -> None:
    """Take a guide off the pages; its versions stay."""
    guide.published_at = None
    guide.save(update_fields=["published_at"])


def content(guide: Guide) -> dict[str, Any]:
    """The whole guide as data."""
    parts = {name: [row_content(part) for part in getattr(guide, name).all()] for name in ("facts", "papers", "steps")}
    return row_content(guide) | {"agency": guide.agency.code if guide.agency else None} | parts


def row_content(row: Any) -> dict[str, Any]:
    """A guide or a part of one as data, without what it hangs on."""
    plain = ("slug", "group", "most_used", "element", "known", "actor", "original", "copy", "translation", "seal")
    plain += ("order", "check_every")
    found = {name: getattr(row, name) for name in plain if hasattr(row, name)}
    for text in told(type(row)):
        found |= {f"{text.name}_{half}": getattr(row, f"{text.name}_{half}") for half in ("zh", "en")}
    found["words"] = row.words
    found["source_kinds"], found["checked_by"] = row.source_kinds, row.checked_by
    found["checked_on"] = row.checked_on and row.checked_on.isoformat()
    return found
