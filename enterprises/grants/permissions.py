"""Who prepares an award without application, and who releases it: never the same person."""

import rules

from enterprises.call_permissions import may_draft_calls
from enterprises.desk.access import may_see_calls
from enterprises.models import GrantRun
from portal.accounts.enums import Role
from portal.accounts.models import User

may_see_grants = may_see_calls


@rules.predicate
def may_prepare_grants(user: User, run: GrantRun | None = None) -> bool:
    """The bureau's division brings rosters in and settles what is unclear."""
    return bool(may_draft_calls.test(user))


@rules.predicate
def may_release_grants(user: User, run: GrantRun | None = None) -> bool:
    """The leadership releases; who prepared the run does not, whatever other post they hold."""
    leads = user.is_active and user.is_staff and user.has_role(Role.LEADERSHIP)
    return leads and (run is None or run.prepared_by_id != user.pk)
