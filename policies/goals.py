"""The plan's targets beside the latest figure that was published: never one derived from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import Geography, IndicatorKind
from policies.models import Indicator, Target
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


def goals(targets: Iterable[Target]) -> list[Goal]:
    """One query for the figures, however many targets there are."""
    latest = _latest()
    return [_goal(target, latest.get(target.indicator)) for target in targets]


def _latest() -> dict[str, Indicator]:
    """The newest reported figure of Qingdao for each indicator; one without a year is none."""
    rows = Indicator.objects.filter(geo=Geography.QINGDAO, kind=IndicatorKind.ACTUAL, year__isnull=False)
    return {row.code: row for row in rows.order_by("year")}


def label_of(target: Target) -> str:
    return _(LABELS[target.indicator]) if target.indicator in LABELS else target.indicator


def _goal(target: Target, figure: Indicator | None) -> Goal:
    return Goal(
        label=label_of(target),
        figure=format_number(figure.value.normalize()) if figure else "",
        target=_wanted(target),
        value=figure.value if figure else None,
        maximum=target.value,
        source=_source(target, figure),
    )


def _wanted(target: Target) -> str:
    number = format_number(target.value.normalize())
    if target.unit_zh == "亿元":
        return _("%(number)s × CNY 100 million") % {"number": number}
    if target.unit_zh == "%":
        return _("%(number)s%% or more a year") % {"number": number}
    return _("%(number)s %(unit)s") % {"number": number, "unit": target.unit}


def _source(target: Target, figure: Indicator | None) -> str:
    if figure is None:
        remark = target.note or REMARKS.get(target.indicator, "")
        return _(remark) if remark else ""
    return f"{figure.year} · {source_of(figure)}"


def source_of(figure: Indicator) -> str:
    """The data files write S for a published page that is not the article."""
    if figure.source.startswith("S"):
        return _("A published page, not the article")
    return figure.source or _(ARTICLE)
