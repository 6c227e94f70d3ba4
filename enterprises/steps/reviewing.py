"""From acceptance to the draft of a decision: formal review, experts, verification."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import guards as only_if
from enterprises import permissions as who
from enterprises.enums import State
from enterprises.experts.effects import ask_experts, write_score
from enterprises.experts.guards import scores_are_in
from enterprises.limits import stage_limit
from enterprises.models import Application
from enterprises.review.site_check import take_over_cost, two_people_were_on_site
from enterprises.review.verdicts import every_target_is_judged
from portal.accounts.enums import Role
from portal.reviews.flow import Step


def _after_formal_review(application: Application) -> Role:
    return Role.AUDITOR if application.call.measure.on_site_check else Role.CASE_MANAGER


REVIEWING: dict[str, Step] = {
    "begin_review": Step(
        sources=(State.ACCEPTED,),
        target=State.FORMAL_REVIEW,
        label=_("Begin the formal review"),
        done=_("Formal review begun"),
        allowed=who.is_case_manager,
        desk=Role.CASE_MANAGER,
        within=stage_limit("formal"),
        visible=False,
    ),
    "send_to_experts": Step(
        sources=(State.FORMAL_REVIEW,),
        target=State.EXPERT_REVIEW,
        label=_("Send to the experts"),
        done=_("Formal review passed; with the experts"),
        allowed=who.is_case_manager,
        desk=Role.EXPERT,
        within=stage_limit("expert"),
        guards=(only_if.is_competitive, every_target_is_judged),
        effects=(ask_experts, then.tell_under_review),
    ),
    "report_scores": Step(
        sources=(State.EXPERT_REVIEW,),
        target=State.VERIFICATION,
        label=_("Report the experts’ result"),
        done=_("Experts’ review finished"),
        allowed=who.is_case_manager,
        desk=_after_formal_review,
        within=stage_limit("audit"),
        guards=(scores_are_in,),
        effects=(write_score,),
        visible=False,
    ),
    "send_to_verification": Step(
        sources=(State.FORMAL_REVIEW,),
        target=State.VERIFICATION,
        label=_("Pass the formal review"),
        done=_("Formal review passed; figures are being verified"),
        allowed=who.is_case_manager,
        desk=_after_formal_review,
        within=stage_limit("audit"),
        guards=(only_if.is_entitlement, every_target_is_judged),
        effects=(then.tell_under_review,),
    ),
    "report_check": Step(
        sources=(State.VERIFICATION,),
        target=State.VERIFICATION,
        label=_("Report the site check"),
        done=_("Site check reported"),
        allowed=who.is_auditor & who.lies_with_auditor,
        desk=Role.CASE_MANAGER,
        within=stage_limit("audit"),
        comment=True,
        guards=(two_people_were_on_site,),
        effects=(take_over_cost,),
        visible=False,
    ),
}
