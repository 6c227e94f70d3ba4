"""Who may look after the mails. Reading an inbox needs no permission: `visible_to` shows one's own only."""

from typing import Any

import rules

from portal.accounts.enums import Role


@rules.predicate
def is_mail_operator(user: Any) -> bool:
    """The responsible division of the bureau answers for notices that did not arrive."""
    if not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or user.has_role(Role.CASE_MANAGER)
