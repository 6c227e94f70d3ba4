"""Charts of published figures. One chart, one scope, one place: what may not be compared is not drawn together."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from policies.enums import Geography, IndicatorKind
from policies.figures import Figures, number, signed, unit_words
from policies.goals import source_of
from policies.models import Indicator
from policies.remarks import VOLUME, Remarks, derived_text
from portal.core.charts.chart import Chart, Goal, Item, Mark, Shape

SERVICES = ("export_ip_charges_growth", "export_finance_growth", "import_insurance_growth", "import_ict_growth")
Maker = Callable[[Figures, Remarks], Chart | None]
PUBLISHED: dict[str, Maker] = {}


def chart_of(slug: str, figures: Figures, remarks: Remarks) -> Chart | None:
    """Nothing where a figure that it needs has not been published."""
    return PUBLISHED[slug](figures, remarks) if slug in PUBLISHED else None


def published(slug: str) -> Callable[[Maker], Maker]:
    def register(function: Maker) -> Maker:
        PUBLISHED[slug] = function
        return function

    return register


def _item(one: Indicator, label: str, mark: Mark = Mark.PUBLISHED, remark: str = "") -> Item:
    return Item(label, one.value, signed(one), mark, one.year, remark)


def _sources(rows: list[Indicator]) -> str:
    return _("; ").join(dict.fromkeys(source_of(row) for row in rows))


@published("structure")
def _structure(figures: Figures, remarks: Remarks) -> Chart | None:
    delivered, ordered = figures.newest("delivered_share"), figures.newest("ordered_share")
    total, parts = figures.newest("digital_trade_total"), remarks.split()
    if not (delivered and ordered and total and parts):
        return None
    amounts = [_("about %(value)s × CNY 100 million (derived)") % {"value": derived_text(part)} for part in parts]
    return Chart(
        slug="structure",
        shape=Shape.BARS,
        title=_("Digital trade of Qingdao by mode, %(year)s") % {"year": delivered.year},
        unit=_("percent of the total of about %(value)s × CNY 100 million") % {"value": number(total.value)},
        label_heading=_("Statistical mode"),
        items=(
            _item(delivered, _("Digitally delivered"), remark=amounts[0]),
            _item(ordered, _("Digitally ordered"), remark=amounts[1]),
        ),
        source=_sources([delivered, ordered]),
    )


@published("total")
def _total(figures: Figures, remarks: Remarks) -> Chart | None:
    total, before = figures.newest("digital_trade_total"), remarks.before()
    if not (total and total.year and before and total.yoy_pct):
        return None
    derived = _("derived from the growth of %(rate)s%%") % {"rate": number(total.yoy_pct)}
    about = _("about %(value)s") % {"value": number(before)}
    return Chart(
        slug="total",
        shape=Shape.BARS,
        title=_("Digital trade of Qingdao in total"),
        unit=unit_words(total.unit),
        label_heading=_("Year"),
        items=(
            Item(str(total.year - 1), before, about, Mark.DERIVED, total.year - 1, derived),
            _item(total, str(total.year)),
        ),
        source=_sources([total]),
    )


@published("services-growth")
def _services(figures: Figures, remarks: Remarks) -> Chart | None:
    rows = [row for code in SERVICES if (row := figures.newest(code))]
    if not rows:
        return None
    return Chart(
        slug="services-growth",
        shape=Shape.BARS,
        title=_("Growth of single services of Qingdao, %(year)s") % {"year": rows[-1].year},
        unit=_("percent more than the year before"),
        label_heading=_("Service"),
        items=tuple(_item(row, row.title, remark=row.get_flow_display() if row.flow else "") for row in rows),
        source=_sources(rows),
    )


@published("volume")
def _volume(figures: Figures, remarks: Remarks) -> Chart | None:
    """What was reported, and the target: two points. The way between them is nobody's figure."""
    rows, target = figures.series(VOLUME), remarks.targets.get(VOLUME)
    if not (rows and target and target.value):
        return None
    wanted = _("%(value)s or more") % {"value": number(target.value)}
    return Chart(
        slug="volume",
        shape=Shape.LINE,
        title=_("Digitally deliverable services trade of Qingdao and its target"),
        unit=unit_words(rows[-1].unit),
        label_heading=_("Year"),
        items=(
            *(_item(row, str(row.year)) for row in rows if row.year),
            Item("2027", target.value, wanted, Mark.TARGET, 2027),
        ),
        goal=Goal(target.value, _("target for 2027: %(value)s") % {"value": wanted}),
        source=_sources(rows),
    )


@published("outsourcing")
def _outsourcing(figures: Figures, remarks: Remarks) -> Chart | None:
    own, china = figures.newest("outsourcing_avg_exec"), figures.newest("outsourcing_avg_exec", Geography.CHINA)
    if not (own and china):
        return None
    return Chart(
        slug="outsourcing",
        shape=Shape.BARS,
        title=_("Average executed value per key outsourcing firm"),
        unit=unit_words(own.unit),
        label_heading=_("Place"),
        items=tuple(_item(row, row.get_geo_display(), remark=_no_year(row)) for row in (own, china)),
        source=_sources([own, china]),
    )


def _no_year(row: Indicator) -> str:
    return "" if row.year else _("year not stated")


@published("world-exports")
def _world_exports(figures: Figures, remarks: Remarks) -> Chart | None:
    rows = [row for row in figures.series("world_digital_exports", Geography.WORLD) if row.year]
    if len(rows) < 2:
        return None
    return Chart(
        slug="world-exports",
        shape=Shape.LINE,
        title=_("World digital-trade exports"),
        unit=unit_words(rows[0].unit),
        label_heading=_("Year"),
        items=tuple(_item(row, str(row.year)) for row in rows),
        source=_sources(rows),
    )


@published("world-growth")
def _world_growth(figures: Figures, remarks: Remarks) -> Chart | None:
    digital = figures.newest("world_digital_exports", Geography.WORLD)
    codes = ("world_goods_export_growth", "world_services_export_growth")
    others = [row for code in codes if (row := figures.newest(code, Geography.WORLD))]
    if not (digital and digital.avg_growth_pct and others):
        return None
    rate: Decimal = digital.avg_growth_pct
    quoted = Item(
        _("Digital-trade exports"), rate, number(rate), Mark.QUOTED, digital.year,
        _("quoted, not recomputed from the two volumes"),
    )  # fmt: skip
    return Chart(
        slug="world-growth",
        shape=Shape.BARS,
        title=_("Average growth of world exports"),
        unit=_("percent a year"),
        label_heading=_("Exports"),
        items=(quoted, *(_item(row, row.title) for row in others)),
        source=_sources([digital, *others]),
    )


@published("china-share")
def _china_share(figures: Figures, remarks: Remarks) -> Chart | None:
    rows = figures.series("cn_deliverable_share_target", Geography.CHINA, IndicatorKind.TARGET)
    if not rows:
        return None
    return Chart(
        slug="china-share",
        shape=Shape.BARS,
        title=_("National target: share of digitally deliverable services"),
        unit=_("percent of services trade"),
        label_heading=_("Year"),
        items=tuple(_item(row, str(row.year), Mark.TARGET, remark=source_of(row)) for row in rows),
        source=_sources(rows),
    )
