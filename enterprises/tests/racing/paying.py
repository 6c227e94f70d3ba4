"""The bank's answer to a batch, as one process of the crowd enters it."""

from hashlib import sha256

from enterprises.enums import LineState
from enterprises.models import PaymentBatch
from enterprises.money.answers import Answer, reconcile
from portal.accounts.models import User
from portal.core import clock


def answer_batch(pk: int, user: User) -> None:
    """The same bytes whoever enters them, so that only one of several gets through."""
    batch = PaymentBatch.objects.get(pk=pk)
    answers = [
        Answer(row, line.code, line.amount_fen, LineState.PAID, clock.today(), f"B-{line.code}")
        for row, line in enumerate(batch.lines.order_by("pk"), start=2)
    ]
    reconcile(batch, user, answers, sha256=sha256(batch.number.encode()).hexdigest(), file_name="answers.xlsx")
