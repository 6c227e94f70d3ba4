"""Days that matter: windows, validity of documents, and whatever another service hands in.

A provider answers with the events of a range of days. `enterprises`, which this app must not import, registers
one for public notices.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policies.models import FocusArea, Measure, Policy
from policies.offers import Offer, windows_for
from portal.calendars.workdays import Calendar
from portal.core import clock
from portal.core.models import Localised

# In the order in which they stand within a day; `title` is what happens, `tone` the colour of its chip.
KINDS: dict[str, tuple[Any, str]] = {
    "closes": (gettext_lazy("Window closes"), "tile"),
    "opens": (gettext_lazy("Window opens"), "pine"),
    "in_force": (gettext_lazy("Comes into force"), "sea"),
    "lapses": (gettext_lazy("Last day in force"), "plain"),
    "notice": (gettext_lazy("Public notice ends"), "sand"),
}
ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Event:
    """Something on a day. `key` names it for ever, whatever day it moves to; `url` is a page of the portal.

    `provisional`: the day itself may still move, because that year's holidays are not announced.
    """

    date: dt.date
    kind: str
    key: str
    title_zh: str
    title_en: str
    url: Callable[[], str]
    areas: tuple[FocusArea, ...] = ()
    updated_at: dt.datetime | None = None
    provisional: bool = False
    is_demo: bool = False
    measure: Measure | None = None
    title = Localised("title")

    @property
    def what(self) -> str:
        return str(KINDS[self.kind][0])

    @property
    def tone(self) -> str:
        return KINDS[self.kind][1]

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.date, ORDER[self.kind], self.key)

    @property
    def days_left(self) -> str:
        """How long a window that is open now still is, in working days; empty for everything else."""
        today = clock.today()
        if self.kind != "closes" or self.date < today:
            return ""
        calendar = Calendar.load()
        left = calendar.workdays_between(today, self.date)
        if left <= 0:
            return _("last working day is over") if self.date > today else _("today")
        text = ngettext("%(count)s working day left", "%(count)s working days left", left) % {"count": left}
        sure = all(calendar.official.get(year, False) for year in range(today.year, self.date.year + 1))
        return text if sure else _("%(text)s (provisional: holidays not yet announced)") % {"text": text}


Provider = Callable[[dt.date, dt.date], Iterable[Event]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Take events from this provider from now on; registering it twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def forget(provider: Provider) -> None:
    if provider in _providers:
        _providers.remove(provider)


def events(first: dt.date, last: dt.date, *, area: str = "", kind: str = "", words: str = "") -> list[Event]:
    """What happens from the first day to the last; the number of queries does not depend on how much that is."""
    wanted = words.casefold()
    found = chain(windows(first, last), validity(first, last), *(give(first, last) for give in _providers))
    return sorted(
        (
            event
            for event in found
            if (not area or area in {one.code for one in event.areas})
            and (not kind or event.kind == kind)
            and (not wanted or wanted in f"{event.title_zh}\n{event.title_en}".casefold())
        ),
        key=lambda event: event.sort_key,
    )


def windows(first: dt.date, last: dt.date) -> Iterator[Event]:
    """First and last days of windows: of the call that matters now for each measure, or as announced with it."""
    measures = {measure.pk: measure for measure in Measure.objects.published().for_lists()}
    for pk, offer in windows_for(measures.values()).items():
        for kind, day in (("opens", offer.opens_on), ("closes", offer.closes_on)):
            if first <= day <= last:
                yield _of_window(measures[pk], offer, kind, day)


def _of_window(measure: Measure, offer: Offer, kind: str, day: dt.date) -> Event:
    touched = offer.updated_at or measure.updated_at
    return Event(
        date=day,
        kind=kind,
        key=f"{kind}-{offer.call_code or measure.code}".lower(),
        title_zh=measure.title_zh,
        title_en=measure.title_en,
        url=measure.get_absolute_url,
        areas=(measure.area,),
        updated_at=max(touched, measure.updated_at),
        is_demo=measure.is_demo,
        measure=measure,
    )


def validity(first: dt.date, last: dt.date) -> Iterator[Event]:
    """Documents that come into force, or whose last day it is."""
    span = (first, last)
    found = Policy.objects.published().filter(Q(effective_on__range=span) | Q(expires_on__range=span)).for_lists()
    for policy in found:
        for kind, day in (("in_force", policy.effective_on), ("lapses", policy.expires_on)):
            if day and first <= day <= last:
                yield Event(
                    date=day,
                    kind=kind,
                    key=f"{kind}-{policy.code}".lower(),
                    title_zh=policy.title_zh,
                    title_en=policy.title_en,
                    url=policy.get_absolute_url,
                    areas=tuple(policy.areas.all()),
                    updated_at=policy.updated_at,
                    is_demo=policy.is_demo,
                )
