"""Who sends which mail: rows are claimed for a time, so a sender that dies delays its mails but loses none.

A claim raises `attempts` and sets `lease_until`; both together name the claim. A sender that comes back after its
lease has run out finds its claim gone and writes nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from portal.core import clock
from portal.notifications.enums import MailState
from portal.notifications.models import Message

LEASE = timedelta(seconds=120)
BATCH = 500
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 240))
GIVE_UP = timedelta(hours=72)
# What was claimed but not tried: at once where only our time was up, a little later where the server is away.
AT_ONCE = timedelta(0)
UNTRIED = timedelta(minutes=1)


def claim(limit: int = BATCH) -> list[Message]:
    """Take up to `limit` due mails in one short transaction; no two senders get the same one."""
    moment = clock.now()
    _free_abandoned(moment)
    due = Message.objects.due(moment)
    # Looking first spares SQLite its write lock at each quiet sweep.
    if not due.exists():
        return []
    lease = moment + LEASE
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True)[: min(limit, BATCH)])
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(
            mail_state=MailState.SENDING, lease_until=lease, attempts=F("attempts") + 1
        )
    for row in rows:
        row.mail_state, row.lease_until, row.attempts = MailState.SENDING, lease, row.attempts + 1
    return rows


def _free_abandoned(moment: datetime) -> None:
    abandoned = Message.objects.abandoned(moment)
    if abandoned.exists():
        abandoned.update(mail_state=MailState.PENDING, lease_until=None, next_attempt_at=moment)


def mark_sent(message: Message) -> bool:
    """The server has it. A code or a personal link is not kept any longer than that."""
    blank = {"body": "", "url": ""} if message.sensitive else {}
    return _settle(message, mail_state=MailState.SENT, sent_at=clock.now(), last_error="", **blank)


def mark_failed(message: Message, reason: str) -> bool:
    return _settle(message, mail_state=MailState.FAILED, last_error=_short(reason))


def mark_later(message: Message, reason: str) -> bool:
    """Try again with growing distance; after 72 hours it has failed."""
    now = clock.now()
    if now - message.queued_at >= GIVE_UP:
        return mark_failed(message, reason)
    wait = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
    return _settle(message, mail_state=MailState.PENDING, next_attempt_at=now + wait, last_error=_short(reason))


def release(messages: list[Message], wait: timedelta = AT_ONCE) -> None:
    """Give back what one claim took and nobody tried; it costs these mails no attempt."""
    if not messages:
        return
    untried = Message.objects.filter(
        pk__in=[message.pk for message in messages],
        mail_state=MailState.SENDING,
        lease_until=messages[0].lease_until,
    )
    untried.update(
        mail_state=MailState.PENDING,
        lease_until=None,
        next_attempt_at=clock.now() + wait,
        attempts=F("attempts") - 1,
    )


def _settle(message: Message, **changes: Any) -> bool:
    """Write the outcome if the claim still stands."""
    mine = Message.objects.filter(
        pk=message.pk, mail_state=MailState.SENDING, attempts=message.attempts, lease_until=message.lease_until
    )
    return mine.update(lease_until=None, **changes) == 1


def _short(reason: str) -> str:
    return " ".join(reason.replace("\0", "").split())[:500]
