"""SMTP with one deadline for a whole mail.

The socket's own timeout starts again with every byte: a server that sends one byte a second would hold a worker
for hours. Here the clock runs once for the connection and once for each mail.
"""

import smtplib
import time
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
PROMPT_SMTP = "portal.notifications.smtp.PromptBackend"


class _Replies:
    """What smtplib reads the server's lines from; gives up when the deadline has passed."""

    def __init__(self, client: "_Prompt") -> None:
        self.client = client
        self.buffer = b""

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self.buffer and len(self.buffer) < limit:
            chunk = self.client.receive()
            if not chunk:
                break
            self.buffer += chunk
        end = min(self.buffer.find(b"\n") + 1 or len(self.buffer), limit)
        line, self.buffer = self.buffer[:end], self.buffer[end:]
        return line

    def close(self) -> None:
        self.buffer = b""


class _Prompt:
    """Mixed into smtplib's clients."""

    sock: Any
    file: Any
    timeout: float
    deadline = 0.0

    def start_clock(self) -> None:
        self.deadline = time.monotonic() + self.timeout

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        self.start_clock()
        return super().connect(*args, **kwargs)  # type: ignore[misc]

    def getreply(self) -> Any:
        if self.file is None:
            self.file = _Replies(self)
        return super().getreply()  # type: ignore[misc]

    def receive(self) -> bytes:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no complete answer in time")
        self.sock.settimeout(left)
        try:
            return self.sock.recv(8192)
        finally:
            self.sock.settimeout(self.timeout)


class PromptSMTP(_Prompt, smtplib.SMTP):
    pass


class PromptSSL(_Prompt, smtplib.SMTP_SSL):
    pass


class PromptBackend(DjangoBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return PromptSSL if self.use_ssl else PromptSMTP

    def _send(self, email_message: Any) -> bool:
        self.connection.start_clock()
        return super()._send(email_message)


def backend() -> BaseEmailBackend:
    """The backend of EMAIL_BACKEND, with the deadline where it is SMTP."""
    if settings.EMAIL_BACKEND == DJANGO_SMTP:
        return get_connection(PROMPT_SMTP, timeout=settings.EMAIL_TIMEOUT or 10)
    return get_connection()
