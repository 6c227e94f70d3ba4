"""What the applicant sends, and how the district answers: submission, corrections, acceptance, withdrawal."""

from django.utils.translation import gettext_lazy as _

from enterprises import effects as then
from enterprises import guards as only_if
from enterprises import permissions as who
from enterprises.decisions.effects import write_refusal
from enterprises.enums import State
from enterprises.evaluation import rules_are_computed
from enterprises.limits import acceptance_again, limit, stage_limit
from enterprises.review.verdicts import drop_changed_verdicts
from portal.accounts.enums import Role
from portal.reviews.corrections import close_request, write_request
from portal.reviews.flow import Step

FILING: dict[str, Step] = {
    "submit": Step(
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        label=_("Submit the application"),
        done=_("Application submitted"),
        allowed=who.is_filer,
        desk=Role.DISTRICT,
        within=stage_limit("acceptance"),
        on_due="deem_accepted",
        guards=(only_if.window_is_open, only_if.everything_is_there, only_if.is_signed, rules_are_computed),
        effects=(then.receive, then.tell_submitted),
        needs_form=True,
    ),
    "request_correction": Step(
        sources=(State.SUBMITTED,),
        target=State.CORRECTION,
        label=_("Ask for a correction"),
        done=_("A correction was requested"),
        allowed=who.is_district_officer,
        desk=Role.APPLICANT,
        within=limit("correction", "reply_limit"),
        on_due="lapse",
        guards=(only_if.asks_for_the_first_time, only_if.names_what_to_correct),
        effects=(write_request, then.tell_correction),
        needs_form=True,
    ),
    "resubmit": Step(
        sources=(State.CORRECTION,),
        target=State.SUBMITTED,
        label=_("Send the corrections"),
        done=_("Corrections sent"),
        allowed=who.is_filer,
        desk=Role.DISTRICT,
        within=acceptance_again,
        on_due="deem_accepted",
        guards=(only_if.reads_anew, only_if.corrections_are_made, rules_are_computed),
        effects=(close_request, then.receive, drop_changed_verdicts, then.tell_resubmitted),
        needs_form=True,
    ),
    "lapse": Step(
        sources=(State.CORRECTION,),
        target=State.LAPSED,
        label=_("Close without an answer"),
        done=_("Closed: no correction came in time"),
        allowed=None,
        effects=(write_refusal, then.tell_lapsed),
    ),
    "accept": Step(
        sources=(State.SUBMITTED,),
        target=State.ACCEPTED,
        label=_("Accept"),
        done=_("Accepted"),
        allowed=who.is_district_officer,
        desk=Role.CASE_MANAGER,
        within=stage_limit("formal"),
        effects=(then.tell_accepted,),
    ),
    # Whoever does not answer within the limit has accepted (行政许可法 art. 32(4), by analogy).
    "deem_accepted": Step(
        sources=(State.SUBMITTED,),
        target=State.ACCEPTED,
        label=_("Accept because the time is over"),
        done=_("Deemed accepted: the authority did not answer in time"),
        allowed=None,
        desk=Role.CASE_MANAGER,
        within=stage_limit("formal"),
        effects=(then.tell_deemed_accepted, then.tell_office_deemed_accepted),
    ),
    "refuse": Step(
        sources=(State.SUBMITTED,),
        target=State.NOT_ACCEPTED,
        label=_("Do not accept"),
        done=_("Not accepted"),
        allowed=who.is_district_officer,
        comment=True,
        effects=(write_refusal, then.tell_not_accepted),
        careful=True,
    ),
    "withdraw": Step(
        sources=(State.DRAFT, State.SUBMITTED, State.CORRECTION, State.ACCEPTED, State.FORMAL_REVIEW),
        target=State.WITHDRAWN,
        label=_("Withdraw the application"),
        done=_("Withdrawn"),
        allowed=who.is_filer,
        effects=(then.tell_withdrawn,),
        careful=True,
    ),
}
