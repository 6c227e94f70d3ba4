"""One month of the calendar, as a list of days and as weeks beside it."""

import calendar as weeks_of
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.alerts.calendar import KINDS, Event, events
from policies.models import FocusArea
from portal.calendars.workdays import Calendar
from portal.core import clock
from portal.core.dates import WEEKDAYS

FIRST_YEAR, LAST_YEAR = 2020, 2060
WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
LONGEST = 100
# How far an empty month looks ahead for the next thing that happens.
LOOK_AHEAD = dt.timedelta(days=730)


@dataclass(frozen=True)
class MonthPage:
    """What the address asks for; whatever cannot be read counts as not given."""

    first: dt.date
    area: str = ""
    kind: str = ""
    words: str = ""
    areas: list[FocusArea] = field(default_factory=list)

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "MonthPage":
        areas = list(FocusArea.objects.all())
        area, kind = query.get("area", "").strip().upper(), query.get("kind", "")
        return cls(
            first=_month(query.get("month", "")),
            area=area if area in {one.code for one in areas} else "",
            kind=kind if kind in KINDS else "",
            words=query.get("q", "").replace("\x00", "").strip()[:LONGEST],
            areas=areas,
        )

    @property
    def last(self) -> dt.date:
        return next_month(self.first) - dt.timedelta(days=1)

    @property
    def title(self) -> str:
        return month_title(self.first)

    @property
    def is_filtered(self) -> bool:
        return bool(self.area or self.kind or self.words)

    @cached_property
    def events(self) -> list[Event]:
        return self._between(self.first, self.last)

    def _between(self, first: dt.date, last: dt.date) -> list[Event]:
        return events(first, last, area=self.area, kind=self.kind, words=self.words)

    @property
    def days(self) -> list[dict[str, Any]]:
        """The days on which something happens, and among them today: {date, events, is_today, is_over}."""
        today = clock.today()
        happens = {day: list(these) for day, these in groupby(self.events, key=lambda event: event.date)}
        if happens and self.first <= today <= self.last:
            happens.setdefault(today, [])
        return [
            {"date": day, "events": happens[day], "is_today": day == today, "is_over": day < today}
            for day in sorted(happens)
        ]

    @property
    def weeks(self) -> list[list[dict[str, Any]]]:
        """Monday to Sunday: {date, inside, count, is_today, is_off}."""
        counts: dict[dt.date, int] = {}
        for event in self.events:
            counts[event.date] = counts.get(event.date, 0) + 1
        today, worked = clock.today(), Calendar.load()
        return [
            [
                {
                    "date": day,
                    "inside": day.month == self.first.month,
                    "count": counts.get(day, 0),
                    "is_today": day == today,
                    "is_off": not worked.is_workday(day),
                }
                for day in week
            ]
            for week in weeks_of.Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]

    @property
    def weekdays(self) -> list[dict[str, str]]:
        """Heads of the week's columns: {short, long}, from any Monday on."""
        monday = dt.date(2026, 11, 30)
        week = [monday + dt.timedelta(days=n) for n in range(7)]
        chinese = (get_language() or "").startswith("zh")
        return [
            {
                "short": WEEKDAYS["zh"][0][day.weekday()] if chinese else formats.date_format(day, "D"),
                "long": formats.date_format(day, "l"),
            }
            for day in week
        ]

    @property
    def next_event(self) -> Event | None:
        """Where to go from an empty month."""
        return next(iter(self._between(next_month(self.first), self.last + LOOK_AHEAD)), None)

    def url(self, month: dt.date | None = None, **changes: str) -> str:
        """This page's address in another month; the present month needs no name."""
        month = month or self.first
        named = "" if month == _this_month() else f"{month:%Y-%m}"
        chosen = {"month": named, "area": self.area.lower(), "kind": self.kind, "q": self.words} | changes
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    @property
    def around(self) -> dict[str, Any]:
        """The months before and after, and this one: {title, url}; nothing where the calendar ends."""
        before = (self.first - dt.timedelta(days=1)).replace(day=1)
        after, now = next_month(self.first), _this_month()
        return {
            "earlier": self._link(before) if before.year >= FIRST_YEAR else None,
            "later": self._link(after) if after.year <= LAST_YEAR else None,
            "now": None if self.first == now else self._link(now),
        }

    def _link(self, month: dt.date) -> dict[str, str]:
        return {"title": month_title(month), "url": self.url(month)}

    def selects(self) -> list[dict[str, Any]]:
        """For `components/filters.html`."""
        areas = [(area.slug, area.short, area.code == self.area) for area in self.areas]
        kinds = [(kind, title, kind == self.kind) for kind, (title, _tone) in KINDS.items()]
        return [_select("area", _("All focus areas"), areas), _select("kind", _("All kinds of days"), kinds)]

    @property
    def hidden(self) -> list[dict[str, str]]:
        """The month stays while filters change."""
        now = self.first == _this_month()
        return [] if now else [{"name": "month", "value": f"{self.first:%Y-%m}"}]


def month_title(month: dt.date) -> str:
    return formats.date_format(month, "YEAR_MONTH_FORMAT")


def next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _this_month() -> dt.date:
    return clock.today().replace(day=1)


def _month(text: str) -> dt.date:
    found = WRITTEN.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
        return dt.date(year, month, 1)
    return _this_month()


def _select(name: str, label: str, options: list[tuple[str, Any, bool]]) -> dict[str, Any]:
    shown = [{"value": value, "label": text, "selected": selected} for value, text, selected in options]
    return {"name": name, "label": label, "options": shown}
