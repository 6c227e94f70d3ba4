"""What the steps of a decision bring with them: the draft, the signatures, the return, the refusals."""

from enterprises.decisions.chain import next_role
from enterprises.enums import Outcome, RefusalKind, State
from enterprises.models import Decision, Refusal
from enterprises.permissions import current_decision
from portal.core import clock
from portal.core.codes import verification_code
from portal.reviews.enums import Answer
from portal.reviews.flow import Move
from portal.reviews.models import SignOff


def write_decision(move: Move) -> None:
    """The draft becomes the decision that counts; an earlier draft stays as history, and what was signed under it."""
    revoke_decision(move)
    approve = move.data["outcome"] == Outcome.APPROVE
    Decision.objects.create(
        application=move.case,
        outcome=move.data["outcome"],
        amount_fen=move.data["amount_fen"] if approve else 0,
        reason_code=move.data.get("reason_code", ""),
        reason=move.data["reason"].strip(),
        clause=move.data.get("clause", ""),
        drafter=move.actor,
        drafted_at=clock.now(),
    )


def revoke_decision(move: Move) -> None:
    """What was decided or drafted does not count any more; its letter says so to whoever looks it up."""
    move.case.decisions.filter(is_current=True).update(is_current=False)
    _supersede(move)


def countersign(move: Move) -> None:
    _sign_off(move, current_decision(move.case), Answer.APPROVED)
    move.case.forget()


def sign(move: Move) -> None:
    """The last signature: from here on the decision stands, and its letter can be verified."""
    decision = current_decision(move.case)
    _sign_off(move, decision, Answer.APPROVED)
    Decision.objects.filter(pk=decision.pk).update(signer=move.actor, signed_at=clock.now(), code=verification_code())
    move.case.forget()


def write_return(move: Move) -> None:
    """Back to the division with the reason: nobody's signature under this draft counts any more."""
    decision = current_decision(move.case)
    _sign_off(move, decision, Answer.RETURNED)
    Decision.objects.filter(pk=decision.pk).update(returned_at=clock.now())
    _supersede(move)


def write_refusal(move: Move) -> None:
    """An application that ends before it is decided on gets a letter too."""
    kind = RefusalKind.LAPSED if move.transition.target == State.LAPSED else RefusalKind.NOT_ACCEPTED
    Refusal.objects.create(
        application=move.case, kind=kind, reason=move.comment, officer=move.actor, at=move.transition.at
    )


def _sign_off(move: Move, decision: Decision, answer: Answer) -> None:
    SignOff.objects.create(
        case_id=move.case.pk,
        step=move.step,
        drafter=decision.drafter,
        signer=move.actor,
        role=next_role(move.case) or "",
        answer=answer,
        comment=move.comment,
        at=clock.now(),
    )


def _supersede(move: Move) -> None:
    SignOff.objects.filter(case_id=move.case.pk, superseded_at=None).update(superseded_at=clock.now())
    move.case.forget()
