"""The plan's targets beside the latest figure that was published: never one derived from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import Geography, IndicatorKind, ProgressKind, ProgressPeriod
from policies.models import Indicator, Progress, Target
from portal.core.money import format_number

# The table of targets gives codes and units; these are the names that people read.
LABELS = {
    "deliverable_services_trade": gettext_noop("Digitally deliverable services trade"),
    "deliverable_services_trade_cagr": gettext_noop("Its average growth a year"),
    "market_entities": gettext_noop("Digital-trade market entities"),
    "ai_industry_scale": gettext_noop("Scale of the artificial-intelligence industry"),
    "export_base_pattern": gettext_noop("Pattern of export bases"),
    "business_environment": gettext_noop("Business environment"),
    "ten_billion_steps": gettext_noop("Steps on the way"),
}
# What stands where a figure is still missing.
REMARKS = {
    "deliverable_services_trade_cagr": gettext_noop("Assessed apart from the volume"),
    "market_entities": gettext_noop("To be supplied by the bureau"),
}
PERIODS = {
    ProgressPeriod.QUARTER: gettext_noop("January to March %(year)s"),
    ProgressPeriod.HALF: gettext_noop("January to June %(year)s"),
    ProgressPeriod.THREE_QUARTERS: gettext_noop("January to September %(year)s"),
    ProgressPeriod.YEAR: gettext_noop("%(year)s"),
}
# Figures without a source of their own are those of the article that announced the plan.
ARTICLE = gettext_noop("Qingdao Daily, 27 March 2025")


@dataclass(frozen=True)
class Goal:
    """A target as the meter shows it. `figure` is empty while no figure has been published."""

    label: str
    figure: str
    target: str
    value: Decimal | None
    maximum: Decimal | None
    source: str
    code: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Reported:
    """The newest figure of a target, published with the plan or supplied since."""

    period: tuple[int, int]
    value: Decimal
    source: str


def goals(targets: Iterable[Target]) -> list[Goal]:
    """Two queries for the figures, however many targets there are."""
    latest = _latest()
    return [_goal(target, latest.get(target.indicator)) for target in targets]


def _latest() -> dict[str, Reported]:
    """The newest figure of Qingdao for each indicator; one without a year is none, and an invented one neither.

    A figure of a volume for half a year would look like a fall, so only whole years count.
    """
    found: dict[str, Reported] = {}
    for code, figure in [*_published(), *_supplied()]:
        if code not in found or found[code].period <= figure.period:
            found[code] = figure
    return found


def _published() -> list[tuple[str, Reported]]:
    rows = Indicator.objects.filter(geo=Geography.QINGDAO, kind=IndicatorKind.ACTUAL, year__isnull=False)
    return [(row.code, Reported((row.year or 0, 12), row.value, f"{row.year} · {source_of(row)}")) for row in rows]


def _supplied() -> list[tuple[str, Reported]]:
    rows = Progress.objects.filter(is_demo=False, district=None, months=ProgressPeriod.YEAR).select_related("target")
    return [(row.target.indicator, Reported((row.year, row.months), row.value, _supplied_source(row))) for row in rows]


def _supplied_source(row: Progress) -> str:
    parts = [period_text(row.year, row.months)]
    if row.kind == ProgressKind.PRELIMINARY:
        parts.append(str(row.get_kind_display()))
    return " · ".join([*parts, row.source or _("supplied by the bureau")])


def period_text(year: int, months: int) -> str:
    return _(PERIODS[ProgressPeriod(months)]) % {"year": year}


def label_of(target: Target) -> str:
    return _(LABELS[target.indicator]) if target.indicator in LABELS else target.indicator


def _goal(target: Target, figure: Reported | None) -> Goal:
    remark = target.note or REMARKS.get(target.indicator, "")
    return Goal(
        label=label_of(target),
        figure=format_number(figure.value.normalize()) if figure else "",
        target=_wanted(target),
        value=figure.value if figure else None,
        maximum=target.value,
        source=figure.source if figure else (_(remark) if remark else ""),
        code=target.indicator,
        remark=_(target.note) if target.note else "",
    )


def _wanted(target: Target) -> str:
    number = format_number(target.value.normalize())
    if target.unit_zh == "亿元":
        return _("%(number)s × CNY 100 million") % {"number": number}
    if target.unit_zh == "%":
        return _("%(number)s%% or more a year") % {"number": number}
    return _("%(number)s %(unit)s") % {"number": number, "unit": target.unit}


def source_of(figure: Indicator) -> str:
    """The data files write S for a published page that is not the article."""
    if figure.source.startswith("S"):
        return _("A published page, not the article")
    return figure.source or _(ARTICLE)
