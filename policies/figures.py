"""Published figures: found once, named by code and place, and put into words with sign, unit, year and source."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.enums import Comparison, Geography, IndicatorKind
from policies.goals import source_of
from policies.models import Indicator
from portal.core.money import format_number

UNITS = {
    "yi": gettext_noop("CNY 100 million"),
    "pct": gettext_noop("percent"),
    "trillion_usd": gettext_noop("USD trillion"),
}
SIGNS = {
    Comparison.GTE: gettext_noop("%(value)s or more"),
    Comparison.GT: gettext_noop("more than %(value)s"),
    Comparison.LTE: gettext_noop("at most %(value)s"),
    Comparison.LT: gettext_noop("less than %(value)s"),
}
DETAILS = {
    "yoy_pct": gettext_noop("%(number)s%% more than the year before"),
    "vs_national_pp": gettext_noop("%(number)s percentage points above the national rate"),
    "share_of_national_pct": gettext_noop("about %(number)s%% of the national total"),
    "avg_growth_pct": gettext_noop("average growth of %(number)s%% a year, as the source gives it"),
}


@dataclass(frozen=True)
class IndicatorRow:
    title: str
    place: str
    year: str
    value: str
    unit: str
    kind: str
    note: str
    source: str


@dataclass(frozen=True)
class Figures:
    """All indicators, in the order of their source."""

    rows: list[Indicator] = field(default_factory=list)

    @classmethod
    def load(cls) -> "Figures":
        return cls(list(Indicator.objects.all()))

    def series(self, code: str, geo: str = Geography.QINGDAO, kind: str = IndicatorKind.ACTUAL) -> list[Indicator]:
        """One indicator of one place over the years; a figure without a year comes first."""
        found = [row for row in self.rows if (row.code, row.geo, row.kind) == (code, geo, kind)]
        return sorted(found, key=lambda row: row.year or 0)

    def newest(self, code: str, geo: str = Geography.QINGDAO, kind: str = IndicatorKind.ACTUAL) -> Indicator | None:
        found = self.series(code, geo, kind)
        return found[-1] if found else None

    def of(self, codes: Iterable[str]) -> list[Indicator]:
        wanted = set(codes)
        return [row for row in self.rows if row.code in wanted]

    def besides(self, codes: Iterable[str]) -> list[Indicator]:
        known = set(codes)
        return [row for row in self.rows if row.code not in known]


def number(value: Decimal) -> str:
    return format_number(Decimal(f"{value.normalize():f}"))


def unit_words(unit: str) -> str:
    return _(UNITS[unit]) if unit in UNITS else unit


def signed(one: Indicator) -> str:
    """The value with "about" or "or more", without its unit."""
    value = number(one.value)
    if one.approx:
        return _("about %(value)s") % {"value": value}
    return _(SIGNS[Comparison(one.operator)]) % {"value": value} if one.operator in SIGNS else value


def row_of(one: Indicator) -> IndicatorRow:
    return IndicatorRow(
        title=one.title,
        place=one.get_geo_display(),
        year=str(one.year) if one.year else _("not stated"),
        value=signed(one),
        unit=unit_words(one.unit),
        kind=one.get_kind_display(),
        note=_("; ").join(_notes(one)),
        source=source_of(one),
    )


def _notes(one: Indicator) -> list[str]:
    found = [(pattern, getattr(one, name)) for name, pattern in DETAILS.items()]
    notes = [str(one.get_flow_display())] if one.flow else []
    notes += [_(pattern) % {"number": number(value)} for pattern, value in found if value is not None]
    return [*notes, _(one.note)] if one.note else notes
