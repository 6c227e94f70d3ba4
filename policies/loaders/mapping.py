"""Loads the central five-way split and its links to the plan's two splits (shape of mapping.yaml)."""

from typing import Any

from policies.loaders import places
from policies.loaders.library import named
from policies.loaders.reading import Entry
from policies.models import CategoryLink, CentralCategory, StatisticalMode, TradeCategory
from portal.core.loading import Document, Report, loader, upsert


@loader("mapping", keys={"central_categories", "category_links"})
def load_mapping(document: Document) -> Report:
    root, report = Entry(document), Report()
    root.only("central_categories", "category_links")
    for name in ("central_categories", "category_links"):
        document.need((name,), list)
    places.load_titled(root, report, "central_categories", CentralCategory)
    kept = [_load_link(report, entry, order) for order, entry in enumerate(root.entries("category_links"))]
    for link in CategoryLink.objects.exclude(pk__in=[link.pk for link in kept]):
        link.delete()
        report.count("changed", "categorylink")
    return report


def _load_link(report: Report, entry: Entry, order: int) -> CategoryLink:
    entry.only("central", "category", "mode", "note_zh", "note_en")
    if entry.has("category") == entry.has("mode"):
        entry.fail(None, "a link names either a “category” or a “mode”")
    key: dict[str, Any] = {"central": named(entry, "central", CentralCategory, entry.text("central"))}
    if entry.has("category"):
        key["category"] = named(entry, "category", TradeCategory, entry.text("category"))
    else:
        key["mode"] = named(entry, "mode", StatisticalMode, entry.text("mode"))
    values = {**entry.pair("note", "note_zh", "note_en", required=False), "order": order}
    return upsert(report, CategoryLink, key, values, where=entry.where)
