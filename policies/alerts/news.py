"""What is new between two moments, sorted so that a follower's share of it costs no query.

Read once for a whole sweep: the changes, the documents and measures that were published without a change being
noted, and the windows that open or are about to close. Searches are asked only about these, each once.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from policies.alerts import searches
from policies.alerts.calendar import Event, windows
from policies.enums import ChangeKind
from policies.models import Change, Follow, Measure, Policy
from policies.offers import CLOSING_WITHIN
from portal.calendars.workdays import Calendar
from portal.core.dates import day_text

# More than this in one period is an import, not news: the page "What is new" has the rest.
MOST = 2000
# Within so many days lies the fifth working day, whatever holidays come between.
FAR = dt.timedelta(days=31)


@dataclass(frozen=True)
class Line:
    """One sentence with its page. `sentence` and `url` are worked out in the reader's language, when it is read."""

    key: str
    at: dt.datetime
    policy_id: int
    measure_id: int | None
    areas: frozenset[int]
    say: Callable[[], str]
    url: Callable[[], str]

    @property
    def sentence(self) -> str:
        return self.say()


@dataclass(frozen=True)
class Deadline:
    """A window's first or last day. `key` holds the day too, so that a day that moves is told again."""

    event: Event
    policy_id: int
    measure_id: int
    areas: frozenset[int]

    @property
    def key(self) -> str:
        return f"{self.event.key}:{self.event.date.isoformat()}"

    @property
    def url(self) -> Callable[[], str]:
        return self.event.url

    @property
    def sentence(self) -> str:
        facts = {"title": self.event.title, "day": day_text(self.event.date), "left": self.event.days_left}
        if self.event.kind == "opens":
            return _("“%(title)s” can be applied for from %(day)s.") % facts
        return _("“%(title)s” can be applied for until %(day)s: %(left)s.") % facts


class News:
    def __init__(self, since: dt.datetime, until: dt.datetime) -> None:
        self.since, self.until = since, until
        changes = Change.objects.filter(policy__published=True, at__gt=since, at__lte=until)
        changes = changes.select_related("policy", "measure").prefetch_related("policy__areas")
        self.changes = [_of_change(change) for change in changes.order_by("-at", "-pk")[:MOST]]
        told = {(line.policy_id, line.measure_id) for line in self.changes}
        arrived = [*self._policies(), *self._measures()]
        self.arrived = [line for line in arrived if (line.policy_id, line.measure_id) not in told]
        self.deadlines = list(self._deadlines())
        self._matches: dict[str, searches.Matches] = {}
        self._lines: dict[tuple[Any, ...], list[Line]] = {}

    def _policies(self) -> Iterator[Line]:
        found = Policy.objects.published().filter(published_at__gt=self.since, published_at__lte=self.until)
        for policy in found.prefetch_related("areas").order_by("-published_at")[:MOST]:
            yield _of_arrival(policy, policy.pk, None, frozenset(area.pk for area in policy.areas.all()))

    def _measures(self) -> Iterator[Line]:
        found = Measure.objects.published().filter(published_at__gt=self.since, published_at__lte=self.until)
        for measure in found.order_by("-published_at")[:MOST]:
            yield _of_arrival(measure, measure.policy_id, measure.pk, frozenset({measure.area_id}))

    def _deadlines(self) -> Iterator[Deadline]:
        """Windows that have opened, and those with at most five working days left."""
        today, calendar = self.until.date(), Calendar.load()
        for event in windows(self.since.date(), today + FAR):
            opened = event.kind == "opens" and event.date <= today
            closing = event.kind == "closes" and event.date >= today
            if opened or (closing and calendar.workdays_between(today, event.date) <= CLOSING_WITHIN):
                measure = event.measure
                if measure is not None:
                    yield Deadline(event, measure.policy_id, measure.pk, frozenset({measure.area_id}))

    def lines_for(self, follow: Follow, since: dt.datetime) -> list[Line]:
        """Changes of what is followed and, for a search, what else was published; newest first."""
        thing = (follow.policy_id, follow.measure_id, follow.area_id, follow.query)
        if thing not in self._lines:
            # Many follow the same: it is looked through once.
            self._lines[thing] = [line for line in self._known(follow) if self._concerns(line, follow)]
        return [line for line in self._lines[thing] if line.at > since]

    def _known(self, follow: Follow) -> list[Line]:
        return self._everything if follow.query else self.changes

    @cached_property
    def _everything(self) -> list[Line]:
        return sorted([*self.changes, *self.arrived], key=lambda line: line.at, reverse=True)

    def deadlines_for(self, follow: Follow, since: dt.datetime, told: set[str]) -> list[Deadline]:
        return [
            one
            for one in self.deadlines
            if one.key not in told
            and (one.event.kind == "closes" or one.event.date > since.date())
            and self._concerns(one, follow)
        ]

    def _concerns(self, line: Line | Deadline, follow: Follow) -> bool:
        if follow.policy_id:
            return line.policy_id == follow.policy_id
        if follow.measure_id:
            return line.measure_id == follow.measure_id
        if follow.area_id:
            return follow.area_id in line.areas
        policies, measures = self._found(follow.query)
        return line.measure_id in measures if line.measure_id else line.policy_id in policies

    def _found(self, query: str) -> searches.Matches:
        if query not in self._matches:
            among = self._subjects
            self._matches[query] = searches.matches(query, among, self.since) if any(among) else among
        return self._matches[query]

    @cached_property
    def _subjects(self) -> searches.Matches:
        """What happened to anything at all: searches need to be asked about nothing else."""
        every: Iterable[Any] = [*self.changes, *self.arrived, *self.deadlines]
        policies = frozenset(line.policy_id for line in every if not line.measure_id)
        return policies, frozenset(line.measure_id for line in every if line.measure_id)

    @cached_property
    def names(self) -> searches.Names:
        return searches.names()


def _of_change(change: Change) -> Line:
    measure = change.measure
    areas = {measure.area_id} if measure else {area.pk for area in change.policy.areas.all()}
    return Line(
        key=f"change:{change.pk}",
        at=change.at,
        policy_id=change.policy_id,
        measure_id=change.measure_id,
        areas=frozenset(areas),
        say=lambda: change.sentence,
        url=change.get_absolute_url,
    )


def _of_arrival(subject: Policy | Measure, policy_id: int, measure_id: int | None, areas: frozenset[int]) -> Line:
    return Line(
        key=f"new:{policy_id}:{measure_id}",
        at=subject.published_at,
        policy_id=policy_id,
        measure_id=measure_id,
        areas=areas,
        say=lambda: _("%(kind)s: %(title)s") % {"kind": ChangeKind.NEW.label, "title": subject.title},
        url=subject.get_absolute_url,
    )
