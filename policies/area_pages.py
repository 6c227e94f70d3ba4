"""The page of a focus area: what can be applied for now, its tasks, documents, days and contacts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from policies.alerts import feeds
from policies.alerts.pages import Row
from policies.library_pages import breadcrumb
from policies.models import FocusArea, Measure, Policy
from policies.policy_lines import lines_of
from policies.windows import MeasureRow, rows_for
from portal.core import clock

# So many of each stand on the page; the library, the calendar and the list of changes have all of them.
DOCUMENTS, DAYS, CHANGES = 12, 8, 5


@dataclass(frozen=True)
class Day:
    """A first or last day of a window of the area, from today on."""

    date: dt.date
    title: str
    url: str
    what: str
    tone: str


def area_page(area: FocusArea, areas: list[FocusArea]) -> dict[str, Any]:
    """The number of queries depends on none of the lists."""
    rows = rows_for(Measure.objects.published().for_lists().filter(area=area))
    documents = lines_of(Policy.objects.published().filter(areas=area))
    holding = [line for line in documents if line.holds]
    over = [line for line in documents if not line.holds]
    days, changes = days_of(rows), [Row(change) for change in feeds.of_area(area)[:CHANGES]]
    return {
        "area": area,
        "open_rows": [row for row in rows if row.is_open],
        "rows": rows,
        "tasks": list(area.tasks.all()),
        "policies": holding[:DOCUMENTS],
        "lapsed": over[:DOCUMENTS],
        "more_policies": max(0, len(holding) - DOCUMENTS) + max(0, len(over) - DOCUMENTS),
        "days": days[:DAYS],
        "changes": changes,
        "contacts": list(area.contacts.all()),
        "areas": areas,
        **neighbours(area, areas),
        "breadcrumb": breadcrumb(area.short),
        "demo": any(row.measure.is_demo for row in rows) or any(line.is_demo for line in documents),
    }


def days_of(rows: list[MeasureRow]) -> list[Day]:
    """What is still to come of the windows, the nearest first."""
    today = clock.today()
    found = []
    for row in rows:
        if row.window is None:
            continue
        title, url = row.measure.title, row.measure.get_absolute_url()
        found.append(Day(row.window.opens_on, title, url, _("Window opens"), "pine"))
        found.append(Day(row.window.closes_on, title, url, _("Window closes"), "tile"))
    return sorted((day for day in found if day.date >= today), key=lambda day: (day.date, day.what, day.title))


def neighbours(area: FocusArea, areas: list[FocusArea]) -> dict[str, FocusArea | None]:
    """The areas before and after it in the order of the plan."""
    place = areas.index(area)
    return {
        "previous_area": areas[place - 1] if place else None,
        "next_area": areas[place + 1] if place + 1 < len(areas) else None,
    }
