"""What the steps of the money bring with them. Rows only."""

from enterprises import budget
from enterprises.models import RecoveryOrder
from enterprises.money.batches import drop_drafts
from portal.core import clock
from portal.core.codes import verification_code
from portal.reviews.flow import Move


def leave_drafts(move: Move) -> None:
    """A payment on hold stands in no batch that could still be released."""
    drop_drafts(move.case, move.actor)


def order_recovery(move: Move) -> None:
    """In whole unless a part is named. What was granted and never paid goes back to the call."""
    RecoveryOrder.objects.create(
        application=move.case,
        amount_fen=move.data.get("amount_fen") or budget.paid(move.case),
        interest_fen=move.data.get("interest_fen") or 0,
        interest_basis=move.data.get("interest_basis", ""),
        reason=move.comment,
        clause=move.data.get("clause", ""),
        code=verification_code(),
        due_on=move.item.due_on if move.item else None,
        ordered_by=move.actor,
        ordered_at=clock.now(),
    )
    budget.release(move.case, move.actor)
