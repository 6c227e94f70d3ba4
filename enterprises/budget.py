"""A call's money: one conditional UPDATE, a CHECK constraint and an append-only ledger."""

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from enterprises.enums import EntryKind
from enterprises.exceptions import BudgetExceeded
from enterprises.models import Application, BudgetEntry, Call
from portal.accounts.models import User
from portal.core.money import format_cny, yuan


def commit(application: Application, amount_fen: int, actor: User | None) -> None:
    """Commit an amount of the call's budget; raises BudgetExceeded, and nothing changes, when it does not fit.

    The UPDATE carries its own condition, so that two signatures at one moment can't both count the same money.
    """
    done = Call.objects.filter(pk=application.call_id, committed_fen__lte=F("budget_fen") - amount_fen).update(
        committed_fen=F("committed_fen") + amount_fen
    )
    if not done:
        free = Call.objects.get(pk=application.call_id).free_fen
        raise BudgetExceeded(
            _("The call has %(free)s left, and this decision needs %(amount)s. Send the draft back to lower it.")
            % {"free": format_cny(yuan(free)), "amount": format_cny(yuan(amount_fen))}
        )
    _enter(application, EntryKind.COMMIT, amount_fen, actor)


def release(application: Application, actor: User | None) -> None:
    """Give back whatever this application holds of the budget."""
    held = application.budget_entries.aggregate(total=Sum("amount_fen"))["total"] or 0
    if held:
        Call.objects.filter(pk=application.call_id).update(committed_fen=F("committed_fen") - held)
        _enter(application, EntryKind.RELEASE, -held, actor)


def _enter(application: Application, kind: EntryKind, amount_fen: int, actor: User | None) -> None:
    BudgetEntry.objects.create(
        call_id=application.call_id, application=application, kind=kind, amount_fen=amount_fen, actor=actor
    )
