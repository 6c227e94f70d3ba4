"""The public notice and the objections to it."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import permissions as who
from enterprises.enums import State
from enterprises.limits import stage_limit
from portal.accounts.enums import Role
from portal.reviews.flow import Step

PUBLICITY: dict[str, Step] = {
    "register_objection": Step(
        sources=(State.PUBLICITY,),
        target=State.OBJECTION,
        label=_("Register an objection"),
        done=_("An objection was received"),
        allowed=who.is_case_manager,
        desk=Role.CASE_MANAGER,
        within=stage_limit("objection"),
        comment=True,
        effects=(then.tell_objection,),
    ),
    "dismiss_objection": Step(
        sources=(State.OBJECTION,),
        target=State.APPROVED,
        label=_("Dismiss the objection"),
        done=_("Objection dismissed; approved"),
        allowed=who.is_case_manager,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        comment=True,
        effects=(then.tell_approved,),
    ),
    "decide_again": Step(
        sources=(State.OBJECTION,),
        target=State.DECIDING,
        label=_("Uphold the objection: decide again"),
        done=_("Objection upheld; to be decided again"),
        allowed=who.is_case_manager,
        desk=Role.CASE_MANAGER,
        within=stage_limit("decision"),
        comment=True,
        effects=(then.release_budget,),
    ),
    "close_notice": Step(
        sources=(State.PUBLICITY,),
        target=State.APPROVED,
        label=_("Close the public notice"),
        done=_("Public notice ended without objection; approved"),
        allowed=None,
        desk=Role.FINANCE,
        within=stage_limit("payment"),
        effects=(then.tell_approved,),
    ),
}
