"""The fingerprint of a decision, a refusal or a demand, which stands on its letter."""

from typing import Any

from enterprises.models import Decision, RecoveryOrder, Refusal
from enterprises.snapshots import fingerprint


def letter_fingerprint(letter: Decision | Refusal | RecoveryOrder) -> str:
    """Of what was decided, apart from how the paper looks."""
    said: dict[str, Any] = {"number": letter.application.number, "code": letter.code}
    if isinstance(letter, Decision):
        signed = letter.signed_at.isoformat() if letter.signed_at else ""
        said |= {"outcome": str(letter.outcome), "amount_fen": letter.amount_fen, "signed": signed}
        said |= {"reason": letter.reason, "reason_code": letter.reason_code, "clause": letter.clause}
    elif isinstance(letter, RecoveryOrder):
        said |= {"amount_fen": letter.amount_fen, "interest_fen": letter.interest_fen, "reason": letter.reason}
        said |= {"interest_basis": letter.interest_basis, "clause": letter.clause}
        said |= {"due": letter.due_on.isoformat() if letter.due_on else "", "at": letter.ordered_at.isoformat()}
    else:
        said |= {"outcome": str(letter.kind), "reason": letter.reason, "at": letter.at.isoformat()}
    return fingerprint(said)
