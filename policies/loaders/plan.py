"""Loads the plan (shape of plan.yaml): the document, its areas, categories, targets and figures."""

from collections.abc import Callable
from typing import Any

from policies.enums import Comparison, Flow, Geography, IndicatorKind, PolicyKind, PolicyLevel
from policies.loaders import places
from policies.loaders.library import document_number
from policies.loaders.reading import Entry, plain, relate
from policies.loaders.versions import remember_version
from policies.models import FocusArea, Indicator, Plan, Policy, Safeguard, StatisticalMode, Target, TradeCategory
from portal.core.loading import Document, Report, loader, upsert

SECTIONS: dict[str, Callable[[Entry, Report], None]] = {}


@loader("plan", keys={"plan"})
def load_plan(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("plan", "bases_aggregate", "industry_system_10plus1", *SECTIONS)
    _load_document(root, report)
    for name, load in SECTIONS.items():
        if root.has(name):
            document.need((name,), list)
            load(root, report)
    places.load_industries(root, report)
    return report


def _load_document(root: Entry, report: Report) -> None:
    entry = root.inner("plan")
    entry.only(
        "code", "title_zh", "title_en", "issuer_zh", "issuer_en", "lead_department_zh", "lead_department_en",
        "doc_number", "issued_on", "reported_on", "period", "upper_level_basis", "definition_zh", "definition_en",
        "first_in_province", "vision_zh", "vision_en", "end_state_2027_zh", "end_state_2027_en",
        "spatial_pattern_zh", "spatial_pattern_en",
    )  # fmt: skip
    values: dict[str, Any] = {
        **entry.pair("title", "title_zh", "title_en"),
        **entry.pair("issuer", "issuer_zh", "issuer_en"),
        "kind": PolicyKind.PLAN,
        "level": PolicyLevel.CITY,
    }
    # Number and date are not known yet; once the bureau has entered them, the file doesn't take them back.
    values |= {name: entry.date(name) for name in ("issued_on", "reported_on") if entry.has(name)}
    if entry.has("doc_number"):
        values["document_number"] = document_number(entry, "doc_number")
    policy = upsert(report, Policy, {"code": entry.text("code")}, values, where=entry.where)
    relate(report, policy, "based_on", [_load_basis(report, one) for one in entry.entries("upper_level_basis")])
    _load_contents(root, entry, report, policy)
    remember_version(policy)


def _load_contents(root: Entry, entry: Entry, report: Report, policy: Policy) -> None:
    period_from, period_to = entry.span("period")
    values: dict[str, Any] = {"period_from": period_from, "period_to": period_to}
    for name in ("lead_department", "definition", "vision", "spatial_pattern"):
        values |= entry.pair(name, f"{name}_zh", f"{name}_en", required=False)
    values |= entry.pair("end_state", "end_state_2027_zh", "end_state_2027_en", required=False)
    values["first_in_province"] = entry.flag("first_in_province")
    if root.has("bases_aggregate"):
        values["bases_aggregate"] = plain(root.inner("bases_aggregate").data)
    values |= places.industry_facts(root)
    upsert(report, Plan, {"policy": policy}, values, where=entry.where)


def _load_basis(report: Report, entry: Entry) -> Policy:
    """A document of a higher level that the plan rests on; its issuer stands before 关于 in its title."""
    entry.only("zh", "en", "dated", "source")
    title = entry.text("zh")
    issued_on = entry.date("dated")
    values = {
        **entry.pair("title"),
        "issuer_zh": title.split("关于")[0].strip() if "关于" in title else "",
        "kind": PolicyKind.OPINION,
        "level": PolicyLevel.NATIONAL,
        "issued_on": issued_on,
    }
    policy = upsert(report, Policy, {"code": f"BASIS-{issued_on}"}, values, where=entry.where)
    remember_version(policy)
    return policy


def section(name: str) -> Callable[[Callable[[Entry, Report], None]], Callable[[Entry, Report], None]]:
    def register(function: Callable[[Entry, Report], None]) -> Callable[[Entry, Report], None]:
        SECTIONS[name] = function
        return function

    return register


@section("focus_areas")
def _load_areas(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    numbers: set[int] = set()
    for entry in root.entries("focus_areas"):
        entry.only("code", "no", "zh", "en", "short_zh", "short_en", "lever_zh", "lever_en")
        code, number = entry.once(seen, "code"), entry.whole("no", 1)
        taken = FocusArea.objects.filter(number=number).exclude(code=code).exists()
        if number in numbers or taken:
            entry.fail("no", f"the number {number} belongs to another focus area")
        numbers.add(number)
        values = {
            **entry.pair("title"),
            **entry.pair("short", "short_zh", "short_en"),
            **entry.pair("lever", "lever_zh", "lever_en", required=False),
            "number": number,
            "order": number,
        }
        upsert(report, FocusArea, {"code": code}, values, where=entry.where)


@section("safeguards")
def _load_safeguards(root: Entry, report: Report) -> None:
    places.load_titled(root, report, "safeguards", Safeguard)


@section("statistical_modes")
def _load_modes(root: Entry, report: Report) -> None:
    places.load_titled(root, report, "statistical_modes", StatisticalMode)


@section("trade_categories")
def _load_categories(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("trade_categories")):
        entry.only("code", "zh", "en", "scope_zh", "scope_en", "examples", "note")
        for example in entry.entries("examples"):
            example.only("zh", "en")
            example.pair("title")
        values = {
            **entry.pair("title"),
            **entry.pair("scope", "scope_zh", "scope_en", required=False),
            "examples": plain(entry.data.get("examples") or []),
            "note": entry.text("note", required=False),
            "order": order,
        }
        upsert(report, TradeCategory, {"code": entry.once(seen, "code")}, values, where=entry.where)


@section("targets_2027")
def _load_targets(root: Entry, report: Report) -> None:
    seen: set[str] = set()
    for order, entry in enumerate(root.entries("targets_2027")):
        entry.only(
            "indicator", "op", "value", "unit_zh", "unit_en", "text_zh", "text_en", "qualitative", "note"
        )  # fmt: skip
        qualitative = entry.flag("qualitative")
        values = {
            "operator": entry.choice("op", Comparison, ""),
            "value": None if qualitative and not entry.has("value") else entry.number("value"),
            **entry.pair("unit", "unit_zh", "unit_en", required=not qualitative),
            **entry.pair("text", "text_zh", "text_en", required=False),
            "qualitative": qualitative,
            "note": entry.text("note", required=False),
            "order": order,
        }
        upsert(report, Target, {"indicator": entry.once(seen, "indicator")}, values, where=entry.where)


@section("indicators")
def _load_indicators(root: Entry, report: Report) -> None:
    seen: set[tuple[Any, ...]] = set()
    rates = ("yoy_pct", "vs_national_pp", "share_of_national_pct", "avg_growth_pct")
    for order, entry in enumerate(root.entries("indicators")):
        entry.only(
            "id", "zh", "en", "geo", "year", "value", "unit", "approx", "op", "kind", "flow", "source", "note", *rates
        )  # fmt: skip
        key = {
            "code": entry.text("id"),
            "geo": entry.choice("geo", Geography),
            "year": entry.whole("year", 1950) if entry.has("year") else None,
            "kind": entry.choice("kind", IndicatorKind, IndicatorKind.ACTUAL),
        }
        if tuple(key.values()) in seen:
            entry.fail(None, f"“{key['code']}” stands in this file twice for the same place, year and kind")
        seen.add(tuple(key.values()))
        values = {
            **entry.pair("title"),
            "value": entry.number("value"),
            "unit": entry.text("unit"),
            "operator": entry.choice("op", Comparison, ""),
            "approx": entry.flag("approx"),
            "flow": entry.choice("flow", Flow, ""),
            **{rate: entry.number(rate) if entry.has(rate) else None for rate in rates},
            "source": entry.text("source", required=False),
            "note": entry.text("note", required=False),
            "order": order,
        }
        upsert(report, Indicator, key, values, where=entry.where)


@section("bases")
def _load_bases(root: Entry, report: Report) -> None:
    places.load_bases(root, report)


@section("venues")
def _load_venues(root: Entry, report: Report) -> None:
    places.load_venues(root, report)


@section("industry_clusters")
def _load_clusters(root: Entry, report: Report) -> None:
    places.load_clusters(root, report)


@section("peers")
def _load_peers(root: Entry, report: Report) -> None:
    places.load_peers(root, report)
