"""Who handles the money: the officers of the finance bureau."""

import rules

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.reviews.exceptions import StepForbidden


@rules.predicate
def handles_money(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_role(Role.FINANCE)


@rules.predicate
def controls_awards(user: User) -> bool:
    """The division and the supervision look at paid awards again."""
    return user.is_active and user.is_staff and (user.has_role(Role.CASE_MANAGER) or user.has_role(Role.DISCIPLINE))


def must_handle_money(user: User) -> None:
    if not handles_money.test(user):
        raise StepForbidden()
