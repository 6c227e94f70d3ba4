"""The fingerprint of a decision or a refusal, which stands on its letter."""

from typing import Any

from enterprises.models import Decision, Refusal
from enterprises.snapshots import fingerprint


def letter_fingerprint(letter: Decision | Refusal) -> str:
    """Of what was decided, apart from how the paper looks."""
    said: dict[str, Any] = {"number": letter.application.number, "code": letter.code}
    if isinstance(letter, Decision):
        signed = letter.signed_at.isoformat() if letter.signed_at else ""
        said |= {"outcome": str(letter.outcome), "amount_fen": letter.amount_fen, "signed": signed}
        said |= {"reason": letter.reason, "reason_code": letter.reason_code, "clause": letter.clause}
    else:
        said |= {"outcome": str(letter.kind), "reason": letter.reason, "at": letter.at.isoformat()}
    return fingerprint(said)
