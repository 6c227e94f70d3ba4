"""Where a call's money stands, and whether its columns still say what the rows of the ledger say."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from enterprises.enums import COMMITTING, FINAL, PAYING, EntryKind, State
from enterprises.models import Application, BudgetEntry, Call
from enterprises.money import notifications as message
from portal.core.money import format_cny, yuan

log = logging.getLogger(__name__)

# Applications that were sent and on which nothing is decided yet.
RUNNING = frozenset(State) - FINAL - {State.DRAFT}


@dataclass(frozen=True)
class Standing:
    """All in fen. `reserved` is what the rules give to running applications on which nothing is committed yet: it is
    no promise, and may be more than is `free`."""

    budget: int
    reserved: int
    committed: int
    paid: int

    @property
    def free(self) -> int:
        return self.budget - self.committed

    @property
    def percent(self) -> int:
        return round(self.committed * 100 / self.budget) if self.budget else 0


def standing(call: Call) -> Standing:
    """One query; the columns are those of the instance."""
    return Standing(call.budget_fen, reserved_of([call.pk]).get(call.pk, 0), call.committed_fen, call.paid_fen)


def reserved_of(calls: Iterable[int]) -> dict[int, int]:
    running = Application.objects.filter(call__in=list(calls), state__in=RUNNING, granted_fen=None)
    sums = running.order_by().values("call").annotate(total=Sum("computed_fen"))
    return {row["call"]: row["total"] or 0 for row in sums}


def standing_rows(call: Call) -> list[dict[str, Any]]:
    """For components/amount_table.html."""
    now = standing(call)
    return [
        {"label": _("Budget"), "value": format_cny(yuan(now.budget))},
        {"label": _("Committed by decisions"), "value": format_cny(yuan(now.committed))},
        {"label": _("Of it paid out"), "value": format_cny(yuan(now.paid))},
        {"label": _("Free"), "value": format_cny(yuan(now.free)), "total": True},
        {
            "label": _("Asked for by running applications"),
            "note": _("by the rules; nothing is decided yet"),
            "value": format_cny(yuan(now.reserved)),
        },
    ]


def meter(call: Call) -> dict[str, Any]:
    """For components/meter.html: what everybody may know of a call's money."""
    now = Standing(call.budget_fen, 0, call.committed_fen, call.paid_fen)
    return {
        "label": _("Committed so far"),
        "figure": _("about %(percent)s %%") % {"percent": now.percent},
        "target": format_cny(yuan(now.budget)),
        "value": now.committed,
        "maximum": now.budget,
    }


@dataclass(frozen=True)
class Difference:
    """A call whose column is not the sum of its rows, or an award that was paid more than it was granted."""

    call: str
    what: str
    column: int
    rows: int

    def __str__(self) -> str:
        return f"{self.call}: {self.what} is {self.column} fen, its entries say {self.rows} fen"


def differences() -> list[Difference]:
    """Every call compared with its entries: an empty list means that they agree. One query, so that no payment falls
    between two readings."""
    calls = Call.objects.annotate(committed_rows=_rows_of(COMMITTING), paid_rows=_rows_of(PAYING)).order_by("pk")
    found = []
    for code, *figures in calls.values_list("code", "committed_fen", "committed_rows", "paid_fen", "paid_rows"):
        for what, column, rows in (("committed", *figures[:2]), ("paid", *figures[2:])):
            if column != rows:
                found.append(Difference(code, what, column, rows))
    return found


def _rows_of(kinds: tuple[EntryKind, ...]) -> Coalesce:
    entries = BudgetEntry.objects.filter(call=OuterRef("pk"), kind__in=kinds).order_by().values("call")
    return Coalesce(Subquery(entries.annotate(total=Sum("amount_fen")).values("total")), Value(0))


def watch_ledger() -> int:
    """How many columns differ; said loudly, because it must never happen: in the log and to the administrators."""
    found = differences()
    for one in found:
        log.error("the ledger differs: %s", one)
    if found:
        message.ledger_differs([str(one) for one in found])
    return len(found)
