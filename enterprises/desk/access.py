"""Who works at the desk, and how far each post lets them see."""

from collections.abc import Hashable

import rules

from enterprises.desk_enums import DeskCode
from enterprises.enums import State
from enterprises.models import Application
from enterprises.querysets import CITY_ROLES, ROLES_AT, ApplicationQuerySet
from portal.accounts.enums import Role
from portal.accounts.models import User

# The talent desk has a desk of its own, and sees nothing of the support funds.
FUNDS_ROLES = ROLES_AT[DeskCode.FUNDS]


@rules.predicate
def is_official(user: User) -> bool:
    """Has entered the desk and holds a post in the support funds, or administers the portal."""
    if not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or any(role in FUNDS_ROLES for role, _unit in user.held())


@rules.predicate
def sees_city(user: User) -> bool:
    return user.is_superuser or any(role in CITY_ROLES for role, _unit in user.held())


@rules.predicate
def is_only_consulted(user: User) -> bool:
    """Answers questions about cases, and works at no desk of its own: begins with the questions."""
    return not user.is_superuser and {role for role, _unit in user.held()} == {Role.JOINT_DEPARTMENT}


@rules.predicate
def may_see_calls(user: User) -> bool:
    """Calls, their budgets and the ledger: the bureau, the finance bureau, the supervision."""
    return user.is_staff and sees_city(user)


@rules.predicate
def may_see_account_number(user: User) -> bool:
    """Only the desk that pays reads the whole number of an account."""
    return user.is_staff and user.has_role(Role.FINANCE)


@rules.predicate
def keeps_registry(user: User) -> bool:
    """The responsible division brings rosters in, corrects the enterprises' files and verifies their figures."""
    return user.is_active and user.is_staff and (user.is_superuser or user.has_role(Role.CASE_MANAGER))


def districts_of(user: User) -> list[int]:
    """The units in which the person is a district officer."""
    return sorted(unit for role, unit in user.held() if role == Role.DISTRICT and unit is not None)


def desks_of(user: User) -> list[tuple[str, int | None]]:
    """The desks at which the person works: role and unit of each post."""
    return sorted((role, unit) for role, unit in user.held() if role in FUNDS_ROLES)


def person(user: User) -> tuple[Hashable, ...]:
    """All of a person that lists of the desk hang on: who they are, and which posts they hold."""
    return user.pk, user.is_active, user.is_staff, user.is_superuser, frozenset(user.held())


def on_the_desk(user: User) -> ApplicationQuerySet:
    """What the officials' pages start from: what the person reads as a whole, without drafts."""
    return Application.objects.readable_in_full_by(user).exclude(state=State.DRAFT)
