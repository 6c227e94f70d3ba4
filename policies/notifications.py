"""What the people of an edit are told: one function a message, called as an effect of the step it tells of."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from policies.models import Revision
from policies.permissions import EDITING_ROLES
from portal.accounts.enums import BUREAU
from portal.accounts.models import User
from portal.core.dates import moment_text
from portal.notifications.actions import tell, tell_many
from portal.notifications.kinds import declare
from portal.reviews.flow import Move

declare("policies/to_check", _("An edit waits for a second pair of eyes"), optional=True)
declare("policies/sent_back", _("An edit of yours was sent back"))
declare("policies/held_back", _("An edit of yours could not be published"))
declare("policies/published", _("An edit of yours was published"), optional=True)


def to_check(move: Move) -> None:
    """To whoever may check it: everybody who edits, but for its author."""
    posts = {"posts__unit__code": BUREAU, "posts__role__in": EDITING_ROLES}
    others = User.objects.filter(is_active=True, is_staff=True, **posts).exclude(pk=move.case.author_id).distinct()
    tell_many(
        kind="policies/to_check",
        recipients=others.order_by("pk"),
        context=lambda person: _facts(move, person.language),
        dedupe_key=_key(move),
        url=_url(move.case),
        case_reference=move.case.number,
    )


def sent_back(move: Move) -> None:
    _tell_author("policies/sent_back", move)


def held_back(move: Move) -> None:
    _tell_author("policies/held_back", move)


def published(move: Move) -> None:
    _tell_author("policies/published", move)


def _tell_author(kind: str, move: Move) -> None:
    author = move.case.author
    if author is not None:
        tell(
            kind=kind,
            recipient=author,
            context=_facts(move, author.language),
            dedupe_key=_key(move),
            url=_url(move.case),
            case_reference=move.case.number,
        )


def _facts(move: Move, language: str) -> dict[str, Any]:
    revision: Revision = move.case
    with translation.override(language):
        return {
            "number": revision.number,
            "title": title_of(revision),
            "summary": revision.summary,
            "author": str(revision.author or ""),
            "who": str(move.actor or ""),
            "comment": move.comment,
            "version": revision.version,
            "when": moment_text(revision.publish_at) if revision.publish_at else "",
        }


def title_of(revision: Revision) -> str:
    """What the edit calls its thing: the title in its own content, which may be newer than the live one."""
    fields = revision.content.get("fields", {})
    first, second = ("zh", "en") if (translation.get_language() or "zh").startswith("zh") else ("en", "zh")
    return fields.get(f"title_{first}") or fields.get(f"title_{second}") or fields.get("code") or revision.number


def _key(move: Move) -> str:
    return f"revision:{move.case.pk}:{move.transition.pk}"


def _url(revision: Revision) -> str:
    return reverse("admin:policies_revision_change", args=[revision.pk])
