"""Loads support measures (shape of measures.yaml); their rules are read by the rule engine before they are kept."""

from decimal import Decimal
from typing import Any

from policies.clauses import write_clauses
from policies.enums import Allocation, PolicyKind
from policies.loaders.library import named
from policies.loaders.reading import Entry, plain
from policies.loaders.versions import remember_version
from policies.models import FocusArea, Measure, MeasurePaper, PaperType, Policy
from policies.rulebook import NoRuleBookError, read_rules, vocabulary
from policies.rules import RuleError, Vocabulary
from portal.core.loading import Document, Report, loader, upsert
from portal.core.money import fen

KEYS = (
    "code", "area", "zh", "en", "mode", "accounting_period", "eligibility", "subsidy", "documents", "window",
    "budget_cny", "anchor", "expert_review", "on_site_check", "demo", "usd_cny", "policy",
)  # fmt: skip
AREA_POLICY = "QD-DT-2025-{area}"


@loader("measures", keys={"measures"})
def load_measures(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("measures", "demo", "usd_cny")
    document.need(("measures",), list)
    try:
        words = vocabulary()
    except NoRuleBookError as error:
        document.fail(("measures",), error.message)
    seen: set[str] = set()
    touched: dict[int, Policy] = {}
    for entry in root.entries("measures"):
        entry.only(*KEYS)
        measure = _load_measure(report, root, entry, entry.once(seen, "code"))
        _check_rules(entry, measure, words)
        touched[measure.policy_id] = measure.policy
    for policy in touched.values():
        write_clauses(policy, words, report)
        remember_version(policy)
        for measure in policy.measures.select_related("policy", "area"):
            remember_version(measure)
    return report


def _load_measure(report: Report, root: Entry, entry: Entry, code: str) -> Measure:
    held = Measure.objects.select_related("policy").filter(code=code).first()
    area = named(entry, "area", FocusArea, entry.text("area"))
    period_from, period_to = entry.span("accounting_period")
    window = entry.window("window") if entry.has("window") else (None, None)
    values: dict[str, Any] = {
        **entry.pair("title"),
        "area": area,
        "mode": entry.choice("mode", Allocation),
        "period_from": period_from,
        "period_to": period_to,
        "eligibility": plain(entry.inner("eligibility").data),
        "subsidy": plain(entry.inner("subsidy").data),
        "window_open": window[0],
        "window_close": window[1],
        "budget_fen": fen(entry.number("budget_cny", 0)),
        "expert_review": entry.flag("expert_review"),
        "on_site_check": entry.flag("on_site_check"),
        "anchor": entry.text("anchor", required=False),
        **_given_or_kept(root, entry),
    }
    policy = _policy(entry, area, held)
    values["policy"] = policy
    values["article"] = held.article if held and held.policy == policy else Measure.next_article(policy.pk)
    measure = upsert(report, Measure, {"code": code}, values, where=entry.where)
    _load_papers(report, entry, measure)
    return measure


def _given_or_kept(root: Entry, entry: Entry) -> dict[str, Any]:
    """Whether it is demo data, and the rate: said with the measure, for the whole file, or left as it is."""
    values: dict[str, Any] = {}
    for source in (root, entry):
        if source.has("demo"):
            values["is_demo"] = source.flag("demo")
        if source.has("usd_cny"):
            values["usd_cny"] = _rate(source)
    return values


def _rate(source: Entry) -> Decimal:
    rate = source.number("usd_cny")
    if not 0 < rate < 1000:
        source.fail("usd_cny", f"the exchange rate must be greater than 0 and below 1,000, not {rate}")
    return rate


def _policy(entry: Entry, area: FocusArea, held: Measure | None) -> Policy:
    """The document that the file names; else the one it is in already; else the area's own; else the plan."""
    if entry.has("policy"):
        return named(entry, "policy", Policy, entry.text("policy"))
    if held and held.policy.kind != PolicyKind.PLAN:
        return held.policy
    own = Policy.objects.filter(code=AREA_POLICY.format(area=area.code)).first()
    policy = own or Policy.objects.filter(kind=PolicyKind.PLAN).first()
    if policy is None:
        entry.fail("area", "no policy document is known that this measure could belong to; load plan.yaml first")
    return policy


def _load_papers(report: Report, entry: Entry, measure: Measure) -> None:
    wanted: list[PaperType] = []
    entry.document.need((*entry.path, "documents"), list)
    for number, code in enumerate(entry.texts("documents")):
        path = (*entry.path, "documents", number)
        paper = PaperType.objects.filter(code=code).first()
        if paper is None:
            entry.document.fail(path, f"no paper with the code “{code}” is known")
        if paper in wanted:
            entry.document.fail(path, f"the paper “{code}” stands in this list twice")
        wanted.append(paper)
    for row in measure.paper_rows.exclude(paper__in=wanted):
        row.delete()
        report.count("changed", "measurepaper")
    for order, paper in enumerate(wanted):
        upsert(report, MeasurePaper, {"measure": measure, "paper": paper}, {"order": order})


def _check_rules(entry: Entry, measure: Measure, words: Vocabulary) -> None:
    try:
        read_rules(measure, words)
    except RuleError as error:
        entry.document.fail((*entry.path, *error.path), error.message)
