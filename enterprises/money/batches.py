"""A payment batch: one finance officer draws it up, another releases it, then it goes to the bank.

Its state is assigned here and in `answers`. Who locks a batch and its cases locks the batch first, then the cases in
the order of their keys.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from enterprises.enums import BatchState, LineState, State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, PaymentBatch, PaymentLine
from enterprises.money.access import must_handle_money
from enterprises.money.credit import credit_problem, see_to_checks
from enterprises.money.due import Due, awards_to_pay, due_now
from enterprises.money.payees import Payee, confirmed_payee, seal_into, sent_payee
from portal.accounts.models import User
from portal.audit.actions import record
from portal.core import clock
from portal.reviews.flow import next_number
from portal.reviews.models import Case

MOST_LINES = 200


def scope_of(batch: PaymentBatch) -> str:
    return f"batch:{batch.pk}"


def draw_up(user: User, keys: Iterable[str]) -> PaymentBatch:
    """A batch of these instalments (`Due.key`). Raises MoneyError when one of them can't be paid now."""
    must_handle_money(user)
    wanted = set(keys)
    if not 0 < len(wanted) <= MOST_LINES:
        raise MoneyError(_("Choose between 1 and %(most)s payments.") % {"most": MOST_LINES})
    cases = {int(head) for head in (key.partition("-")[0] for key in wanted) if head.isascii() and head.isdigit()}
    see_to_checks(awards_to_pay().filter(pk__in=cases), user)
    with transaction.atomic():
        _lock_cases(cases)
        found = {one.key: one for one in due_now(awards_to_pay().filter(pk__in=cases))}
        chosen = [_payable(found.get(key)) for key in sorted(wanted)]
        demo = all(one.application.is_demo for one in chosen)
        batch = PaymentBatch.objects.create(
            number=next_number("PB"), prepared_by=user, prepared_at=clock.now(), is_demo=demo
        )
        for place, one in enumerate(chosen, start=1):
            _add_line(batch, place, one)
        record(scope=scope_of(batch), verb="draw_up", actor=user, target=batch.number, data={"lines": len(chosen)})
    return batch


def _lock_cases(cases: Iterable[int]) -> None:
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=list(cases)).order_by("pk").values_list("pk"))


def _payable(one: Due | None) -> Due:
    if one is None:
        raise MoneyError(_("One of these payments was made or drawn up meanwhile: look at the list again."))
    if one.problem:
        raise MoneyError(f"{one.application.number}: {one.problem}")
    return one


def _add_line(batch: PaymentBatch, place: int, one: Due) -> None:
    sent, confirmed = sent_payee(one.application), confirmed_payee(one.application)
    payee = sent or confirmed
    if payee is None:
        raise MoneyError(
            _("%(number)s names no account, and the enterprise has confirmed none.")
            % {"number": one.application.number}
        )
    line = PaymentLine.objects.create(
        batch=batch,
        code=f"{batch.number}-{place:03d}",
        application=one.application,
        instalment=one.instalment.number,
        amount_fen=one.instalment.amount_fen,
        account_differs=bool(sent and confirmed and sent.digest != confirmed.digest),
    )
    seal_into(line, payee)


def check_account(line: PaymentLine, user: User, *, confirmed: bool) -> None:
    """A person has looked at the difference: `confirmed` takes the account that the enterprise has in use now."""
    must_handle_money(user)
    with transaction.atomic():
        batch = _locked(line.batch_id, BatchState.DRAFT)
        line = batch.lines.select_related("application__enterprise").get(pk=line.pk)
        payee: Payee | None = confirmed_payee(line.application) if confirmed else sent_payee(line.application)
        if payee is None:
            raise MoneyError(_("This account is not there any more: look at the batch again."))
        seal_into(line, payee)
        PaymentLine.objects.filter(pk=line.pk).update(account_checked_by=user, account_checked_at=clock.now())
        data = {"line": line.code, "last4": payee.number[-4:], "confirmed": confirmed}
        record(scope=scope_of(batch), verb="check_account", actor=user, target=line.code, data=data)


def drop_line(line: PaymentLine, user: User) -> None:
    """Out of a batch that is not released; the instalment is open again. The last line takes the batch with it."""
    must_handle_money(user)
    with transaction.atomic():
        batch = _locked(line.batch_id, BatchState.DRAFT)
        record(scope=scope_of(batch), verb="drop_line", actor=user, target=line.code)
        batch.lines.filter(pk=line.pk).delete()
        if not batch.lines.exists():
            batch.delete()


def release(batch: PaymentBatch, user: User) -> None:
    """By somebody else than who drew it up. Everything is looked at again: what changed since then is named."""
    must_handle_money(user)
    if batch.prepared_by_id != user.pk:
        see_to_checks(awards_to_pay().filter(payment_lines__batch=batch), user)
    with transaction.atomic():
        batch = _locked(batch.pk, BatchState.DRAFT)
        if batch.prepared_by_id == user.pk:
            raise MoneyError(_("You drew this batch up: another finance officer releases it."))
        found = problems(batch)
        if found:
            raise MoneyError(_("This batch can’t be released yet."), rows=found)
        PaymentBatch.objects.filter(pk=batch.pk).update(
            state=BatchState.RELEASED, released_by=user, released_at=clock.now()
        )
        record(scope=scope_of(batch), verb="release_batch", actor=user, target=batch.number)


def problems(batch: PaymentBatch) -> list[dict[str, Any]]:
    """Why the batch can't be released: of each line what is wrong with it."""
    lines = list(batch.lines.select_related("application__enterprise"))
    _lock_cases(line.application_id for line in lines)
    states = dict(Application.objects.filter(pk__in=[line.application_id for line in lines]).values_list("pk", "state"))
    found = [] if lines else [{"row": batch.number, "what": _("No payment is left in it.")}]
    for line in lines:
        if states[line.application_id] != State.APPROVED:
            found.append({"row": line.code, "what": _("The payment is on hold.")})
        elif credit := credit_problem(line.application):
            found.append({"row": line.code, "what": credit})
        if line.account_differs and line.account_checked_at is None:
            found.append({"row": line.code, "what": _("Its account differs and was not checked.")})
    return found


def take_back(batch: PaymentBatch, user: User) -> None:
    """A released batch that has not gone to the bank becomes a draft again."""
    must_handle_money(user)
    with transaction.atomic():
        batch = _locked(batch.pk, BatchState.RELEASED)
        PaymentBatch.objects.filter(pk=batch.pk).update(state=BatchState.DRAFT, released_by=None, released_at=None)
        record(scope=scope_of(batch), verb="take_back_batch", actor=user, target=batch.number)


def send(batch: PaymentBatch, user: User) -> None:
    """The file has gone to the bank; from now on only its answers move the batch."""
    must_handle_money(user)
    with transaction.atomic():
        batch = _locked(batch.pk, BatchState.RELEASED)
        PaymentBatch.objects.filter(pk=batch.pk).update(state=BatchState.SENT, sent_by=user, sent_at=clock.now())
        record(scope=scope_of(batch), verb="send_batch", actor=user, target=batch.number)


def count_download(batch: PaymentBatch, user: User) -> None:
    """The file holds whole account numbers: who takes it is written down before it is handed out."""
    must_handle_money(user)
    with transaction.atomic():
        found = _locked(batch.pk, *[state for state in BatchState if state != BatchState.DRAFT])
        PaymentBatch.objects.filter(pk=found.pk).update(downloads=F("downloads") + 1)
        record(scope=scope_of(found), verb="download_batch", actor=user, target=found.number)


def _locked(pk: int, *states: BatchState) -> PaymentBatch:
    batch = PaymentBatch.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if batch is None or batch.state not in states:
        raise MoneyError(_("This batch has moved on: look at it again."))
    return batch


def lines_with_the_bank(application: Application) -> Any:
    """Open payments of an award in batches that left the house."""
    return PaymentLine.objects.filter(
        application=application.pk, state=LineState.OPEN, batch__state__in=set(BatchState) - {BatchState.DRAFT}
    )


def drop_drafts(application: Application, user: User | None) -> None:
    """The award's payments leave every batch that is not released. The batch itself is not locked here: whoever
    releases it holds it and waits for this case."""
    for line in PaymentLine.objects.filter(application=application.pk, batch__state=BatchState.DRAFT):
        record(scope=scope_of(line.batch), verb="drop_line", actor=user, target=line.code)
        line.delete()
