"""Where the plan happens: bases, fairs, zones, parks and facilities, industries and clusters, each with its facts."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from policies.enums import PolicyLevel, VenueKind
from policies.figures import number
from policies.models import Base, Cluster, IndustryGroup, Plan, Venue
from portal.accounts.models import District
from portal.core.money import format_cny, format_number

FACTS = {
    "demonstration_cases": gettext_noop("Demonstration cases: %(value)s"),
    "cooperation_intents": gettext_noop("Cooperation intents: %(value)s"),
    "national_assessment_tier": gettext_noop("Tier in the national assessment: %(value)s"),
    "consecutive_years": gettext_noop("Years in a row: %(value)s"),
    "construction_started": gettext_noop("Construction began: %(value)s"),
    "designated": gettext_noop("Designated in %(value)s"),
}
INDUSTRY_TARGETS = {
    "new_gen_it_yi": gettext_noop("New-generation information technology: %(number)s × CNY 100 million by 2027"),
    "ai_yi": gettext_noop("Artificial intelligence: %(number)s × CNY 100 million by 2027"),
}


@dataclass(frozen=True)
class Place:
    """A base or a venue, with facts that have a name and those that are a sentence of their own."""

    anchor: str
    title: str
    facts: list[dict[str, str]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def base_groups() -> list[dict[str, Any]]:
    """National bases, then provincial ones; of each all that is known."""
    bases = list(Base.objects.all())
    levels = [level for level in PolicyLevel if any(base.level == level for base in bases)]
    return [
        {"title": str(level.label), "places": [_base(base) for base in bases if base.level == level]}
        for level in levels
    ]


def _base(base: Base) -> Place:
    facts = [_fact(_("Kind"), base.kind), _fact(_("Award"), base.award)]
    if base.tenants is not None:
        facts.append(_fact(_("Tenants"), format_number(base.tenants)))
    if base.export_usd is not None:
        facts.append(_fact(_("Exports"), _("USD %(amount)s") % {"amount": number(base.export_usd)}))
    if base.tenants is not None or base.export_usd is not None:
        facts.append(_fact(pgettext("figures", "Period"), base.period or _("not stated")))
    facts.append(_fact(_("Orders"), _("; ").join(base.orders)))
    known = [fact for fact in facts if fact["value"]]
    return Place(f"base-{base.code.lower()}", base.title, known, [_(base.note)] if base.note else [])


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": str(value)}


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


def venue_groups() -> list[dict[str, Any]]:
    venues = list(Venue.objects.all())
    kinds = [kind for kind in VenueKind if any(venue.kind == kind for venue in venues)]
    return [
        {
            "anchor": f"venues-{kind.value}",
            "title": str(kind.label),
            "places": [_venue(venue) for venue in venues if venue.kind == kind],
        }
        for kind in kinds
    ]


def _venue(venue: Venue) -> Place:
    return Place(f"venue-{venue.code.lower()}", venue.title, sentences=_facts(venue.facts))


def _facts(facts: dict[str, Any]) -> list[str]:
    """Known facts in words; a note in the other language is better than none."""
    found = [_(pattern) % {"value": facts[key]} for key, pattern in FACTS.items() if key in facts]
    if "intent_value_cny" in facts:
        found.append(_("Value of the intents: about %(amount)s") % {"amount": format_cny(facts["intent_value_cny"])})
    halves = ("note_zh", "note_en") if (get_language() or "").startswith("zh") else ("note_en", "note_zh")
    note = next((facts[half] for half in halves if facts.get(half)), "")
    return [*found, _(note)] if note else found


def zone_rows() -> list[dict[str, Any]]:
    """Functional zones with the district that they lie in."""
    zones = District.objects.filter(is_zone=True, is_retired=False).select_related("within")
    return [
        {"anchor": f"zone-{zone.code.lower()}", "title": zone.name, "within": zone.within.name if zone.within else ""}
        for zone in zones
    ]


def industry_rows(plan: Plan) -> dict[str, Any]:
    groups = [
        {"anchor": f"industries-{group.code}", "title": group.title, "items": group.items}
        for group in IndustryGroup.objects.all()
    ]
    targets = [
        _(pattern) % {"number": format_number(plan.industry_targets[key])}
        for key, pattern in INDUSTRY_TARGETS.items()
        if plan.industry_targets.get(key) is not None
    ]
    return {"industries": groups, "industry_targets": targets, "industry_tracks": plan.industry_tracks}


def cluster_rows() -> list[dict[str, str]]:
    """A cluster's division is a code: its district in words, where the code is known."""
    names = {district.code: district.name for district in District.objects.filter(is_zone=False)}
    return [
        {
            "anchor": f"cluster-{cluster.pk}",
            "title": cluster.title,
            "district": names.get(cluster.division, cluster.division),
        }
        for cluster in Cluster.objects.all()
    ]
