"""The page of market entities: how many the registry counts against the plan's target, by district and category."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises import registry
from enterprises.desk.registry_query import RegistryQuery
from policies.goals import label_of
from portal.core import clock
from portal.core.dates import day_text
from portal.core.money import format_number

TARGET_YEAR = 2027


def counting(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/enterprises/enterprise/counting.html."""
    today = clock.today()
    years = registry.by_year(today)
    chosen = _year(request.GET.get("year", ""), [year for year, _total in years], today)
    day = min(date(chosen, 12, 31), today) if chosen else today
    table, target = registry.table(day), registry.target()
    goal = int(target.value) if target is not None and target.value is not None else 0
    return {
        "title": _("Market entities"),
        "label": label_of(target) if target is not None else "",
        "day": day_text(day),
        "is_demo": table.is_demo and bool(table.total),
        "tabs": _tabs(years, chosen, today),
        "figures": _figures(table, goal),
        "years": _year_rows(years, goal, today),
        "year_maximum": max([goal, *(total for _year, total in years)], default=0) or 1,
        "districts": [_row(row, table) for row in table.rows],
        "bars": [
            {"label": row.district.name, "value": row.total, "text": format_number(row.total)}
            for row in sorted(table.rows, key=lambda row: (-row.total, row.district.code))
        ],
        "headings": [category.title for category in table.categories],
        "sums": [format_number(table.by_category[category.pk]) for category in table.categories],
        "without": format_number(table.without),
        "total": format_number(table.total),
        "district_maximum": max((row.total for row in table.rows), default=0) or 1,
        "list_url": RegistryQuery().url(),
        "progress_url": reverse("policies:plan_progress"),
    }


def _year(text: str, years: list[int], today: date) -> int:
    """A finished year of which something is known, or nothing for today."""
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return wanted if wanted in years and wanted < today.year else 0


def _tabs(years: list[tuple[int, int]], chosen: int, today: date) -> list[dict[str, Any]]:
    ends = [year for year, _total in years if year < today.year][-5:]
    page = reverse("admin:enterprises_enterprise_counting")
    tabs = [{"title": _("Today"), "url": page, "current": not chosen}]
    return tabs + [
        {"title": _("End of %(year)s") % {"year": year}, "url": f"{page}?year={year}", "current": year == chosen}
        for year in reversed(ends)
    ]


def _figures(table: registry.Table, goal: int) -> list[dict[str, Any]]:
    figures = [{"label": _("Counted"), "value": format_number(table.total)}]
    if goal:
        left = max(goal - table.total, 0)
        figures += [
            {"label": _("Target for %(year)s") % {"year": TARGET_YEAR}, "value": format_number(goal)},
            {"label": _("Still to go"), "value": format_number(left), "tone": "sand" if left else "pine"},
        ]
    without = {"label": _("Counted without a category"), "value": format_number(table.without)}
    return [*figures, without | {"tone": "sand" if table.without else ""}]


def _year_rows(years: list[tuple[int, int]], goal: int, today: date) -> list[dict[str, Any]]:
    """Each year's end, and the target as a row of its own in another colour."""
    rows = [
        {
            "label": _("%(year)s, so far") % {"year": year} if year == today.year else str(year),
            "value": total,
            "text": format_number(total),
        }
        for year, total in years
    ]
    if goal:
        rows.append(
            {"label": _("Target for %(year)s") % {"year": TARGET_YEAR}, "value": goal, "text": format_number(goal),
             "tone": "sand"}
        )  # fmt: skip
    return rows


def _row(row: registry.Row, table: registry.Table) -> dict[str, Any]:
    cells = [
        {
            "text": format_number(row.by_category.get(category.pk, 0)),
            "url": RegistryQuery(district=row.district.code, category=category.code, counted="yes").url(),
        }
        for category in table.categories
    ]
    return {
        "name": row.district.name,
        "cells": cells,
        "without": format_number(row.without),
        "total": format_number(row.total),
        "value": row.total,
        "url": RegistryQuery(district=row.district.code, counted="yes").url(),
    }
