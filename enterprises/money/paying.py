"""The whole way of the money at once, for the demo and for tests: plan, batch, release, and the bank's answers."""

from collections.abc import Iterable
from hashlib import sha256

from enterprises.enums import LineState
from enterprises.models import Application, Call, FundsPlan, PaymentBatch
from enterprises.money.answers import Answer, reconcile
from enterprises.money.batches import check_account, draw_up, release, send
from enterprises.money.due import awards_to_pay, due_now
from enterprises.money.plans import awards_without_plan, issue_plan
from portal.accounts.models import User
from portal.core import clock


def plan_awards(awards: Iterable[Application], officer: User) -> None:
    """A funds plan for those that stand in none, one for each call."""
    wanted = {award.pk for award in awards}
    for call in Call.objects.filter(applications__in=wanted).distinct().order_by("pk"):
        waiting = list(awards_without_plan(call).filter(pk__in=wanted).values_list("pk", flat=True))
        if waiting:
            number = f"青财示例〔{clock.today().year}〕{FundsPlan.objects.count() + 1}号"
            issue_plan(call, officer, number=number, issued_on=clock.today(), awards=waiting)


def batch_of(awards: Iterable[Application], officer: User, instalments: tuple[int, ...] = ()) -> PaymentBatch:
    """Everything that is due of them, or only these instalments."""
    found = due_now(awards_to_pay().filter(pk__in=[award.pk for award in awards]))
    chosen = [one for one in found if not one.problem and (not instalments or one.instalment.number in instalments)]
    return draw_up(officer, [one.key for one in chosen])


def bank_says_paid(batch: PaymentBatch, officer: User) -> None:
    answers = [
        Answer(row, line.code, line.amount_fen, LineState.PAID, clock.today(), f"BANK-{line.code}")
        for row, line in enumerate(batch.lines.order_by("pk"), start=2)
    ]
    digest = sha256(f"{batch.number}".encode()).hexdigest()
    reconcile(batch, officer, answers, sha256=digest, file_name=f"{batch.number}.xlsx")


def pay_awards(
    awards: Iterable[Application], officer: User, second: User, *, instalments: tuple[int, ...] = ()
) -> PaymentBatch:
    awards = list(awards)
    plan_awards(awards, officer)
    batch = batch_of(awards, officer, instalments)
    for line in batch.lines.filter(account_differs=True):
        check_account(line, officer, confirmed=False)
    release(batch, second)
    send(batch, officer)
    bank_says_paid(batch, officer)
    return batch
