"""The developers' outbox: mails that were written to the local folder, readable in the browser.

It needs no sign-in, because it holds the codes that a sign-in needs; so it exists on development machines only
(`OUTBOX_PAGE`, refused by a system check where real people have accounts).
"""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

# Django's file backend writes one file for each connection, with this line after each mail.
BETWEEN = b"\n" + b"-" * 79 + b"\n"
SHOWN = 100


@dataclass(frozen=True)
class StoredMail:
    name: str
    place: int
    content: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.content["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.content["To"] or "")

    @property
    def sent(self) -> datetime | None:
        date = self.content["Date"]
        if not date:
            return None
        # RFC 5322 writes "-0000" for a moment in UTC whose place is not told; Python reads it as naive.
        moment = date.datetime
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.content.items()]

    @property
    def text(self) -> str:
        part = self.content.get_body(("plain",))
        return part.get_content() if part else ""


def developers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.OUTBOX_PAGE:
            raise Http404
        return view(request, **kwargs)

    return login_not_required(require_safe(guarded))


@developers_only
def mails(request: HttpRequest) -> HttpResponse:
    found = [stored for stored, _number in zip(_newest_first(), range(SHOWN), strict=False)]
    return render(request, "notifications/outbox.html", {"mails": found})


@developers_only
def newest(request: HttpRequest) -> HttpResponse:
    for stored in _newest_first():
        return redirect("outbox:mail", name=stored.name, place=stored.place)
    return redirect("outbox:list")


@developers_only
def mail(request: HttpRequest, name: str, place: int) -> HttpResponse:
    for file in _files():
        if file.name == name:
            found = list(_read(file))
            if place < len(found):
                return render(request, "notifications/outbox_mail.html", {"mail": found[place]})
    raise Http404


def _newest_first() -> Iterator[StoredMail]:
    for file in _files():
        yield from reversed(list(_read(file)))


def _files() -> list[Path]:
    """Only what lies in the folder has a name here, so no address can lead out of it."""
    return sorted(Path(settings.MAIL_OUTBOX_DIR).glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)


def _read(file: Path) -> Iterator[StoredMail]:
    parts = [part for part in file.read_bytes().split(BETWEEN) if part.strip()]
    for place, part in enumerate(parts):
        content = email.message_from_bytes(part, policy=email.policy.default)
        if isinstance(content, EmailMessage):
            yield StoredMail(file.name, place, content)
