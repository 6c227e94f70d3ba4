"""The page "What is new": changes in words, newest first, read along their index."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from policies.alerts import feeds
from policies.enums import ChangeKind
from policies.models import Change, FocusArea
from portal.core import clock

SIZE = 30
TONES = {ChangeKind.NEW: "pine", ChangeKind.AMENDED: "sea", ChangeKind.LAPSED: "plain", ChangeKind.REPLACED: "sand"}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Row:
    change: Change

    @property
    def day(self) -> dt.date:
        return self.change.at.astimezone(clock.now().tzinfo).date()

    @property
    def tone(self) -> str:
        return TONES[ChangeKind(self.change.kind)]

    @property
    def areas(self) -> str:
        return " · ".join(area.short for area in feeds.areas_of(self.change))

    @property
    def is_demo(self) -> bool:
        return self.change.subject.is_demo


@dataclass(frozen=True)
class ChangesPage:
    """`after` names the last change of the page before; whatever cannot be read counts as not given."""

    area: FocusArea | None
    areas: list[FocusArea]
    after: str
    rows: list[Row]
    more: bool

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "ChangesPage":
        areas = list(FocusArea.objects.all())
        wanted = query.get("area", "").strip().upper()
        area = next((one for one in areas if one.code == wanted), None)
        found = feeds.of_area(area) if area else feeds.shown()
        place = _place(query.get("after", ""))
        if place:
            found = found.filter(Q(at__lt=place[0]) | Q(at=place[0], pk__lt=place[1]))
        rows = [Row(change) for change in found[: SIZE + 1]]
        return cls(area, areas, query.get("after", "") if place else "", rows[:SIZE], len(rows) > SIZE)

    @property
    def next_url(self) -> str:
        if not self.more:
            return ""
        last = self.rows[-1].change
        return f"?after={(last.at - EPOCH) // MICROSECOND}-{last.pk}{self._area_part('&')}"

    @property
    def first_url(self) -> str:
        return (self._area_part("?") or "?") if self.after else ""

    def _area_part(self, mark: str) -> str:
        return f"{mark}area={self.area.slug}" if self.area else ""

    def links(self) -> list[dict[str, Any]]:
        """Everything, and each area: for `components/desk_tabs.html`."""
        every = {"title": _("All areas"), "url": "?", "current": self.area is None}
        own = [{"title": area.short, "url": f"?area={area.slug}", "current": area == self.area} for area in self.areas]
        return [every, *own]


def _place(text: str) -> tuple[dt.datetime, int] | None:
    moment, _sign, pk = text.partition("-")
    if not (moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(text) < 40):
        return None
    try:
        return EPOCH + int(moment) * MICROSECOND, min(int(pk), 2**63 - 1)
    except OverflowError:
        return None
