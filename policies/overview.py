"""The six areas at a glance: how many measures are open, the nearest deadline, what opens next."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.models import FocusArea, Measure
from policies.windows import MeasureRow, rows_for, short_day


@dataclass(frozen=True)
class AreaOverview:
    """One tile of the front page. `nearest` is the open measure that closes first."""

    area: FocusArea
    open_count: int
    nearest: MeasureRow | None
    next_opening: dt.date | None
    is_demo: bool

    @property
    def nearest_deadline(self) -> dt.date | None:
        return self.nearest.window.closes_on if self.nearest and self.nearest.window else None

    @property
    def over(self) -> str:
        return _("Area %(number)s · %(short)s") % {"number": self.area.number, "short": self.area.short}

    @property
    def title(self) -> str:
        return self.area.title

    @property
    def url(self) -> str:
        return self.area.get_absolute_url()

    @property
    def chip(self) -> str:
        if self.nearest is not None:
            return self.nearest.chip if self.is_closing else self._open_text
        return _("Opening soon") if self.next_opening else _("No open window")

    @property
    def tone(self) -> str:
        return "plain" if self.nearest is None else "tile" if self.is_closing else "pine"

    @property
    def aside(self) -> str:
        if self.nearest is not None and self.nearest_deadline:
            return (
                self._open_text
                if self.is_closing
                else _("next deadline %(day)s") % {"day": short_day(self.nearest_deadline)}
            )
        return _("from %(day)s") % {"day": short_day(self.next_opening)} if self.next_opening else ""

    @property
    def is_closing(self) -> bool:
        return bool(self.nearest and self.nearest.window and self.nearest.window.state == "closing")

    @property
    def _open_text(self) -> str:
        return ngettext("%(count)s open now", "%(count)s open now", self.open_count) % {"count": self.open_count}


def areas_with_offers() -> list[AreaOverview]:
    """All areas in their order. The number of queries does not depend on the number of measures."""
    rows = rows_for(Measure.objects.published().for_lists())
    return [_overview(area, rows) for area in FocusArea.objects.all()]


def _overview(area: FocusArea, all_rows: list[MeasureRow]) -> AreaOverview:
    rows = [row for row in all_rows if row.measure.area_id == area.pk]
    open_rows = [row for row in rows if row.is_open]
    openings = [row.window.opens_on for row in rows if row.window and row.window.state == "upcoming"]
    return AreaOverview(
        area=area,
        open_count=len(open_rows),
        nearest=open_rows[0] if open_rows else None,
        next_opening=min(openings, default=None),
        is_demo=any(row.measure.is_demo for row in rows),
    )
