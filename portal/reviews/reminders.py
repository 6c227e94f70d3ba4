"""Reminders before a due date and the ladder after it: once each, in one summary a person and working day.

A rung that was missed because nothing ran is not made up for: whoever comes back after ten days is told where each
case stands now, once. The row of the day makes a second run, or a second worker, find nothing to do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.calendars.workdays import Calendar
from portal.core import clock
from portal.reviews import notifications as message
from portal.reviews.cases import with_words
from portal.reviews.flow import flows
from portal.reviews.models import ClockDay, ClockEvent, WorkItem

HOUR = 9
# Working days before the date on which somebody is reminded, nearest first.
OFFICIALS, APPLICANTS = (0, 1, 3), (0, 2, 5)
# Working days after it on which the next in line learns of it, furthest first.
LATE = (5, 3, 1)
LAST = f"late_{LATE[0]}"
WRITTEN_AT_ONCE = 1_000


@dataclass
class Told:
    """One line of a summary: an item, how many working days are left (negative: late), and its rung."""

    item: WorkItem
    left: int
    kind: str
    words: dict[str, Any] = field(default_factory=dict)


def remind() -> int:
    """How many events were written. Nothing before 9 o'clock and on days that are not worked."""
    now, calendar = clock.now(), Calendar.load()
    today = now.date()
    if now.hour < HOUR or not calendar.is_workday(today) or ClockDay.objects.filter(pk=today).exists():
        return 0
    with transaction.atomic():
        _day, new = ClockDay.objects.get_or_create(pk=today, defaults={"at": now})
        if not new:
            return 0
        found = list(_reached(today, calendar))
        ClockEvent.objects.bulk_create(
            [ClockEvent(item=one.item, kind=one.kind, due_on=one.item.due_on, at=now) for one in found],
            batch_size=WRITTEN_AT_ONCE,
        )
        _tell(today, found)
    return len(found)


def rung(desk: str, left: int) -> str:
    """The rung that is reached with so many working days left; nothing while the date is far away."""
    if left < 0:
        return "" if desk == Role.APPLICANT else next((f"late_{n}" for n in LATE if -left >= n), "")
    steps = APPLICANTS if desk == Role.APPLICANT else OFFICIALS
    return next((f"before_{n}" if n else "on_day" for n in steps if left <= n), "")


def _reached(today: date, calendar: Calendar) -> Iterable[Told]:
    """Open items whose rung of today was not told yet; where nobody has to do anything but wait there is none."""
    horizon = calendar.add_workdays(today, max(APPLICANTS)).on
    waiting = {name: flow.waiting for name, flow in flows.items()}
    ended = ClockEvent.objects.filter(item=OuterRef("pk"), kind=LAST, due_on=OuterRef("due_on"))
    items = list(
        WorkItem.objects.open()
        .filter(due_on__lte=horizon, paused_at=None)
        .exclude(Exists(ended))
        .select_related("case", "holder")
        .order_by("due_on", "pk")
    )
    dates = {item.pk: item.due_on for item in items}
    told = {
        (event.item_id, event.kind)
        for event in ClockEvent.objects.filter(item__in=items)
        if event.due_on == dates[event.item_id]
    }
    for item in items:
        left = calendar.workdays_between(today, item.due_on)
        kind = rung(item.desk, left)
        if kind and (item.pk, kind) not in told and item.state not in waiting.get(item.case.flow, ()):
            yield Told(item, left, kind)


def _tell(today: date, found: list[Told]) -> None:
    words = with_words({one.item.case_id: one.item.case.flow for one in found})
    people = _People()
    outside: dict[User, list[Told]] = defaultdict(list)
    inside: dict[User, list[Told]] = defaultdict(list)
    for one in found:
        case = words.get(one.item.case_id)
        if case is None:
            continue
        one.words = case
        if one.item.desk == Role.APPLICANT:
            if case["reader"] is not None:
                outside[case["reader"]].append(one)
            continue
        for person in people.for_rung(one):
            inside[person].append(one)
    message.summaries(today, inside, official=True)
    message.summaries(today, outside, official=False)


class _People:
    """Who works where, read once: the ladder asks for every item."""

    def __init__(self) -> None:
        self.desks: dict[tuple[str, int | None], list[Post]] = defaultdict(list)
        for post in Post.objects.filter(user__is_active=True).select_related("user").order_by("pk"):
            self.desks[post.role, post.unit_id].append(post)
        self.leadership = [
            post.user for (role, _unit), posts in self.desks.items() if role == Role.LEADERSHIP for post in posts
        ]

    def for_rung(self, one: Told) -> list[User]:
        """The holder; three days late whoever leads the desk, too; five days late the leadership as well."""
        item = one.item
        people = [item.holder] if item.holder is not None and item.holder.is_active else self._desk(item)
        if one.kind in {"late_3", LAST}:
            people = people + self._leads(item)
        if one.kind == LAST:
            people = people + self.leadership
        return list({person.pk: person for person in people}.values())

    def _desk(self, item: WorkItem) -> list[User]:
        # Experts are guests with sheets of their own: what is late with them, the division asks for.
        role = Role.CASE_MANAGER if item.desk == Role.EXPERT else item.desk
        return [post.user for post in self.desks[role, item.unit_id]]

    def _leads(self, item: WorkItem) -> list[User]:
        role = Role.CASE_MANAGER if item.desk == Role.EXPERT else item.desk
        posts = self.desks[role, item.unit_id]
        # Where nobody is named as the lead, everybody at the desk is asked.
        return [post.user for post in posts if post.is_lead] or [post.user for post in posts]
