"""A call's money: one conditional UPDATE, a CHECK constraint and an append-only ledger."""

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from enterprises.enums import COMMITTING, PAYING, EntryKind
from enterprises.exceptions import BudgetExceeded, LedgerError
from enterprises.models import Application, BudgetEntry, Call
from portal.accounts.models import User
from portal.core.money import format_cny, yuan


def commit(application: Application, amount_fen: int, actor: User | None) -> None:
    """Commit an amount of the call's budget; raises BudgetExceeded, and nothing changes, when it does not fit.

    The UPDATE carries its own condition, so that two signatures at one moment can't both count the same money. It
    comes last: whoever signs under the same call waits for its row until this transaction ends.
    """
    with transaction.atomic(savepoint=False):
        _enter(application, EntryKind.COMMIT, amount_fen, actor)
        done = Call.objects.filter(pk=application.call_id, committed_fen__lte=F("budget_fen") - amount_fen).update(
            committed_fen=F("committed_fen") + amount_fen
        )
        if not done:
            free = Call.objects.get(pk=application.call_id).free_fen
            raise BudgetExceeded(
                _("The call has %(free)s left, and this decision needs %(amount)s. Send the draft back to lower it.")
                % {"free": format_cny(yuan(free)), "amount": format_cny(yuan(amount_fen))}
            )


def release(application: Application, actor: User | None) -> None:
    """Give back whatever this application holds of the budget and was not paid."""
    rest = held(application) - paid(application)
    if rest:
        _move(application, committed=-rest)
        _enter(application, EntryKind.RELEASE, -rest, actor)


def pay(application: Application, amount_fen: int, actor: User | None) -> None:
    """Money has left. Raises LedgerError when it is more than the application was granted and not paid yet."""
    if not 0 < amount_fen <= held(application) - paid(application):
        raise LedgerError(
            _("%(number)s was not granted so much: nothing was entered.") % {"number": application.number}
        )
    _move(application, paid=amount_fen)
    _enter(application, EntryKind.PAY, amount_fen, actor)


def repay(application: Application, amount_fen: int, actor: User | None) -> None:
    """Money came back: it is neither paid nor committed any more, and the call can give it to somebody else."""
    if not 0 < amount_fen <= paid(application):
        raise LedgerError(_("%(number)s was not paid so much: nothing was entered.") % {"number": application.number})
    _move(application, paid=-amount_fen, committed=-amount_fen)
    _enter(application, EntryKind.REPAY, -amount_fen, actor)
    _enter(application, EntryKind.RELEASE, -amount_fen, actor)


def held(application: Application) -> int:
    """What of the budget this application has, paid or not."""
    return _sum(application, COMMITTING)


def paid(application: Application) -> int:
    return _sum(application, PAYING)


def _sum(application: Application, kinds: tuple[EntryKind, ...]) -> int:
    found = BudgetEntry.objects.filter(application=application.pk, kind__in=kinds)
    return found.aggregate(total=Sum("amount_fen"))["total"] or 0


def _move(application: Application, *, paid: int = 0, committed: int = 0) -> None:
    """The constraints of the table stand behind this: 0 ≤ paid ≤ committed ≤ budget."""
    Call.objects.filter(pk=application.call_id).update(
        paid_fen=F("paid_fen") + paid, committed_fen=F("committed_fen") + committed
    )


def _enter(application: Application, kind: EntryKind, amount_fen: int, actor: User | None) -> None:
    BudgetEntry.objects.create(
        call_id=application.call_id, application=application, kind=kind, amount_fen=amount_fen, actor=actor
    )
