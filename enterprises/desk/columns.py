"""The columns of the queue: what there is, and which of them a person has chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.desk.clock_cells import due_cell, holder, rules_chip, short_day
from enterprises.desk.stages import stage_of
from enterprises.models import Application, DeskColumns
from portal.accounts.models import User
from portal.core.exceptions import PortalError
from portal.core.money import format_number, yuan

MOST = 10
Cell = Callable[[Application, User, date], dict[str, Any]]


class NoColumn(PortalError):
    """Nothing was chosen."""

    status = 422


@dataclass(frozen=True)
class Column:
    title: Any
    cell: Cell
    numeric: bool = False
    # Shown only where a row has something in it, so that it takes no room for nothing.
    sparse: bool = False


def _text(read: Callable[[Application], Any], *, cut: bool = False, numeric: bool = False) -> Cell:
    more = ({"cut": True} if cut else {}) | ({"numeric": True} if numeric else {})
    return lambda row, user, soon: {"text": read(row)} | more


def _due(row: Application, user: User, soon: date) -> dict[str, Any]:
    item = row.open_items[0] if row.open_items else None
    return due_cell(item, soon) if item else {"text": short_day(row.moved_at.astimezone().date())}


def _holder(row: Application, user: User, soon: date) -> dict[str, Any]:
    item = row.open_items[0] if row.open_items else None
    return {"text": holder(item, user) if item else _("Case closed"), "cut": True}


def _labels(row: Application, user: User, soon: date) -> dict[str, Any]:
    return {"chips": [{"text": one.name, "tone": one.tone} for one in row.shown_labels]}


def _amount(fen: int | None) -> str:
    return "–" if fen is None else format_number(yuan(fen))


def _day(row: Application) -> str:
    return short_day(row.submitted_at.astimezone().date()) if row.submitted_at else "–"


COLUMNS: dict[str, Column] = {
    "enterprise": Column(gettext_lazy("Enterprise"), _text(lambda row: row.enterprise.name, cut=True)),
    "measure": Column(gettext_lazy("Measure"), _text(lambda row: row.call.measure.title, cut=True)),
    "stage": Column(gettext_lazy("Stage"), _text(stage_of)),
    "computed": Column(
        gettext_lazy("Computed (CNY)"), _text(lambda row: _amount(row.computed_fen), numeric=True), numeric=True
    ),
    "rules": Column(gettext_lazy("Rules"), lambda row, user, soon: rules_chip(row.rule_counts)),
    "due": Column(gettext_lazy("Due"), _due),
    "holder": Column(gettext_lazy("Held by"), _holder),
    "labels": Column(gettext_lazy("Labels"), _labels, sparse=True),
    "call": Column(gettext_lazy("Call"), _text(lambda row: row.call.code)),
    "district": Column(gettext_lazy("Accepting authority"), _text(lambda row: row.unit.name, cut=True)),
    "credit_code": Column(gettext_lazy("Credit code"), _text(lambda row: row.enterprise.credit_code)),
    "submitted": Column(gettext_lazy("Submitted"), _text(_day)),
    "moved": Column(gettext_lazy("Last move"), _text(lambda row: short_day(row.moved_at.astimezone().date()))),
    "granted": Column(
        gettext_lazy("Granted (CNY)"), _text(lambda row: _amount(row.granted_fen), numeric=True), numeric=True
    ),
}
DEFAULT = ("enterprise", "measure", "stage", "computed", "rules", "due", "holder", "labels")


def chosen(user: User) -> tuple[str, ...]:
    """The person's own columns in their order, or those that everybody begins with."""
    kept = getattr(user, "own_columns", ())
    if kept == ():
        kept = DeskColumns.objects.filter(user=user).values_list("columns", flat=True).first()
    return tuple(code for code in kept or () if code in COLUMNS) or DEFAULT


def choose(user: User, places: dict[str, int]) -> None:
    """Keep the columns that have a place, in the order of their places."""
    wanted = sorted((place, number, code) for number, (code, place) in enumerate(places.items()) if code in COLUMNS)
    if not wanted:
        raise NoColumn(_("Give at least one column a place."))
    columns = [code for _place, _number, code in wanted][:MOST]
    DeskColumns.objects.update_or_create(user=user, defaults={"columns": columns})


def forget(user: User) -> None:
    DeskColumns.objects.filter(user=user).delete()


def headings(codes: Iterable[str]) -> list[dict[str, Any]]:
    return [{"title": COLUMNS[code].title, "numeric": COLUMNS[code].numeric} for code in codes]


def filled(codes: Iterable[str], rows: list[Application]) -> list[str]:
    """Without the columns in which no row has anything."""
    return [code for code in codes if not COLUMNS[code].sparse or any(row.shown_labels for row in rows)]
