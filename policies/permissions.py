"""Who edits what the city publishes: the bureau's division and its leadership, two of them for each version."""

import rules

from policies.models import Revision
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import User

EDITING_ROLES = (Role.CASE_MANAGER, Role.LEADERSHIP)


def _bureau_roles(user: User) -> set[str]:
    """The editing roles that the person holds in the bureau itself; read once per instance."""
    if not hasattr(user, "_bureau_roles"):
        posts = user.held_posts()
        roles = {post.role for post in posts if post.unit.code == BUREAU and post.role in EDITING_ROLES}
        user._bureau_roles = roles  # type: ignore[attr-defined]
    return user._bureau_roles  # type: ignore[attr-defined]


@rules.predicate
def is_editor(user: User, revision: Revision | None = None) -> bool:
    """Division or leadership of the bureau: the same posts in another unit edit nothing."""
    return user.is_active and user.is_staff and bool(_bureau_roles(user))


@rules.predicate
def is_author(user: User, revision: Revision) -> bool:
    return revision.author_id == user.pk


@rules.predicate
def is_leader(user: User, revision: Revision) -> bool:
    """For the edit of somebody who has left or is ill."""
    return Role.LEADERSHIP in _bureau_roles(user)


is_second_pair_of_eyes = rules.predicate(
    lambda user, revision: not is_author.test(user, revision), name="is_second_pair_of_eyes"
)


def may_read_desk(user: User) -> bool:
    """Who sees edits, versions and the care of contents: editors, and who administers the portal."""
    return is_editor.test(user) or (user.is_active and user.is_staff and user.is_superuser)
