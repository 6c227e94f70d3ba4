"""The parts of plan.yaml about bases, venues, industries and clusters."""

from typing import Any

from policies.enums import PolicyLevel, VenueKind
from policies.loaders.reading import Entry, plain
from policies.models import Base, Cluster, IndustryGroup, Peer, Venue
from portal.core.loading import Report, upsert

# What the kinds of bases are called in English; the plan's table gives them in Chinese only.
BASE_KINDS = {"省级数字服务出口基地": "Provincial digital-service export base"}
# English of what the table gives in Chinese only: the portal's own translations.
ENGLISH = {
    "国际短视频大赛特殊贡献奖": "Special contribution award of an international short-video contest",
    "柬埔寨金边德崇国际机场": "Techo International Airport, Phnom Penh, Cambodia",
    "第三届中拉农业部长论坛": "Third forum of agriculture ministers of China, Latin America and the Caribbean",
    "办服务贸易推介会;“6+N”跨境服贸生态": "Promotion fairs; a “6+N” ecosystem of cross-border services trade",
    "“六小龙”;全球数贸港核心区": "“Six little dragons”; core area of the global digital-trade port",
    "全球20%的船级管理机构常驻;海事仲裁占全球90%份额": "Seat of 20% of the world’s ship-classification bodies; "
    "90% of the world’s maritime arbitration",
    "“北方第一城”地位稳固": "Firmly “the first city of the north”",
}
# What kind of place a venue is, where the file does not say.
VENUE_KINDS = {
    "CIFTIS": VenueKind.FAIR,
    "CIFTIS-2024-DEMO": VenueKind.FAIR,
    "CBEC-ZONE": VenueKind.ZONE,
    "AI-PILOT": VenueKind.ZONE,
    "QD-DIP": VenueKind.PARK,
}
INDUSTRY_GROUPS = ("leading", "emerging", "advantaged", "future")
SYSTEM = "industry_system_10plus1"


def load_titled(root: Entry, report: Report, name: str, model: Any) -> None:
    """A list of nothing but codes and titles."""
    seen: set[str] = set()
    for order, entry in enumerate(root.entries(name)):
        entry.only("code", "zh", "en")
        values = {**entry.pair("title"), "order": order}
        upsert(report, model, {"code": entry.once(seen, "code")}, values, where=entry.where)


def load_bases(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("bases")):
        entry.only(
            "code", "level", "zh", "en", "kind_zh", "tenants", "export_usd", "period", "award_zh", "orders_zh", "note"
        )  # fmt: skip
        kind = entry.text("kind_zh", required=False)
        values: dict[str, Any] = {
            "level": entry.choice("level", PolicyLevel),
            "kind_zh": kind,
            "kind_en": BASE_KINDS.get(kind, ""),
            **_award(entry),
            "note": entry.text("note", required=False),
            "order": order,
        }
        # The third base has no name in the file: the one that the bureau enters must survive the next load.
        values |= {f"title_{half}": entry.text(half) for half in ("zh", "en") if entry.has(half)}
        values |= {"tenants": entry.whole("tenants")} if entry.has("tenants") else {}
        values |= {"export_usd": entry.number("export_usd", 0)} if entry.has("export_usd") else {}
        values |= {"period": entry.text("period")} if entry.has("period") else {}
        upsert(report, Base, {"code": entry.once(seen, "code")}, values, where=entry.where)


def _award(entry: Entry) -> dict[str, Any]:
    """Award and orders; their English only where it is known, so that the bureau's own stays."""
    award, orders = entry.text("award_zh", required=False), entry.texts("orders_zh")
    values: dict[str, Any] = {"award_zh": award, "orders_zh": orders}
    if award in ENGLISH:
        values["award_en"] = ENGLISH[award]
    if orders and all(order in ENGLISH for order in orders):
        values["orders_en"] = [ENGLISH[order] for order in orders]
    return values


def load_venues(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("venues")):
        entry.only("code", "zh", "en", "kind", "facts")
        facts = plain(entry.inner("facts").data) if entry.has("facts") else {}
        if facts.get("note_zh") in ENGLISH:
            facts.setdefault("note_en", ENGLISH[facts["note_zh"]])
        code = entry.once(seen, "code")
        kind = entry.choice("kind", VenueKind, VENUE_KINDS.get(code, VenueKind.FACILITY))
        values = {**entry.pair("title"), "kind": kind, "facts": facts, "order": order}
        upsert(report, Venue, {"code": code}, values, where=entry.where)


def load_clusters(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("industry_clusters")):
        entry.only("zh", "en", "division")
        division = entry.text("division")
        if not (division.isdigit() and len(division) == 6):
            entry.fail("division", f"a division code of GB/T 2260 has six digits, not “{division}”")
        values = {"title_en": entry.text("en"), "division": division, "order": order}
        upsert(report, Cluster, {"title_zh": entry.once(seen, "zh")}, values, where=entry.where)


def load_peers(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("peers")):
        entry.only("zh", "en", "note_zh", "note_en")
        notes = entry.pair("note", "note_zh", "note_en", required=False)
        notes["note_en"] = notes["note_en"] or ENGLISH.get(notes["note_zh"], "")
        values = {"title_en": entry.text("en"), **notes, "order": order}
        upsert(report, Peer, {"title_zh": entry.once(seen, "zh")}, values, where=entry.where)


def industry_facts(root: Entry) -> dict[str, Any]:
    """The two columns of the plan that belong to the 10+1 system."""
    if not root.has(SYSTEM):
        return {}
    system = root.inner(SYSTEM)
    system.only("tracks_total", "targets_2027", *INDUSTRY_GROUPS)
    return {
        "industry_tracks": system.whole("tracks_total") if system.has("tracks_total") else None,
        "industry_targets": plain(system.data.get("targets_2027") or {}),
    }


def load_industries(root: Entry, report: Report) -> None:
    if not root.has(SYSTEM):
        return
    system = root.inner(SYSTEM)
    for order, code in enumerate(INDUSTRY_GROUPS):
        if not system.has(code):
            continue
        entry = system.inner(code)
        entry.only("zh", "en", "items_zh", "items_en")
        items = {"items_zh": entry.texts("items_zh"), "items_en": entry.texts("items_en")}
        if len(items["items_zh"]) != len(items["items_en"]):
            entry.fail("items_en", "the industries in Chinese and in English differ in number")
        values = {**entry.pair("title"), **items, "order": order}
        upsert(report, IndustryGroup, {"code": code}, values, where=entry.where)
