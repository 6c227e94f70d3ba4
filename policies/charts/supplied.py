"""Charts of the progress that the bureau supplies: the city over the years, and the districts of one period."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import ProgressKind, ProgressPeriod
from policies.figures import number, signed
from policies.goals import label_of, period_text, source_of
from policies.models import Indicator, Progress, Target
from portal.accounts.models import District
from portal.core.charts.chart import Chart, Goal, Item, Mark, Shape

LAST_YEAR = 2027
HEADINGS = {"deliverable_services_trade_cagr": gettext_noop("Growth of digitally deliverable services trade")}


def heading_of(target: Target) -> str:
    """A label that stands alone: “its growth” needs the line above it."""
    return _(HEADINGS[target.indicator]) if target.indicator in HEADINGS else label_of(target)


def slug_of(target: Target) -> str:
    return target.indicator.replace("_", "-")


def by_year(target: Target, published: Iterable[Indicator], supplied: Iterable[Progress], unit: str) -> Chart:
    """Whole years only: half a year would look like a fall. What was supplied replaces what was published."""
    items = {row.year: Item(str(row.year), row.value, signed(row), year=row.year) for row in published if row.year}
    rows = [row for row in supplied if row.district_id is None and row.months == ProgressPeriod.YEAR]
    items |= {row.year: _of_year(row) for row in rows}
    value = target.value or Decimal(0)
    wanted = _("%(value)s or more") % {"value": number(value)}
    rate = target.is_rate
    if not rate:
        items[LAST_YEAR] = items.get(LAST_YEAR) or Item(str(LAST_YEAR), value, wanted, Mark.TARGET, LAST_YEAR)
    goal = _("target, each year on average: %(value)s") if rate else _("target for 2027: %(value)s")
    return Chart(
        slug=f"progress-{slug_of(target)}",
        shape=Shape.LINE,
        title=_("%(target)s by year") % {"target": heading_of(target)},
        unit=unit,
        label_heading=_("Year"),
        items=tuple(items[year] for year in sorted(items)),
        goal=Goal(value, goal % {"value": wanted}),
        source=_sources(rows, published),
        is_demo=any(row.is_demo for row in rows),
    )


def by_district(
    target: Target, period: tuple[int, int], rows: Sequence[Progress], districts: Iterable[District], unit: str
) -> Chart:
    """The greatest first; whoever has supplied nothing stands at the end and says so."""
    found = {row.district_id: row for row in rows if row.district_id}
    ranked = sorted(found.values(), key=lambda row: (-row.value, row.district.code))
    notes = {row.note for row in ranked}
    common = notes.pop() if len(notes) == 1 else ""
    places = max((_places(row.value) for row in ranked), default=0)
    items = [_of_district(row, places, not common) for row in ranked]
    items += [Item(one.name, None) for one in districts if one.pk not in found]
    words = {"target": heading_of(target), "period": period_text(*period)}
    return Chart(
        slug=f"districts-{slug_of(target)}-{period[0]}-{period[1]}",
        shape=Shape.BARS,
        title=_("%(target)s by district, %(period)s") % words,
        unit=unit,
        label_heading=_("District or county-level city"),
        items=tuple(items),
        source=_sources(ranked),
        remarks=(common,) if common else (),
        is_demo=any(row.is_demo for row in ranked),
    )


def _of_year(row: Progress) -> Item:
    """Beside published figures an invented one must look and read as such."""
    mark = Mark.DEMO if row.is_demo else _mark(row)
    return Item(str(row.year), row.value, number(row.value), mark, row.year, row.note)


def _of_district(row: Progress, places: int, with_note: bool) -> Item:
    """`places` of the decimals are the same for all, so that the column lines up."""
    note = row.note if with_note else ""
    return Item(row.district.name, row.value, f"{row.value:,.{places}f}", _mark(row), row.year, note)


def _mark(row: Progress) -> Mark:
    return Mark.PRELIMINARY if row.kind == ProgressKind.PRELIMINARY else Mark.PUBLISHED


def _places(value: Decimal) -> int:
    return len(number(value).partition(".")[2])


def _sources(rows: Iterable[Progress], published: Iterable[Indicator] = ()) -> str:
    texts = [source_of(row) for row in published]
    texts += [row.source or _("supplied by the bureau") for row in rows]
    return _("; ").join(dict.fromkeys(texts))
