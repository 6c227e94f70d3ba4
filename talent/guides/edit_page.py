"""An edit of a guide as its page at the desk shows it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.dates import moment_text
from talent.guides.editing import differences
from talent.models import GuideEdit


def edit_page(edit: GuideEdit, official: User, problem: str = "") -> dict[str, Any]:
    state, tone = _standing(edit)
    return {
        "title": _("Edit of a guide"),
        "edit": edit,
        "differences": differences(edit),
        "facts": _facts(edit),
        "mine": edit.author_id == official.pk,
        "state": state,
        "tone": tone,
        "guide_url": reverse("admin:talent_guide_changelist") + f"?q={edit.guide.slug}",
        "public_url": edit.guide.get_absolute_url(),
        "problem": problem,
        "status": 409 if problem else 200,
    }


def _standing(edit: GuideEdit) -> tuple[str, str]:
    if edit.decided_at is None:
        return _("Waits for a second official"), "sand"
    return (_("Approved and public"), "pine") if edit.approved else (_("Sent back"), "tile")


def _facts(edit: GuideEdit) -> list[dict[str, str]]:
    found = [
        {"label": _("Written by"), "value": str(edit.author)},
        {"label": _("Written"), "value": moment_text(edit.at)},
    ]
    if edit.decided_at is not None:
        found.append({"label": _("Decided by"), "value": str(edit.decided_by)})
        found.append({"label": _("Decided"), "value": moment_text(edit.decided_at)})
    if edit.comment:
        found.append({"label": _("What is to be mended"), "value": edit.comment})
    return found
