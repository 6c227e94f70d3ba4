"""The part of the talent file on the planner: numbers that stand in no step of the path."""

from typing import Any

from portal.core.loading import Document, Report, upsert
from talent.entries import Entry, both, entries, section
from talent.enums import LimitKind
from talent.models import PlanConstant
from talent.models.words import translate


def load(document: Document, report: Report) -> None:
    for order, path in enumerate(entries(document, "plan_constants")):
        entry = Entry(document, path, section(document, "plan_constants"))
        entry.only({"code", "zh", "en", "ko", "ja", "least", "most", "unit", "kind"} | both("basis"))
        if not {"least", "most"} & set(entry.data):
            entry.fail("code", "a number of the planner needs “least”, “most” or both")
        values = {"order": order, "unit": entry.choice("unit", PlanConstant.Unit.values)}
        values |= entry.titles() | {"words": _words(entry)}
        values |= entry.plain(int, "least", "most") | entry.texts("basis")
        if "kind" in entry.data:
            values["kind"] = entry.choice("kind", LimitKind.values)
        upsert(report, PlanConstant, {"code": entry.need("code")}, values | entry.checked(), (document, entry.path))


def _words(entry: Entry) -> dict[str, Any]:
    """The name in Korean and Japanese, made from the Chinese that stands beside it; other translations stay."""
    known = PlanConstant.objects.filter(code=entry.need("code")).first()
    row = PlanConstant(name_zh=entry.need("zh"), words=known.words if known else {})
    for language in ("ko", "ja"):
        if language in entry.data:
            translate(row, language, {"name": entry.need(language)})
    return row.words
