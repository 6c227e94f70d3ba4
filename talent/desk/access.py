"""Who works at the talent desk, and what of it exists for whom."""

import rules

from portal.accounts.enums import Role
from portal.accounts.models import User
from talent.case_querysets import TalentCaseQuerySet, at_desk, desks_of
from talent.models import TalentCase


@rules.predicate
def works_at_desk(user: User) -> bool:
    """Holds a post at a talent desk: moves cases, asks, opens papers."""
    return bool(desks_of(user))


def on_the_desk(user: User) -> TalentCaseQuerySet:
    """What the officials' pages start from: cases of one's own desk that were ever sent, and nobody else's."""
    return TalentCase.objects.filter(at_desk(user))


def desk_places(user: User) -> list[dict[str, object]]:
    """One's own desks, as conditions on work items."""
    return [{"desk": Role.TALENT_DESK, "unit": unit} for unit in sorted(desks_of(user), key=str)]
