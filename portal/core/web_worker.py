"""The web worker: gunicorn's threads, and an answer in our words where an address is too long for it.

gunicorn reads 8,190 bytes of a request line at most, some 900 Chinese characters of a question, and refuses more
itself, in English. Its only other setting is to read without end, which lets anybody fill its memory.
"""

import socket
import time

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

LONGEST_LINE = 8190
# What a browser is still sending is taken in, up to this much and this long: it does not read before it has sent.
LINGER_BYTES = 1024 * 1024
LINGER_SECONDS = 2.0


class PlainWorker(ThreadWorker):
    """Says in plain words what gunicorn says in English."""

    def init_process(self) -> None:
        self.cfg.set("limit_request_line", LONGEST_LINE)
        super().init_process()

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("An address was too long: %s", exc)
        try:
            _refuse(client, _page())
        except OSError as error:
            self.log.debug("Nobody waited for the answer: %s", error)
        except Exception:
            # Nothing stands between this and the caller who waits: better gunicorn's words than none.
            self.log.exception("The page about an address that is too long can't be shown")
            super().handle_error(req, client, addr, exc)


def _refuse(client: socket.socket, page: bytes) -> None:
    head = [
        "HTTP/1.1 414 URI Too Long",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        "X-Content-Type-Options: nosniff",
        f"Content-Length: {len(page)}",
    ]
    client.settimeout(LINGER_SECONDS)
    client.sendall("\r\n".join([*head, "", ""]).encode() + page)
    client.shutdown(socket.SHUT_WR)
    end, left = time.monotonic() + LINGER_SECONDS, LINGER_BYTES
    while left > 0 and time.monotonic() < end and (taken := client.recv(65536)):
        left -= len(taken)


def _page() -> bytes:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("414.html", {"footer": settings.FOOTER}).encode()
