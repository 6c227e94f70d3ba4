"""The public notice and the objections to it."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import permissions as who
from enterprises.credit.guards import credit_is_clean
from enterprises.decisions import effects as deciding
from enterprises.enums import State
from enterprises.limits import stage_limit
from enterprises.notices import results as noted
from enterprises.notices.guards import came_in_time, no_objection_is_open, notice_is_over, stands_on_a_notice
from enterprises.notices.objection_notifications import upheld as tell_upheld
from enterprises.notices.period import notice_limit
from portal.accounts.enums import Role
from portal.reviews.flow import Step

PUBLICITY: dict[str, Step] = {
    "publish_notice": Step(
        sources=(State.DECIDING,),
        target=State.PUBLICITY,
        label=_("Put on public notice"),
        done=_("On public notice"),
        allowed=who.is_case_manager & who.lies_with_division & who.is_signed & who.drafted_to_support,
        desk=Role.CASE_MANAGER,
        within=notice_limit,
        on_due="close_notice",
        guards=(stands_on_a_notice, credit_is_clean("publicity")),
        effects=(then.tell_on_notice,),
    ),
    "register_objection": Step(
        # Also when the clock has just closed the notice and the objection reached the database before midnight.
        sources=(State.PUBLICITY, State.APPROVED),
        target=State.OBJECTION,
        label=_("Register an objection"),
        done=_("An objection was received"),
        allowed=None,
        desk=Role.CASE_MANAGER,
        within=stage_limit("objection"),
        guards=(came_in_time,),
        effects=(noted.reopened, then.tell_objection),
    ),
    "dismiss_objection": Step(
        sources=(State.OBJECTION,),
        target=State.APPROVED,
        label=_("Dismiss the objection"),
        done=_("Objection dismissed; approved"),
        allowed=who.is_case_manager & who.objections_are_closed,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        comment=True,
        effects=(noted.supported, then.tell_approved),
    ),
    "decide_again": Step(
        sources=(State.OBJECTION,),
        target=State.DECIDING,
        label=_("Uphold the objection: decide again"),
        done=_("Objection upheld; to be decided again"),
        allowed=who.is_case_manager & who.objections_are_closed,
        desk=Role.CASE_MANAGER,
        within=stage_limit("decision"),
        comment=True,
        effects=(noted.upheld, then.release_budget, deciding.revoke_decision, tell_upheld),
    ),
    "close_notice": Step(
        # Also where objections were dismissed while the notice still ran.
        sources=(State.PUBLICITY, State.OBJECTION),
        target=State.APPROVED,
        label=_("Close the public notice"),
        done=_("Public notice ended; approved"),
        allowed=None,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        guards=(notice_is_over, no_objection_is_open),
        effects=(noted.supported, then.tell_approved),
    ),
}
