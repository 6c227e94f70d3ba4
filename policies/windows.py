"""When a measure can be applied for, in words: the chip and the line beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.models import Measure
from policies.offers import Offer, windows_for
from policies.rules.texts import Day

TONES = {"open": "pine", "closing": "tile", "upcoming": "plain", "closed": "plain"}
# Open ones first, the nearest deadline on top; then what opens next; what is over comes last.
RANK = {"closing": 0, "open": 0, "upcoming": 1, "closed": 2}


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a list with its window, if it has one."""

    measure: Measure
    window: Offer | None

    @property
    def chip(self) -> str:
        return chip(self.window)

    @property
    def tone(self) -> str:
        return TONES[self.window.state] if self.window else "plain"

    @property
    def aside(self) -> str:
        return aside(self.window)

    @property
    def is_open(self) -> bool:
        return bool(self.window and self.window.is_open)

    @property
    def sort_key(self) -> tuple[object, ...]:
        if self.window is None:
            return (3, "", self.measure.code)
        day = self.window.opens_on if self.window.state == "upcoming" else self.window.closes_on
        return (RANK[self.window.state], day.isoformat(), self.measure.code)


def rows_for(measures: Iterable[Measure], windows: Mapping[int, Offer] | None = None) -> list[MeasureRow]:
    """The measures with their windows, in the order in which they matter now."""
    wanted = list(measures)
    found = windows_for(wanted) if windows is None else windows
    return sorted((MeasureRow(one, found.get(one.pk)) for one in wanted), key=lambda row: row.sort_key)


def chip(window: Offer | None) -> str:
    if window is None:
        return _("Window to be announced")
    if window.state == "upcoming":
        return _("Opening soon")
    if window.state == "closed":
        return _("Closed")
    return working_days_left(window)


def working_days_left(window: Offer) -> str:
    if window.workdays_left == 0:
        return _("Last day today")
    text = ngettext("%(count)s working day left", "%(count)s working days left", window.workdays_left)
    return text % {"count": window.workdays_left}


def aside(window: Offer | None) -> str:
    if window is None:
        return ""
    if window.state == "upcoming":
        return _("from %(day)s") % {"day": short_day(window.opens_on)}
    if window.state == "closed":
        return _("closed on %(day)s") % {"day": short_day(window.closes_on)}
    return _("until %(day)s") % {"day": short_day(window.closes_on)}


def short_day(day: object) -> str:
    return formats.date_format(day, "MONTH_DAY_FORMAT")  # type: ignore[arg-type]


def span(window: Offer) -> str:
    """Both days with their year, because windows reach from one year into the next."""
    return _("%(first)s to %(last)s") % {"first": Day(window.opens_on), "last": Day(window.closes_on)}
