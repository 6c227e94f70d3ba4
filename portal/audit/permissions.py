from typing import Any

import rules

from portal.accounts.enums import Role


@rules.predicate
def may_read_audit(user: Any) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.has_role(Role.DISCIPLINE)
