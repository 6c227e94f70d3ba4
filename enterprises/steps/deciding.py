"""The decision: drafted by the division, signed by somebody else."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import guards as only_if
from enterprises import permissions as who
from enterprises.enums import State
from enterprises.limits import stage_limit
from portal.accounts.enums import Role
from portal.reviews.flow import Step

DECIDING: dict[str, Step] = {
    "draft_decision": Step(
        sources=(State.VERIFICATION,),
        target=State.DECIDING,
        label=_("Draft the decision"),
        done=_("Decision drafted"),
        allowed=who.is_case_manager & who.lies_with_division,
        desk=Role.LEADERSHIP,
        within=stage_limit("decision"),
        guards=(only_if.decision_fits,),
        effects=(then.write_decision,),
        visible=False,
        needs_form=True,
    ),
    "return_draft": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Send the draft back"),
        done=_("Draft sent back"),
        allowed=who.is_leader & who.is_not_drafter & who.lies_with_leadership,
        desk=Role.CASE_MANAGER,
        within=stage_limit("decision"),
        comment=True,
        effects=(then.write_return,),
        visible=False,
    ),
    "redraft_decision": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Draft the decision anew"),
        done=_("Decision drafted anew"),
        allowed=who.is_case_manager & who.lies_with_division,
        desk=Role.LEADERSHIP,
        within=stage_limit("decision"),
        guards=(only_if.decision_fits,),
        effects=(then.write_decision,),
        visible=False,
        needs_form=True,
    ),
    "sign_approval": Step(
        sources=(State.DECIDING,),
        target=State.PUBLICITY,
        label=_("Sign: support"),
        done=_("Support decided; on public notice"),
        allowed=who.is_leader & who.is_not_drafter & who.drafted_to_support & who.lies_with_leadership,
        desk=Role.CASE_MANAGER,
        within=stage_limit("publicity"),
        on_due="close_notice",
        effects=(then.sign, then.commit_budget, then.tell_on_notice),
    ),
    "sign_rejection": Step(
        sources=(State.DECIDING,),
        target=State.REJECTED,
        label=_("Sign: do not support"),
        done=_("Not supported"),
        allowed=who.is_leader & who.is_not_drafter & who.drafted_to_reject & who.lies_with_leadership,
        effects=(then.sign, then.tell_rejected),
        careful=True,
    ),
}
