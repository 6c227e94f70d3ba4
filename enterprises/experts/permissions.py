"""Who keeps the pool, who draws, who scores."""

import rules

from enterprises.models import Sheet
from portal.accounts.enums import Role
from portal.accounts.models import User


@rules.predicate
def keeps_pool(user: User) -> bool:
    return user.is_active and user.is_staff and (user.is_superuser or user.has_role(Role.CASE_MANAGER))


@rules.predicate
def may_draw(user: User) -> bool:
    """The division; the lot decides, so nobody picks."""
    return user.is_active and user.is_staff and user.has_role(Role.CASE_MANAGER)


@rules.predicate
def scores(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_role(Role.EXPERT)


@rules.predicate
def is_own_sheet(user: User, sheet: Sheet) -> bool:
    return scores.test(user) and sheet.expert.user_id == user.pk
