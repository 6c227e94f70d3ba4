"""What stands open now. Calls belong to `enterprises`, which this app must not import, so they are handed in.

`enterprises` registers one provider when it starts. Without a provider no measure has an offer, and pages
show the window as announced with the measure.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policies.models import Measure
from portal.calendars.workdays import Calendar
from portal.core import clock

State = Literal["upcoming", "open", "closing", "closed"]

# With this many working days left or fewer, an open window is about to close.
CLOSING_WITHIN = 5


@dataclass(frozen=True)
class Offer:
    """A call for a measure, as the public sees it. `workdays_left` counts from tomorrow to the last day; `note` says
    why nobody can begin although the days would allow it, `contact` whom to ask; both in the reader's language."""

    measure_id: int
    call_code: str
    state: State
    opens_on: dt.date
    closes_on: dt.date
    workdays_left: int
    budget_cny: Decimal
    committed_percent: int | None = None
    usd_cny: Decimal | None = None
    apply_url: str = ""
    promised_workdays: int | None = None
    updated_at: dt.datetime | None = None
    call_url: str = ""
    form_url: str = ""
    note: str = ""
    contact: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "closing")


Provider = Callable[[Iterable[Measure]], dict[int, Offer]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Take the offers from this provider from now on; registering it twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def forget(provider: Provider) -> None:
    if provider in _providers:
        _providers.remove(provider)


def offers_for(measures: Iterable[Measure]) -> dict[int, Offer]:
    """The current offer of each measure that has one, by the measure's primary key."""
    wanted = list(measures)
    found: dict[int, Offer] = {}
    for provider in _providers:
        found |= provider(wanted)
    return found


def window_state(opens_on: dt.date, closes_on: dt.date, today: dt.date, workdays_left: int) -> State:
    if today < opens_on:
        return "upcoming"
    if today > closes_on:
        return "closed"
    return "closing" if workdays_left <= CLOSING_WITHIN else "open"


def announced(measure: Measure) -> Offer | None:
    """The window that was announced with the measure, for as long as no call offers it."""
    if measure.window_open is None or measure.window_close is None:
        return None
    today = clock.today()
    left = max(0, Calendar.load().workdays_between(today, measure.window_close))
    return Offer(
        measure_id=measure.pk,
        call_code="",
        state=window_state(measure.window_open, measure.window_close, today, left),
        opens_on=measure.window_open,
        closes_on=measure.window_close,
        workdays_left=left,
        budget_cny=measure.budget_cny,
        usd_cny=measure.usd_cny,
    )


def windows_for(measures: Iterable[Measure]) -> dict[int, Offer]:
    """Offers, and the announced windows of the measures that have none."""
    wanted = list(measures)
    windows = {measure.pk: window for measure in wanted if (window := announced(measure))}
    return windows | offers_for(wanted)
