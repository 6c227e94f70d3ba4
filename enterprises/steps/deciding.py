"""The decision: drafted by the division, signed one after another by the roles of the call's chain."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import guards as only_if
from enterprises import permissions as who
from enterprises.credit.guards import credit_is_clean
from enterprises.decisions import chain
from enterprises.decisions import effects as deciding
from enterprises.enums import State
from enterprises.limits import stage_limit
from enterprises.panels.guards import panel_has_met
from enterprises.review.consulting import no_question_is_open
from portal.accounts.enums import Role
from portal.reviews.flow import Step

DECIDING: dict[str, Step] = {
    "draft_decision": Step(
        sources=(State.VERIFICATION,),
        target=State.DECIDING,
        label=_("Draft the decision"),
        done=_("Decision drafted"),
        allowed=who.is_case_manager & who.lies_with_division,
        desk=chain.first_signer,
        within=stage_limit("decision"),
        guards=(panel_has_met, only_if.decision_fits, credit_is_clean("decision"), no_question_is_open),
        effects=(deciding.write_decision,),
        visible=False,
        needs_form=True,
    ),
    "return_draft": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Send the draft back"),
        done=_("Draft sent back"),
        allowed=who.signs_now & who.is_not_drafter,
        desk=Role.CASE_MANAGER,
        within=stage_limit("decision"),
        comment=True,
        effects=(deciding.write_return,),
        visible=False,
    ),
    "redraft_decision": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Draft the decision anew"),
        done=_("Decision drafted anew"),
        allowed=who.is_case_manager & who.lies_with_division & who.needs_draft,
        desk=chain.first_signer,
        within=stage_limit("decision"),
        guards=(only_if.decision_fits, credit_is_clean("decision"), no_question_is_open),
        effects=(deciding.write_decision,),
        visible=False,
        needs_form=True,
    ),
    "countersign": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Sign and pass on"),
        done=_("Signed and passed on"),
        allowed=who.signs_now & who.is_not_drafter & ~who.decides_now,
        desk=chain.signer_after_this,
        within=stage_limit("decision"),
        guards=(credit_is_clean("decision"),),
        effects=(deciding.countersign,),
        visible=False,
    ),
    "sign_approval": Step(
        sources=(State.DECIDING,),
        target=State.DECIDING,
        label=_("Sign: support"),
        done=_("Support decided; to be put on public notice"),
        allowed=who.signs_now & who.is_not_drafter & who.decides_now & who.drafted_to_support,
        desk=Role.CASE_MANAGER,
        within=stage_limit("decision"),
        guards=(credit_is_clean("decision"),),
        effects=(deciding.sign, then.commit_budget),
        visible=False,
    ),
    "sign_rejection": Step(
        sources=(State.DECIDING,),
        target=State.REJECTED,
        label=_("Sign: do not support"),
        done=_("Not supported"),
        allowed=who.signs_now & who.is_not_drafter & who.decides_now & who.drafted_to_reject,
        effects=(deciding.sign, then.tell_rejected),
        careful=True,
    ),
}
