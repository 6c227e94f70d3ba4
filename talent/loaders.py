"""Loads the facts for foreign talent (shape of talent.yaml): all or nothing, and twice is the same as once."""

from __future__ import annotations

from portal.core.loading import Document, Report, loader, upsert
from talent import load_entry, load_path, load_plan_constants, sources
from talent import load_words as load_words
from talent.entries import Entry, both, entries, section
from talent.guides import load as load_guides  # noqa: F401  (registers the loader of the guides)
from talent.models import Agency, Hotline, PermitClass, PermitRoute, PointsTable, Referral

KNOWN = {
    "checked_on",
    "checked_by",
    "sources",
    "permit_classes",
    "points_table",
    "visa_types",
    "entry_without_visa",
    "procedure",
    "permit_documents",
    "plan_constants",
    "other_documents",
    "agencies_qingdao",
    "other_agencies",
    "not_our_job",
    "hotlines",
    "permanent_residence",
    "penalties",
    "portal_languages",
}


@loader("talent", keys={"permit_classes", "procedure", "permit_documents"})
def load_talent(document: Document) -> Report:
    document.only((), KNOWN)
    report = Report()
    _load_classes(document, report)
    _load_points(document, report)
    for number, path in enumerate(entries(document, "agencies_qingdao") + entries(document, "other_agencies")):
        _load_agency(Entry(document, path, section(document, str(path[0]))), report, number)
    _load_hotlines(document, report)
    _load_referrals(document, report)
    load_entry.load(document, report)
    load_path.load(document, report)
    load_plan_constants.load(document, report)
    return report


def _load_classes(document: Document, report: Report) -> None:
    for code in document.need(("permit_classes",), dict):
        entry = Entry(document, ("permit_classes", code))
        entry.only({"zh", "en", "routes"} | both("quota", "general", "benefits"))
        values = entry.titles() | entry.texts("quota", "general") | entry.texts("benefits", separator="\n")
        where = (document, entry.path)
        row = upsert(report, PermitClass, {"code": code}, values | entry.checked(), where)
        inherited, remark = sources.read_source(entry.get("source") or "")
        same = {"source_en": remark, "source_zh": entry.get("source_zh") or ""} if remark else {}
        for number in range(len(entry.need("routes", list))):
            route = Entry(document, (*entry.path, "routes", number))
            route.only({"code", "zh", "en"} | both("includes"))
            values = same | route.titles() | route.texts("includes") | route.checked(inherited)
            key = {"code": route.need("code")}
            upsert(report, PermitRoute, key, {"permit_class": row, **values}, (document, route.path))


def _load_points(document: Document, report: Report) -> None:
    if "points_table" not in document.data:
        return
    entry = Entry(document, ("points_table",), section(document, "points_table"))
    entry.only({"thresholds", "factors", "test_vectors"} | both("version", "other_version_warning"))
    thresholds = entry.need("thresholds", dict)
    for code in ("A", "B"):
        document.need((*entry.path, "thresholds", code), int)
    for number in range(len(entry.need("factors", list))):
        _check_factor(Entry(document, (*entry.path, "factors", number)))
    texts = entry.texts("version", "other_version_warning")
    values = {name.replace("other_version_warning", "warning"): text for name, text in texts.items()}
    values |= {"thresholds": thresholds, "factors": entry.data["factors"]} | entry.checked()
    upsert(report, PointsTable, {"code": "national"}, values, (document, entry.path))


def _check_factor(entry: Entry) -> None:
    """A factor has a maximum and says in one way how its points come about; no way gives more than the maximum."""
    for key in ("code", "zh", "en"):
        entry.need(key)
    maximum = entry.need("max", int)
    ways = [key for key in ("bands", "cases", "rule") if key in entry.data]
    if len(ways) != 1:
        entry.fail("code", "a factor needs one of bands, cases or rule")
    if ways == ["rule"]:
        return
    for number in range(len(entry.need(ways[0], list))):
        path = (*entry.path, ways[0], number, "pts")
        points = entry.document.need(path, int)
        if not 0 <= points <= maximum:
            entry.document.fail(path, f"{points} points are more than the maximum of {maximum}, or less than 0")


def _load_agency(entry: Entry, report: Report, order: int) -> None:
    entry.only({"code", "zh", "en"} | both("does", "note"))
    values = {"order": order} | entry.titles() | entry.texts("does", "note") | entry.checked()
    upsert(report, Agency, {"code": entry.need("code")}, values, (entry.document, entry.path))


def _load_hotlines(document: Document, report: Report) -> None:
    for order, path in enumerate(entries(document, "hotlines")):
        entry = Entry(document, path, section(document, "hotlines"))
        entry.only({"no", "zh", "en"} | both("hours", "languages"))
        values = {"order": order} | entry.titles() | entry.texts("hours", "languages") | entry.checked()
        upsert(report, Hotline, {"number": entry.need("no")}, values, (document, path))


def _load_referrals(document: Document, report: Report) -> None:
    for order, path in enumerate(entries(document, "not_our_job")):
        entry = Entry(document, path, section(document, "not_our_job"))
        entry.only({"code", "zh", "en", "agency"})
        agency = Agency.objects.filter(code=entry.need("agency")).first()
        if agency is None:
            entry.fail("agency", f"no authority “{entry.data['agency']}” stands in this file")
        values = {"order": order, "agency": agency} | entry.titles() | entry.checked()
        upsert(report, Referral, {"code": entry.need("code")}, values, (document, path))
