"""A column of a queue, and the cells that every desk has: when a case is due, who holds it, its labels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.clock_cells import due_cell, holder, short_day
from portal.accounts.models import User

# Of the case with `open_items`, `moved_at` and `shown_labels`; for whom; the last day that is soon.
Cell = Callable[[Any, User, date], dict[str, Any]]


@dataclass(frozen=True)
class Column:
    title: Any
    cell: Cell
    numeric: bool = False
    # Shown only where a row has something in it, so that it takes no room for nothing.
    sparse: bool = False


def text(read: Callable[[Any], Any], *, cut: bool = False, numeric: bool = False) -> Cell:
    more = ({"cut": True} if cut else {}) | ({"numeric": True} if numeric else {})
    return lambda row, user, soon: {"text": read(row)} | more


def day_of(moment: Any) -> str:
    return short_day(moment.astimezone().date()) if moment else "–"


def _due(row: Any, user: User, soon: date) -> dict[str, Any]:
    item = row.open_items[0] if row.open_items else None
    return due_cell(item, soon) if item else {"text": day_of(row.moved_at)}


def _holder(row: Any, user: User, soon: date) -> dict[str, Any]:
    item = row.open_items[0] if row.open_items else None
    return {"text": holder(item, user) if item else _("Case closed"), "cut": True}


def _labels(row: Any, user: User, soon: date) -> dict[str, Any]:
    return {"chips": [{"text": one.name, "tone": one.tone} for one in row.shown_labels]}


DUE = Column(gettext_lazy("Due"), _due)
HOLDER = Column(gettext_lazy("Held by"), _holder)
LABELS = Column(gettext_lazy("Labels"), _labels, sparse=True)
SUBMITTED = Column(gettext_lazy("Submitted on"), text(lambda row: day_of(row.submitted_at)))
MOVED = Column(gettext_lazy("Last move"), text(lambda row: day_of(row.moved_at)))
