"""Loads the typical tasks of the focus areas (shape of tasks.yaml)."""

from policies.enums import SourceTag
from policies.loaders.library import named
from policies.loaders.reading import Entry
from policies.models import AreaTask, FocusArea
from portal.core.loading import Document, Report, loader, upsert


@loader("tasks", keys={"area_tasks"})
def load_tasks(document: Document) -> Report:
    """The file is the whole list of each area that it names: a task that it no longer has goes."""
    root, report = Entry(document), Report()
    root.only("area_tasks")
    document.need(("area_tasks",), list)
    seen: dict[FocusArea, list[str]] = {}
    for entry in root.entries("area_tasks"):
        entry.only("area", "zh", "en", "sources", "source_zh", "source_en")
        area = named(entry, "area", FocusArea, entry.text("area"))
        titles = seen.setdefault(area, [])
        if entry.text("zh") in titles:
            entry.fail("zh", f"“{entry.text('zh')}” stands in this area twice")
        values = {
            "title_en": entry.text("en"),
            "sources": _sources(entry),
            **entry.pair("source", "source_zh", "source_en", required=False),
            "order": len(titles),
        }
        titles.append(entry.text("zh"))
        upsert(report, AreaTask, {"area": area, "title_zh": entry.text("zh")}, values, where=entry.where)
    for area, titles in seen.items():
        for task in area.tasks.exclude(title_zh__in=titles):
            task.delete()
            report.count("changed", "areatask")
    return report


def _sources(entry: Entry) -> list[str]:
    """Letters of where a task was found; one at least, because nothing here may look like the plan's own list."""
    tags = entry.texts("sources")
    for number, tag in enumerate(tags):
        if tag not in SourceTag.values:
            path = (*entry.path, "sources", number)
            entry.document.fail(path, f"“{tag}” is no source; known are {', '.join(SourceTag.values)}")
    if not tags:
        entry.fail(None, "a task names where it was found: “sources” is empty or missing")
    return tags
