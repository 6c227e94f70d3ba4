"""Loads the progress of city and districts (shape of progress.yaml)."""

from typing import Any

from policies.districts import districts as districts_of_the_city
from policies.enums import ProgressKind, ProgressPeriod
from policies.loaders.reading import Entry
from policies.models import Progress, Target
from portal.accounts.models import District
from portal.core.loading import Document, Report, loader, upsert

KEYS = ("indicator", "year", "months", "kind", "city", "districts", "note_zh", "note_en", "source_zh", "source_en")


@loader("progress", keys={"progress"})
def load_progress(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("demo", "source_zh", "source_en", "progress")
    document.need(("progress",), list)
    demo, source = root.flag("demo"), root.pair("source", "source_zh", "source_en", required=False)
    real = set(Progress.objects.filter(is_demo=False).values_list("target", flat=True))
    seen: set[tuple[Any, ...]] = set()
    for entry in root.entries("progress"):
        entry.only(*KEYS)
        key = {"target": _target(entry), "year": entry.whole("year", 2000), "months": _months(entry)}
        if (found := tuple(key.values())) in seen:
            entry.fail(None, "this target stands in this file twice for the same period")
        seen.add(found)
        # What the bureau has supplied since is not joined by invented figures.
        if not (demo and key["target"].pk in real):
            _load_period(report, entry, key | {"is_demo": demo}, _common(entry, source))
    return report


def _load_period(report: Report, entry: Entry, key: dict[str, Any], values: dict[str, Any]) -> None:
    if not (entry.has("city") or entry.has("districts")):
        entry.fail(None, "neither the “city” nor any of the “districts” has a figure")
    if entry.has("city"):
        upsert(report, Progress, key | {"district": None}, values | {"value": entry.number("city")}, where=entry.where)
    if not entry.has("districts"):
        return
    districts = entry.inner("districts")
    for code in districts.data:
        place = key | {"district": _district(districts, code)}
        upsert(report, Progress, place, values | {"value": districts.number(code)}, where=districts.where)


def _common(entry: Entry, source: dict[str, str]) -> dict[str, Any]:
    own = entry.pair("source", "source_zh", "source_en", required=False)
    return {
        "kind": entry.choice("kind", ProgressKind, ProgressKind.REPORTED),
        **{name: own[name] or text for name, text in source.items()},
        **entry.pair("note", "note_zh", "note_en", required=False),
    }


def _target(entry: Entry) -> Target:
    """A target in figures: what is to be reached in words only has no value to report."""
    code = entry.text("indicator")
    target = Target.objects.filter(indicator=code, qualitative=False).first()
    if target is None:
        entry.fail("indicator", f"no target in figures has the indicator “{code}”")
    return target


def _months(entry: Entry) -> int:
    months = entry.whole("months") if entry.has("months") else ProgressPeriod.YEAR
    if months not in ProgressPeriod.values:
        entry.fail("months", f"a period covers the first 3, 6, 9 or all 12 months, not {months}")
    return int(months)


def _district(districts: Entry, code: Any) -> District:
    found = districts_of_the_city().filter(code=code).first()
    if found is None:
        districts.fail(code, f"“{code}” is none of the city’s districts")
    return found
