"""Market entities of digital trade: how many the registry counts on a day, by district, category and year.

An enterprise counts from `counts_from` on. Invented ones are never added to real ones: they are shown, and marked,
only as long as there are no others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from policies.districts import CITY
from policies.models import Target, TradeCategory
from policies.progress_sources import Counted
from portal.accounts.models import District
from portal.core import clock

INDICATOR = "market_entities"
NOTE = _("This is what officials have entered here; it is not the bureau’s figure and does not take its place.")
# A functional zone has no division code of its own: the district that it lies in counts.
PLACE = Coalesce("district__within", "district")


@dataclass(frozen=True)
class Row:
    """One district: how many, and how many of each category; an enterprise of two categories stands in both."""

    district: District
    total: int
    by_category: dict[int, int]
    without: int


@dataclass(frozen=True)
class Table:
    on: date
    total: int
    rows: list[Row]
    categories: list[TradeCategory]
    by_category: dict[int, int]
    without: int
    is_demo: bool


def counted_on(day: date) -> tuple[QuerySet[Enterprise], bool]:
    """Those that count on that day, and whether they are invented."""
    rows = Enterprise.objects.filter(counts_from__lte=day).order_by()
    is_demo = not Enterprise.objects.filter(counts_from__isnull=False, is_demo=False).exists()
    return rows.filter(is_demo=is_demo), is_demo


def table(day: date) -> Table:
    """In a fixed number of queries, whatever the registry holds."""
    rows, is_demo = counted_on(day)
    totals = dict(rows.annotate(place=PLACE).values_list("place").annotate(n=Count("pk")))
    cells: dict[int, dict[int | None, int]] = {}
    pairs = rows.annotate(place=PLACE).values_list("place", "categories").annotate(n=Count("pk"))
    for place, category, number in pairs:
        cells.setdefault(place, {})[category] = number
    categories = list(TradeCategory.objects.all())
    found = [_row(one, totals.get(one.pk, 0), cells.get(one.pk, {})) for one in _places(set(totals))]
    return Table(
        on=day,
        total=sum(totals.values()),
        rows=found,
        categories=categories,
        by_category={one.pk: sum(row.by_category.get(one.pk, 0) for row in found) for one in categories},
        without=sum(row.without for row in found),
        is_demo=is_demo,
    )


def _places(known: set[int]) -> list[District]:
    """All districts, and whatever else an enterprise is registered in: nothing that is counted is left out."""
    usual = Q(is_zone=False, is_retired=False) & ~Q(code=CITY)
    return list(District.objects.filter(usual | Q(pk__in=known)))


def _row(district: District, total: int, cells: dict[int | None, int]) -> Row:
    by_category = {category: number for category, number in cells.items() if category is not None}
    return Row(district, total, by_category, cells.get(None, 0))


def by_year(today: date) -> list[tuple[int, int]]:
    """How many counted at the end of each year, the current one as of today; years in which nothing changed too."""
    rows, _is_demo = counted_on(today)
    joined = dict(rows.annotate(year=ExtractYear("counts_from")).values_list("year").annotate(n=Count("pk")))
    if not joined:
        return []
    found, total = [], 0
    for year in range(min(joined), today.year + 1):
        total += joined.get(year, 0)
        found.append((year, total))
    return found


def target() -> Target | None:
    return Target.objects.filter(indicator=INDICATOR).first()


def towards_the_target() -> Counted | None:
    """For the public page of progress; nothing while nobody has entered anything."""
    today = clock.today()
    rows, is_demo = counted_on(today)
    number = rows.count()
    return Counted(INDICATOR, number, today, is_demo, NOTE) if number else None


def open_rows() -> Iterator[dict[str, Any]]:
    """For the open data: the end of each year, and today; an empty category stands for all of them."""
    today = clock.today()
    for year, _total in by_year(today):
        on = min(date(year, 12, 31), today)
        found = table(on)
        for row in found.rows:
            common = {"on": on, "district": row.district.code, "is_demo": found.is_demo}
            yield common | {"category": None, "count": row.total}
            for category in found.categories:
                yield common | {"category": category.code, "count": row.by_category.get(category.pk, 0)}
