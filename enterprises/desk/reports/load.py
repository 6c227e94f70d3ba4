"""Who has how much to do: by team and, for those who lead, by official."""

from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from enterprises.desk.reports.sections import Cell, Section, bars, numbers, team_name
from enterprises.desk.sources import SOON_WORKDAYS
from portal.core.charts import Chart, Item

COUNTS = ("total", "late", "soon")


def load_sections(found: list[dict[str, Any]], names: dict[int, str], *, by_official: bool) -> list[Section]:
    """`found`: enterprises.desk.reports.figures.load."""

    def team(row: dict[str, Any]) -> str:
        return team_name(row["desk"], row["unit"], names)

    teams = _added(found, lambda row: (row["desk"], row["unit"]))
    sections = [
        Section(
            slug="load",
            title=_("Load of each team"),
            about=_(
                "What lies open at each desk now, how many of them are overdue, and how many are due within %(days)s "
                "working days. Today counts, not the period."
            )
            % {"days": SOON_WORKDAYS},
            headings=[_("Team"), *_headings()],
            rows=[[Cell(team(row)), *_numbers(row)] for row in teams],
            chart=_chart("load", _("Load of each team"), _("Team"), [(row, team(row)) for row in teams]),
            empty=_("Nothing lies open."),
        )
    ]
    if not by_official:
        return sections
    people = _added(found, lambda row: (row["desk"], row["unit"], row["holder"]))
    drawn = [(row, f"{_name(row)} · {team(row)}") for row in people]
    sections.append(
        Section(
            slug="load-officials",
            title=_("Load of each official"),
            about=_("The same by who has taken the cases up; what nobody has taken waits at its desk."),
            headings=[_("Official"), _("Team"), *_headings()],
            rows=[[Cell(_name(row)), Cell(team(row)), *_numbers(row)] for row in people],
            chart=_chart("load-officials", _("Load of each official"), _("Official"), drawn),
            empty=_("Nothing lies open."),
        )
    )
    return sections


def _added(found: list[dict[str, Any]], key: Callable[[dict[str, Any]], Hashable]) -> list[dict[str, Any]]:
    """One row for each key, the largest first."""
    rows: dict[Hashable, dict[str, Any]] = {}
    for row in found:
        known = rows.get(key(row))
        rows[key(row)] = dict(row) if known is None else known | {name: known[name] + row[name] for name in COUNTS}
    return sorted(rows.values(), key=lambda row: -row["total"])


def _headings() -> list[str]:
    return [_("Open cases"), _("Overdue"), _("Due within %(days)s working days") % {"days": SOON_WORKDAYS}]


def _numbers(row: dict[str, Any]) -> list[Cell]:
    return numbers(*(row[name] for name in COUNTS))


def _name(row: dict[str, Any]) -> str:
    return row["holder__name"] or row["holder__email"] or _("Nobody yet")


def _chart(slug: str, title: str, heading: str, drawn: list[tuple[dict[str, Any], str]]) -> Chart | None:
    names = (_("overdue"), _("due within %(days)s working days") % {"days": SOON_WORKDAYS}, _("later"))
    items = [(row["total"], _item(row, label)) for row, label in drawn]
    return bars(slug, title, _("cases"), heading, items, names)


def _item(row: dict[str, Any], label: str) -> Item:
    total, late, soon = (row[name] for name in COUNTS)
    text = _("%(total)s (%(late)s overdue, %(soon)s soon)") % {"total": total, "late": late, "soon": soon}
    return Item(label, Decimal(total), text, parts=(Decimal(late), Decimal(soon), Decimal(total - late - soon)))
