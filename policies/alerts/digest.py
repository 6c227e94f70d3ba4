"""The digest: one message a follower and period, of what is new since the last one; nothing new, no message.

A period ends at 8:00, every day or on Mondays. The sweep finds who was not told up to the end of the last period,
so a missed run is caught up with by one message, and a run that comes twice finds nobody left.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import translation

from policies.alerts import searches
from policies.alerts.letters import DIGEST, digest_key
from policies.alerts.news import Deadline, Line, News
from policies.enums import Frequency
from policies.models import Follow, Follower
from portal.core import clock
from portal.notifications.actions import Letter, tell_each

HOUR = 8
BATCH = 500
# A run ends; the next one goes on where it stopped.
MOST_BATCHES = 20
# Who was not told for longer than this (the portal stood still, or was restored) is told of this much.
LONGEST = dt.timedelta(days=31)
LINES = 40


@dataclass(frozen=True)
class Group:
    """What is new about one followed thing. `title` is read in the reader's language."""

    follow: Follow
    names: searches.Names
    lines: list[Line | Deadline]

    @property
    def title(self) -> str:
        target = self.follow.target
        return str(target.title) if target else searches.title(self.follow.query, self.names)


def period_end(frequency: str, moment: dt.datetime) -> dt.datetime:
    """The last 8:00 that counts for this frequency, at or before the moment."""
    eight = moment.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if moment < eight:
        eight -= dt.timedelta(days=1)
    return eight - dt.timedelta(days=eight.weekday()) if frequency == Frequency.WEEKLY else eight


def send_due() -> int:
    """Tell everybody who is due; the number of messages that are new."""
    return sum(_send(frequency, period_end(frequency, clock.now())) for frequency in Frequency.values)


def _send(frequency: str, until: dt.datetime) -> int:
    due = Follower.objects.filter(frequency=frequency, told_until__lt=until)
    oldest = due.aggregate(oldest=Min("told_until"))["oldest"]
    if oldest is None:
        return 0
    news = News(max(oldest, until - LONGEST), until)
    written = 0
    for _turn in range(MOST_BATCHES):
        with transaction.atomic():
            locked = due.select_related("user").select_for_update(skip_locked=True, of=("self",))
            batch = list(locked.order_by("pk")[:BATCH])
            written += _tell(batch, news)
        if len(batch) < BATCH:
            break
    return written


def _tell(batch: list[Follower], news: News) -> int:
    """A fixed number of queries, however many followers and follows there are."""
    follows: dict[int, list[Follow]] = {}
    wanted = Follow.objects.filter(follower__in=batch, muted=False).select_related("policy", "area", "measure")
    for follow in wanted.order_by("pk"):
        follows.setdefault(follow.follower_id, []).append(follow)
    confirmed = _confirmed_addresses(batch)
    letters, changed = [], []
    for follower in batch:
        if follower.user and not follower.user.is_active:
            continue
        groups = list(_groups(follower, follows.get(follower.pk, []), news))
        if groups:
            letters.append(_letter(follower, groups, news, confirmed))
        if _note_days(follower, groups, news):
            changed.append(follower)
    written = tell_each(kind=DIGEST, letters=letters)
    Follower.objects.bulk_update(changed, ["told_days"])
    Follower.objects.filter(pk__in=[follower.pk for follower in batch]).update(told_until=news.until)
    return written


def _groups(follower: Follower, follows: list[Follow], news: News) -> Iterator[Group]:
    """Each line once, under the first followed thing that it belongs to; single things before areas and searches."""
    seen: set[str] = {key for key, _day in follower.told_days}
    for follow in sorted(follows, key=lambda one: (bool(one.query), bool(one.area_id), one.pk)):
        since = max(follower.told_until, follow.created_at)
        # What presses comes first.
        lines: list[Line | Deadline] = [*news.deadlines_for(follow, since, seen)]
        lines += [line for line in news.lines_for(follow, since) if line.key not in seen]
        seen |= {line.key for line in lines}
        if lines:
            yield Group(follow, news.names, lines)


def _letter(follower: Follower, groups: list[Group], news: News, confirmed: set[tuple[int, str]]) -> Letter:
    shown, count = _shortened(groups)
    user = follower.user
    with translation.override(follower.language):
        page = reverse("alerts:mine") if user else ""
    context: dict[str, Any] = {
        "groups": shown,
        "count": count,
        "more": count - sum(len(group.lines) for group in shown),
        "site_url": settings.SITE_URL,
    }
    return Letter(
        context=context,
        language=follower.language,
        dedupe_key=f"{digest_key(follower)}{news.until:%Y-%m-%d}",
        recipient=user,
        to_email=follower.email,
        url=page,
        mail=user is None or (user.pk, user.email.lower()) in confirmed,
    )


def _shortened(groups: list[Group]) -> tuple[list[Group], int]:
    """The first lines only: a mail is to be read; and how many there are."""
    shown, left = [], LINES
    for group in groups:
        if left > 0:
            shown.append(Group(group.follow, group.names, group.lines[:left]))
        left -= len(group.lines)
    return shown, sum(len(group.lines) for group in groups)


def _note_days(follower: Follower, groups: list[Group], news: News) -> bool:
    """Remember the deadlines that are told now, and forget those that are over; whether anything changed."""
    told = [
        [line.key, line.event.date.isoformat()]
        for group in groups
        for line in group.lines
        if isinstance(line, Deadline)
    ]
    today = news.until.date().isoformat()
    kept = [entry for entry in follower.told_days if entry[1] >= today] + told
    if kept == follower.told_days:
        return False
    follower.told_days = kept
    return True


def _confirmed_addresses(batch: list[Follower]) -> set[tuple[int, str]]:
    users = [follower.user_id for follower in batch if follower.user_id]
    found = EmailAddress.objects.filter(user__in=users, verified=True) if users else EmailAddress.objects.none()
    return {(user, email.lower()) for user, email in found.values_list("user_id", "email")}
