"""Who works at the talent desk, and what of it exists for whom."""

import rules
from django.db.models import Q

from portal.accounts.enums import Role
from portal.accounts.models import User
from talent.case_querysets import TalentCaseQuerySet, at_desk, desks_of
from talent.cases.enums import CaseState
from talent.models import TalentCase


@rules.predicate
def works_at_desk(user: User) -> bool:
    """Holds a post at a talent desk: moves cases, asks, opens papers."""
    return bool(desks_of(user))


@rules.predicate
def supervises(user: User) -> bool:
    """The supervision reads where every case stands, and nothing that is sealed: no paper, no passport."""
    return user.is_active and user.is_staff and user.has_role(Role.DISCIPLINE)


@rules.predicate
def sees_desk(user: User) -> bool:
    return works_at_desk(user) or supervises(user)


def on_the_desk(user: User) -> TalentCaseQuerySet:
    """What the officials' pages start from: cases of one's own desk that were ever sent, for the supervision all."""
    seen = at_desk(user)
    if supervises(user):
        seen |= ~Q(state=CaseState.DRAFT)
    return TalentCase.objects.filter(seen)


def desk_places(user: User) -> list[dict[str, object]]:
    """The desks in question, as conditions on work items: one's own, for the supervision every talent desk."""
    own = sorted(desks_of(user), key=str)
    if own:
        return [{"desk": Role.TALENT_DESK, "unit": unit} for unit in own]
    return [{"desk": Role.TALENT_DESK}] if supervises(user) else []
