"""What a step of a case brings with it. Rows only, never the network: messages are rows too."""

from datetime import timedelta

from portal.core import clock
from portal.core.codes import verification_code
from portal.reviews.enums import Answer
from portal.reviews.flow import Move
from portal.reviews.models import SignOff
from talent.cases import notifications as message
from talent.cases.checks import mark_needed
from talent.cases.closing_words import closing_texts
from talent.cases.enums import CaseState, CheckCode, LetterOutcome, Standing
from talent.cases.permissions import current_letter
from talent.cases.table import row_of_kind
from talent.models import PartnerQuestion, TalentCase, TalentLetter


def receive(move: Move) -> None:
    """From here on the desk sees the case."""
    case: TalentCase = move.case
    case.submitted_at = case.submitted_at or clock.now()
    TalentCase.objects.filter(pk=case.pk).update(submitted_at=case.submitted_at)
    mark_needed(case, (CheckCode.DOCUMENTS,), Standing.UNDER_WAY, move.actor)
    if case.employer_confirmed_at is not None and case.employer_sees_since is not None:
        mark_needed(case, (CheckCode.EMPLOYER,), Standing.DONE, move.actor)


def ask_partner(move: Move) -> None:
    PartnerQuestion.objects.create(
        case=move.case,
        agency=move.data["agency"],
        question=move.data["question"].strip(),
        due_on=move.data.get("due_on") or (move.item.due_on if move.item else None),
        asked_by=move.actor,
        asked_at=clock.now(),
    )
    mark_needed(move.case, (CheckCode.CONFIRMATION,), Standing.UNDER_WAY, move.actor)


def enter_answer(move: Move) -> None:
    """Whether it confirms or not, it stays for everybody at the desk to read; a no leaves the check open."""
    confirmed = move.data["confirmed"]
    move.case.partner_questions.filter(answered_at=None).update(
        confirmed=confirmed,
        answer=(move.data.get("answer") or "").strip(),
        reference=(move.data.get("reference") or "").strip(),
        answered_at=clock.now(),
        entered_by=move.actor,
    )
    standing = Standing.DONE if confirmed else Standing.NEEDED
    mark_needed(move.case, (CheckCode.CONFIRMATION,), standing, move.actor)


def write_letter(move: Move) -> None:
    """The draft becomes the letter that counts; an earlier draft stays as history."""
    case: TalentCase = move.case
    case.letters.filter(is_current=True).update(is_current=False)
    issue = move.data["outcome"] == LetterOutcome.ISSUE
    days = row_of_kind(case.kind)["letter"]["valid_days"]
    until = (move.data.get("valid_until") or clock.today() + timedelta(days=days)) if issue else None
    TalentLetter.objects.create(
        case=case,
        outcome=move.data["outcome"],
        body_zh=move.data["body_zh"].strip(),
        body_en=move.data["body_en"].strip(),
        basis=(move.data.get("basis") or "").strip(),
        valid_until=until,
        drafter=move.actor,
        drafted_at=clock.now(),
    )
    mark_needed(case, (CheckCode.LETTER,), Standing.UNDER_WAY, move.actor)
    case.forget("decision")


def return_letter(move: Move) -> None:
    letter = current_letter(move.case)
    _sign_off(move, letter, Answer.RETURNED)
    TalentLetter.objects.filter(pk=letter.pk).update(returned_at=clock.now(), is_current=False)
    mark_needed(move.case, (CheckCode.LETTER,), Standing.NEEDED, move.actor)
    move.case.forget("decision")


def sign(move: Move) -> None:
    """From here on the letter stands and can be verified by its code."""
    letter = current_letter(move.case)
    _sign_off(move, letter, Answer.APPROVED)
    TalentLetter.objects.filter(pk=letter.pk).update(signer=move.actor, signed_at=clock.now(), code=verification_code())
    mark_needed(move.case, (CheckCode.LETTER,), Standing.DONE, move.actor)
    collects = Standing.UNDER_WAY if letter.outcome == LetterOutcome.ISSUE else Standing.NOT_NEEDED
    mark_needed(move.case, (CheckCode.COLLECTION,), collects, move.actor)
    move.case.forget("decision")


def _sign_off(move: Move, letter: TalentLetter, answer: Answer) -> None:
    SignOff.objects.create(
        case_id=move.case.pk,
        step=move.step,
        drafter=letter.drafter,
        signer=move.actor,
        answer=answer,
        comment=move.comment,
        at=clock.now(),
    )


def write_refusal(move: Move) -> None:
    """A case that ends before it is decided on gets a letter too, with the reason that was given."""
    lapsed = move.transition.target == CaseState.LAPSED
    texts = closing_texts(move.case) if lapsed else (move.comment, (move.data.get("reason_en") or "").strip())
    TalentLetter.objects.create(
        case=move.case,
        outcome=LetterOutcome.LAPSED if lapsed else LetterOutcome.NOT_ACCEPTED,
        body_zh=texts[0],
        body_en=texts[1],
        drafter=move.actor,
        drafted_at=clock.now(),
        signed_at=clock.now(),
        code=verification_code(),
    )


def revoke_letter(move: Move) -> None:
    """Whoever looks it up reads that it does not count any more. A draft that nobody signed is no letter."""
    move.case.letters.filter(is_current=True, signed_at=None).update(is_current=False)
    move.case.letters.filter(is_current=True, revoked_at=None).update(revoked_at=clock.now())
    move.case.forget("decision")


def collected(move: Move) -> None:
    """Whoever collects a letter has opened it: from then on the other parties read it."""
    move.case.letters.filter(is_current=True, opened_at=None).update(opened_at=clock.now())
    mark_needed(move.case, (CheckCode.COLLECTION,), Standing.DONE, move.actor)
    move.case.forget("decision")


def drop_invitations(move: Move) -> None:
    """Nobody takes up a case that is over."""
    move.case.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())


def withdraw_questions(move: Move) -> None:
    move.case.named_requests.filter(answered_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())


tell_submitted = message.submitted
tell_resubmitted = message.resubmitted
tell_returned = message.returned
tell_lapsed = message.lapsed
tell_accepted = message.accepted
tell_not_accepted = message.not_accepted
tell_with_partner = message.with_partner
tell_issued = message.issued
tell_refused = message.refused
tell_closed = message.closed
tell_withdrawn = message.withdrawn
tell_cancelled = message.cancelled
