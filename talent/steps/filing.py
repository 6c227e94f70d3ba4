"""What the person sends, and how the desk answers: submission, corrections, acceptance, withdrawal."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.reviews.corrections import close_request, write_request
from portal.reviews.flow import Step
from talent.cases import effects as then
from talent.cases import guards as only_if
from talent.cases import permissions as who
from talent.cases.enums import CaseState
from talent.cases.limits import acceptance_again
from talent.cases.table import limit

FILING: dict[str, Step] = {
    "submit": Step(
        sources=(CaseState.DRAFT,),
        target=CaseState.SUBMITTED,
        label=_("Submit the case"),
        done=_("Case submitted"),
        allowed=who.is_person,
        desk=Role.TALENT_DESK,
        within=limit("acceptance"),
        guards=(only_if.reads_anew, only_if.everything_is_there),
        effects=(then.receive, then.drop_invitations, then.tell_submitted),
        needs_form=True,
    ),
    "send_back": Step(
        sources=(CaseState.SUBMITTED,),
        target=CaseState.RETURNED,
        label=_("Ask for a correction"),
        done=_("A correction was requested"),
        allowed=who.is_at_talent_desk,
        desk=Role.APPLICANT,
        within=limit("correction"),
        on_due="lapse",
        guards=(only_if.asks_once, only_if.names_what_to_correct),
        effects=(write_request, then.tell_returned),
        needs_form=True,
    ),
    "resubmit": Step(
        sources=(CaseState.RETURNED,),
        target=CaseState.SUBMITTED,
        label=_("Send the corrections"),
        done=_("Corrections sent"),
        allowed=who.is_person,
        desk=Role.TALENT_DESK,
        within=acceptance_again,
        guards=(only_if.reads_anew, only_if.corrections_are_made),
        effects=(close_request, then.receive, then.tell_resubmitted),
        needs_form=True,
    ),
    "lapse": Step(
        sources=(CaseState.RETURNED,),
        target=CaseState.LAPSED,
        label=_("Close without an answer"),
        done=_("Closed: no correction came in time"),
        allowed=None,
        effects=(then.write_refusal, then.tell_lapsed),
    ),
    "accept": Step(
        sources=(CaseState.SUBMITTED,),
        target=CaseState.ACCEPTED,
        label=_("Accept"),
        done=_("Accepted"),
        allowed=who.is_at_talent_desk,
        desk=Role.TALENT_DESK,
        within=limit("begin"),
        effects=(then.tell_accepted,),
    ),
    "refuse_acceptance": Step(
        sources=(CaseState.SUBMITTED,),
        target=CaseState.NOT_ACCEPTED,
        label=_("Do not accept"),
        done=_("Not accepted"),
        allowed=who.is_at_talent_desk,
        comment=True,
        effects=(then.write_refusal, then.tell_not_accepted),
        careful=True,
    ),
    "withdraw": Step(
        sources=(
            CaseState.DRAFT,
            CaseState.SUBMITTED,
            CaseState.RETURNED,
            CaseState.ACCEPTED,
            CaseState.CHECKING,
            CaseState.WITH_PARTNER,
        ),
        target=CaseState.WITHDRAWN,
        label=_("Withdraw the case"),
        done=_("Case withdrawn"),
        allowed=who.is_person | (who.acts_for_employer & who.nobody_took_it_up),
        effects=(then.drop_invitations, then.withdraw_questions, then.tell_withdrawn),
        careful=True,
    ),
}
