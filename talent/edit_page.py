"""An edit of a guide or of a fact as its page at the desk shows it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.dates import moment_text
from talent.models.edit import Edit


def edit_page(edit: Edit, official: User, problem: str = "") -> dict[str, Any]:
    """What both kinds show; `name`, `title`, `differences` and the links are for the kind to add."""
    state, tone = _standing(edit)
    return {
        "edit": edit,
        "facts": _facts(edit),
        "mine": edit.author_id == official.pk,
        "state": state,
        "tone": tone,
        "problem": problem,
        "status": 409 if problem else 200,
    }


def _standing(edit: Edit) -> tuple[str, str]:
    if edit.decided_at is None:
        return _("Waits for a second official"), "sand"
    return (_("Approved and public"), "pine") if edit.approved else (_("Sent back"), "tile")


def _facts(edit: Edit) -> list[dict[str, str]]:
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
