"""Rows of the plan's tables, in words: a figure with its sign, unit, year and source."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from policies.enums import Comparison
from policies.goals import goals, label_of, source_of
from policies.models import Base, Indicator, Plan, Target, Venue
from portal.core.money import format_cny, format_number

UNITS = {
    "yi": gettext_noop("%(number)s × CNY 100 million"),
    "pct": gettext_noop("%(number)s%%"),
    "trillion_usd": gettext_noop("USD %(number)s trillion"),
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
FACTS = {
    "demonstration_cases": gettext_noop("Demonstration cases: %(value)s"),
    "cooperation_intents": gettext_noop("Cooperation intents: %(value)s"),
    "national_assessment_tier": gettext_noop("Tier in the national assessment: %(value)s"),
    "consecutive_years": gettext_noop("Years in a row: %(value)s"),
    "construction_started": gettext_noop("Construction began: %(value)s"),
    "designated": gettext_noop("Designated in %(value)s"),
}


@dataclass(frozen=True)
class IndicatorRow:
    title: str
    place: str
    year: str
    value: str
    kind: str
    note: str
    source: str


def number(value: Decimal) -> str:
    return format_number(Decimal(f"{value:f}"))


def indicator_rows() -> list[IndicatorRow]:
    return [_row(one) for one in Indicator.objects.all()]


def _row(one: Indicator) -> IndicatorRow:
    return IndicatorRow(
        title=one.title,
        place=one.get_geo_display(),
        year=str(one.year) if one.year else _("not stated"),
        value=value_text(one),
        kind=one.get_kind_display(),
        note="; ".join(_notes(one)),
        source=source_of(one),
    )


def value_text(one: Indicator) -> str:
    shown = number(one.value)
    value = _(UNITS[one.unit]) % {"number": shown} if one.unit in UNITS else f"{shown} {one.unit}"
    if one.approx:
        return _("about %(value)s") % {"value": value}
    return _(SIGNS[one.operator]) % {"value": value} if one.operator in SIGNS else value


def _notes(one: Indicator) -> list[str]:
    found = [(pattern, getattr(one, name)) for name, pattern in DETAILS.items()]
    notes = [_(pattern) % {"number": number(value)} for pattern, value in found if value is not None]
    return [*notes, _(one.note)] if one.note else notes


def targets_of(plan: Plan) -> dict[str, Any]:
    """Targets in figures as meters, the others in words."""
    return {
        "goals": goals(Target.objects.in_figures()),
        "aims": [
            {"label": label_of(target), "text": _wording(target, plan)}
            for target in Target.objects.filter(qualitative=True)
        ],
    }


def _wording(target: Target, plan: Plan) -> str:
    """A target that repeats the plan's spatial pattern has its English there."""
    return plan.spatial_pattern if target.text_zh == plan.spatial_pattern_zh else target.text


def base_rows() -> list[dict[str, Any]]:
    return [{"base": base, "facts": _base_facts(base)} for base in Base.objects.all()]


def _base_facts(base: Base) -> list[str]:
    facts = [base.get_level_display(), base.kind, base.award, *base.orders_zh]
    if base.tenants is not None:
        facts.append(_("%(number)s tenants") % {"number": base.tenants})
    if base.export_usd is not None:
        facts.append(_("exports of USD %(amount)s") % {"amount": number(base.export_usd)})
    return [str(fact) for fact in facts if fact]


def aggregate_of(plan: Plan) -> str:
    """What was reported of the provincial bases together."""
    facts = plan.bases_aggregate.get("provincial_digital_service_export_bases") or {}
    if not {"count", "new_tenants", "services_export_usd", "year"} <= facts.keys():
        return ""
    return _(
        "The %(count)s provincial bases together gained %(tenants)s tenants and exported services worth "
        "USD %(amount)s in %(year)s."
    ) % {
        "count": facts["count"],
        "tenants": facts["new_tenants"],
        "amount": format_number(facts["services_export_usd"]),
        "year": facts["year"],
    }


def venue_rows(venues: Iterable[Venue]) -> list[dict[str, Any]]:
    return [{"title": venue.title, "facts": _facts(venue.facts)} for venue in venues]


def _facts(facts: dict[str, Any]) -> list[str]:
    """Known facts in words; a note in the other language is better than none."""
    found = [_(pattern) % {"value": facts[key]} for key, pattern in FACTS.items() if key in facts]
    if "intent_value_cny" in facts:
        found.append(_("Value of the intents: about %(amount)s") % {"amount": format_cny(facts["intent_value_cny"])})
    halves = ("note_zh", "note_en") if (get_language() or "").startswith("zh") else ("note_en", "note_zh")
    note = next((facts[half] for half in halves if facts.get(half)), "")
    return [*found, _(note)] if note else found
