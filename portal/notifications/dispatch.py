"""Sending what is due: claim a batch, send it over one connection and outside any transaction, write each outcome.

A crash between the server's answer and our note of it repeats that one mail after its lease, with the same
Message-ID. Nothing else is ever sent twice, and nothing is lost.
"""

import contextlib
import logging
import smtplib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from portal.notifications import claims
from portal.notifications.models import Message
from portal.notifications.rendering import mail_of
from portal.notifications.smtp import backend

logger = logging.getLogger(__name__)

# A run ends well before the broker would hand the same task to another worker (300 s).
RUN_SECONDS = 240
# These answers speak of our sign-in at the mail server, not of the mail: they mend themselves when we do.
SIGN_IN_CODES = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class Trouble:
    """Why a mail was not taken: for good or for now, and whether the connection is gone with it."""

    reason: str
    final: bool = False
    line_lost: bool = False


def dispatch(limit: int = claims.BATCH) -> int:
    """Send one batch of due mails; the number of mails that were tried."""
    return _send_batch(claims.claim(limit))[0]


def drain() -> int:
    """Send until nothing is due, the server is away or the time is up; the number of mails that were tried."""
    tried, until = 0, time.monotonic() + RUN_SECONDS
    while time.monotonic() < until:
        batch = claims.claim()
        done, line_lost = _send_batch(batch)
        tried += done
        if not batch or line_lost:
            break
    return tried


def _send_batch(batch: list[Message]) -> tuple[int, bool]:
    """Returns how many were tried and whether the mail server seems to be away."""
    if not batch:
        return 0, False
    _let_go_of_database()
    until = time.monotonic() + claims.LEASE.total_seconds() - 3 * (settings.EMAIL_TIMEOUT or 10)
    outlet, losses, tried = backend(), 0, 0
    try:
        for message in batch:
            if time.monotonic() > until or losses == 2:
                break
            trouble = _send(outlet, message)
            tried += 1
            _note(message, trouble)
            # One lost line may be this mail's doing; two in a row are the server's.
            losses = losses + 1 if trouble and trouble.line_lost else 0
    finally:
        _close(outlet)
    claims.release(batch[tried:], claims.UNTRIED if losses == 2 else claims.AT_ONCE)
    return tried, losses == 2


def _send(outlet: BaseEmailBackend, message: Message) -> Trouble | None:
    """Hand one mail to the server; what went wrong, if anything did."""
    try:
        mail = mail_of(message)
        mail.message()
    except Exception as error:  # whatever one text does, the others go out
        logger.exception("message %s cannot be made into a mail", message.pk)
        return Trouble(f"{type(error).__name__}: {error}", final=True)
    try:
        outlet.open()
    except Exception as error:
        _close(outlet)
        return Trouble(_words(error), line_lost=True)
    try:
        outlet.send_messages([mail])
    except Exception as error:
        trouble = _diagnose(error)
        if trouble.line_lost:
            _close(outlet)
        return trouble
    return None


def _note(message: Message, trouble: Trouble | None) -> None:
    if trouble is None:
        noted = claims.mark_sent(message)
    elif trouble.final:
        noted = claims.mark_failed(message, trouble.reason)
    else:
        noted = claims.mark_later(message, trouble.reason)
    if not noted:
        logger.warning("the claim on message %s had run out before its outcome was known", message.pk)


def _diagnose(error: Exception) -> Trouble:
    """4xx and lost lines are for now, 5xx is for good (RFC 5321, section 4.2.1)."""
    code = _code(error)
    if code is not None:
        final = 500 <= code <= 599 and code not in SIGN_IN_CODES
        return Trouble(_words(error), final=final, line_lost=code == 421)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Trouble(_words(error), final=True)
    return Trouble(_words(error), line_lost=isinstance(error, OSError))


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return None


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"
    return f"{code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"


def _let_go_of_database() -> None:
    """A slow mail server must not keep a database connection waiting; inside a transaction it is not ours to close."""
    if not connection.in_atomic_block:
        connection.close()


def _close(outlet: BaseEmailBackend) -> None:
    with contextlib.suppress(OSError):
        outlet.close()
