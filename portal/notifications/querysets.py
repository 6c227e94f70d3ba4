"""Which messages exist for whom, and which mails are due."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.core import clock
from portal.notifications.enums import MailState

if TYPE_CHECKING:
    from portal.notifications.models import Message

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """A person's inbox; nobody reads another's, officials included."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user, in_inbox=True)

    def about(self, case_reference: str) -> "MessageQuerySet":
        return self.filter(case_reference=case_reference)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)

    def mark_read(self) -> int:
        return self.unread().update(read_at=clock.now())

    def newest_first(self) -> "MessageQuerySet":
        return self.order_by("-created_at", "-pk")

    def after_cursor(self, cursor: str) -> "MessageQuerySet":
        """The messages that follow the one with this cursor; an unreadable cursor means the first page."""
        moment, _, pk = cursor.partition("-")
        if not (moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(cursor) < 40):
            return self
        try:
            created = EPOCH + int(moment) * MICROSECOND
        except OverflowError:
            return self
        return self.filter(Q(created_at__lt=created) | Q(created_at=created, pk__lt=min(int(pk), 2**63 - 1)))

    def due(self, moment: datetime) -> "MessageQuerySet":
        """Mails to send now; codes and links that somebody waits for go before notices to many."""
        waiting = self.filter(mail_state=MailState.PENDING, next_attempt_at__lte=moment)
        return waiting.order_by("-sensitive", "next_attempt_at", "pk")

    def abandoned(self, moment: datetime) -> "MessageQuerySet":
        """Mails whose sender died before it could say what became of them."""
        return self.filter(mail_state=MailState.SENDING, lease_until__lt=moment)

    def failed(self) -> "MessageQuerySet":
        return self.filter(mail_state=MailState.FAILED)


def cursor_of(message: "Message") -> str:
    return f"{(message.created_at - EPOCH) // MICROSECOND}-{message.pk}"
