"""The checks, the partner authority, the letter drafted by one and signed by another, its collection."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.reviews.flow import Step
from talent.cases import effects as then
from talent.cases import guards as only_if
from talent.cases import permissions as who
from talent.cases.enums import CaseState
from talent.cases.limits import checking_again
from talent.cases.table import limit

CHECKING: dict[str, Step] = {
    "begin_checks": Step(
        sources=(CaseState.ACCEPTED,),
        target=CaseState.CHECKING,
        label=_("Begin the checks"),
        done=_("Checks begun"),
        allowed=who.is_at_talent_desk,
        desk=Role.TALENT_DESK,
        within=limit("checking"),
    ),
    "ask_partner": Step(
        sources=(CaseState.CHECKING,),
        target=CaseState.WITH_PARTNER,
        label=_("Ask a partner authority"),
        done=_("A partner authority was asked"),
        allowed=who.is_at_talent_desk,
        desk=Role.TALENT_DESK,
        within=limit("partner"),
        guards=(only_if.confirmation_is_needed, only_if.may_be_passed_on, only_if.names_authority_and_question),
        effects=(then.ask_partner, then.tell_with_partner),
        needs_form=True,
    ),
    "enter_answer": Step(
        sources=(CaseState.WITH_PARTNER,),
        target=CaseState.CHECKING,
        label=_("Enter the authority’s answer"),
        done=_("The partner authority answered"),
        allowed=who.is_at_talent_desk,
        desk=Role.TALENT_DESK,
        within=checking_again,
        guards=(only_if.says_yes_or_no,),
        effects=(then.enter_answer,),
        needs_form=True,
    ),
    "draft_letter": Step(
        sources=(CaseState.CHECKING,),
        target=CaseState.LETTER_DRAFTED,
        label=_("Draft the letter"),
        done=_("Letter drafted"),
        allowed=who.is_at_talent_desk,
        desk=Role.TALENT_DESK,
        within=limit("signature"),
        guards=(only_if.no_request_is_open, only_if.letter_fits),
        effects=(then.write_letter,),
        visible=False,
        needs_form=True,
    ),
    "return_letter": Step(
        sources=(CaseState.LETTER_DRAFTED,),
        target=CaseState.CHECKING,
        label=_("Send the draft back"),
        done=_("Draft sent back"),
        allowed=who.is_at_talent_desk & who.is_not_drafter,
        desk=Role.TALENT_DESK,
        within=checking_again,
        comment=True,
        effects=(then.return_letter,),
        visible=False,
    ),
    "sign_letter": Step(
        sources=(CaseState.LETTER_DRAFTED,),
        target=CaseState.ISSUED,
        label=_("Sign and issue the letter"),
        done=_("Letter signed and issued"),
        allowed=who.is_at_talent_desk & who.is_not_drafter & who.drafted_to_issue,
        desk=Role.APPLICANT,
        within=limit("collection"),
        on_due="close",
        guards=(only_if.checks_are_done,),
        effects=(then.sign, then.tell_issued),
    ),
    "sign_refusal": Step(
        sources=(CaseState.LETTER_DRAFTED,),
        target=CaseState.REFUSED,
        label=_("Sign the refusal"),
        done=_("Refused"),
        allowed=who.is_at_talent_desk & who.is_not_drafter & who.drafted_to_refuse,
        effects=(then.sign, then.tell_refused),
        careful=True,
    ),
    "collect": Step(
        sources=(CaseState.ISSUED,),
        target=CaseState.COLLECTED,
        label=_("Collect the letter"),
        done=_("Letter collected"),
        allowed=who.is_person,
        effects=(then.collected,),
    ),
    "close": Step(
        sources=(CaseState.ISSUED,),
        target=CaseState.CLOSED,
        label=_("Close: the letter was not collected"),
        done=_("Closed: the letter was not collected in time"),
        allowed=None,
        effects=(then.tell_closed,),
    ),
    "cancel": Step(
        sources=(
            CaseState.ACCEPTED,
            CaseState.CHECKING,
            CaseState.WITH_PARTNER,
            CaseState.ISSUED,
            CaseState.COLLECTED,
            CaseState.CLOSED,
        ),
        target=CaseState.CANCELLED,
        label=_("Cancel the case"),
        done=_("Cancelled; its letter does not count any more"),
        allowed=who.is_at_talent_desk,
        comment=True,
        effects=(then.revoke_letter, then.withdraw_questions, then.tell_cancelled),
        careful=True,
    ),
}
