"""Telling: write a message in the transaction of the change that it tells of. Nothing is sent from here."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import router, transaction
from django.db.models.constants import OnConflict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import clock
from portal.notifications import bell, kinds
from portal.notifications.enums import MailState
from portal.notifications.models import Message, Preference
from portal.notifications.rendering import clean, in_language, message_id, one_line, render, spoken

MANY = 500
KEY_LENGTH = 200

Facts = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Letter:
    """What `tell_each` says to one reader: to an account, or to an address without one."""

    context: Facts
    language: str
    dedupe_key: str
    recipient: User | None = None
    to_email: str = ""
    url: str = ""
    mail: bool = True


def tell(
    *,
    kind: str,
    recipient: User | None = None,
    to_email: str = "",
    context: Facts | None = None,
    dedupe_key: str,
    url: str = "",
    case_reference: str = "",
    in_inbox: bool = True,
    mail: bool = True,
    sensitive: bool = False,
    language: str | None = None,
) -> Message | None:
    """Tell one person, in their language; None if this was said before (same key) or there is no way to say it.

    `to_email` stands in for a recipient without an account, or for an address other than the account's. A
    `sensitive` message (code, personal link) goes by mail only and loses its text once it is sent.
    """
    language = spoken(language or (recipient.language if recipient else None))
    subject, body = render(kind, context or {}, language)
    if mail and recipient and kinds.is_optional(kind):
        mail = not _declined(kind, [recipient])
    return post(
        kind=kind,
        recipient=recipient,
        to_email=to_email,
        language=language,
        subject=subject,
        body=body,
        dedupe_key=dedupe_key,
        url=url,
        case_reference=case_reference,
        in_inbox=in_inbox,
        mail=mail,
        sensitive=sensitive,
    )


def mail_link(
    *,
    kind: str,
    url: Sequence[Any],
    language: str,
    context: Callable[[], Facts],
    dedupe_key: str,
    recipient: User | None = None,
    to_email: str = "",
    case_reference: str = "",
) -> Message | None:
    """A personal link: by mail alone, and the text is forgotten once it is sent. None as for `tell`.

    `url` is the name of the page and what stands in its address; it and the `context` are said in `language`.
    """
    language = spoken(language)
    with translation.override(language):
        return tell(
            kind=kind,
            recipient=recipient,
            to_email=to_email,
            context=context(),
            dedupe_key=dedupe_key,
            url=reverse(url[0], args=url[1:]),
            case_reference=case_reference,
            in_inbox=False,
            sensitive=True,
            language=language,
        )


def tell_many(
    *,
    kind: str,
    recipients: Iterable[User],
    context: Facts | Callable[[User], Facts] | None = None,
    dedupe_key: str,
    url: str = "",
    case_reference: str = "",
    in_inbox: bool = True,
    mail: bool = True,
) -> int:
    """Tell many people the same; the number of messages that are new.

    Each person's key is `dedupe_key:<pk>`. The text is rendered once a language, or once a person where `context`
    is a function of the person.
    """
    texts: dict[str, tuple[str, str]] = {}
    written = 0
    for people in _chunks(recipients):
        declined = _declined(kind, people) if mail and kinds.is_optional(kind) else set()
        batch, rows = uuid.uuid4(), []
        for person in people:
            language = spoken(person.language)
            if callable(context):
                texts[language] = render(kind, context(person), language)
            elif language not in texts:
                texts[language] = render(kind, context or {}, language)
            row = _draft(
                kind=kind,
                recipient=person,
                language=language,
                subject=texts[language][0],
                body=texts[language][1],
                dedupe_key=f"{dedupe_key}:{person.pk}",
                url=url,
                case_reference=case_reference,
                in_inbox=in_inbox,
                mail=mail and person.pk not in declined,
                batch=batch,
            )
            rows.append(row)
        written += _write([row for row in rows if row])
    return written


def tell_each(*, kind: str, letters: Iterable[Letter]) -> int:
    """Tell each reader something of their own; the number of messages that are new. Few queries for 500 letters."""
    written = 0
    for part in _chunks(letters):
        people = [letter.recipient for letter in part if letter.recipient and letter.mail]
        declined = _declined(kind, people) if people and kinds.is_optional(kind) else set()
        batch, rows = uuid.uuid4(), []
        for letter in part:
            language = spoken(letter.language)
            subject, body = render(kind, letter.context, language)
            row = _draft(
                kind=kind,
                recipient=letter.recipient,
                to_email=letter.to_email,
                language=language,
                subject=subject,
                body=body,
                dedupe_key=letter.dedupe_key,
                url=letter.url,
                mail=letter.mail and not (letter.recipient and letter.recipient.pk in declined),
                batch=batch,
            )
            rows.append(row)
        written += _write([row for row in rows if row])
    return written


def post(**facts: Any) -> Message | None:
    """Write a message whose text is ready; arguments as for `tell`, with `subject` and `body`."""
    draft = _draft(**facts)
    return draft if draft and _write([draft]) else None


def deliver_ready_mail(*, to: str, user: User | None, subject: str, body: str, kind: str, language: str) -> None:
    """The accounts' door: sign-in codes and links, as the sign-in system wrote them."""
    owner = user if user is not None and user.pk else None
    post(
        kind=kind[:80],
        recipient=owner,
        to_email=to,
        language=spoken(language),
        subject=subject,
        body=body,
        dedupe_key=f"{kind[:80]}:{uuid.uuid4()}",
        in_inbox=False,
        sensitive=True,
    )


def resend(message: Message) -> bool:
    """Queue a failed mail again, to the recipient's present address; False if there is nothing left to send."""
    now = clock.now()
    # A code or a personal link belongs to the address it was made for.
    moves = message.recipient is not None and not message.sensitive
    address = message.recipient.email if moves else message.to_email
    again = Message.objects.failed().filter(pk=message.pk).exclude(body="").exclude(to_email="")
    changed = again.update(
        mail_state=MailState.PENDING, to_email=address, attempts=0, queued_at=now, next_attempt_at=now
    )
    if changed:
        transaction.on_commit(bell.ring, robust=True)
    return bool(changed)


def set_preferences(user: User, wanted: Mapping[str, bool]) -> None:
    """Which optional kinds a person wants by mail; mandatory kinds in it are ignored."""
    rows = [Preference(user=user, kind=kind, mail=mail) for kind, mail in wanted.items() if kinds.is_optional(kind)]
    Preference.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["mail"])


def _draft(
    *,
    kind: str,
    subject: str,
    body: str,
    language: str,
    dedupe_key: str,
    recipient: User | None = None,
    to_email: str = "",
    url: str = "",
    case_reference: str = "",
    in_inbox: bool = True,
    mail: bool = True,
    sensitive: bool = False,
    batch: uuid.UUID | None = None,
) -> Message | None:
    """The row, not yet written; None if it would reach nobody."""
    if url and not url.startswith(("/", "https://", "http://")):
        raise ValueError(f"A message links to a path or a web address, not to {url!r}.")
    address = to_email or (recipient.email if recipient else "")
    shown, mailed = in_inbox and recipient is not None and not sensitive, mail and bool(address)
    if not (shown or mailed):
        return None
    now, key = clock.now(), _key(dedupe_key)
    message = Message(
        recipient=recipient,
        to_email=address[:254] if mailed else "",
        language=language,
        kind=kind,
        subject=one_line(subject),
        body=clean(body),
        url=in_language(url, language),
        case_reference=case_reference,
        dedupe_key=key,
        batch=batch or uuid.uuid4(),
        in_inbox=shown,
        sensitive=sensitive,
        message_id=message_id(key),
        created_at=now,
        queued_at=now,
    )
    if mailed:
        _queue(message, address)
    return message


def _key(wanted: str) -> str:
    """The key itself, or a digest where it is longer than its column."""
    return wanted if len(wanted) <= KEY_LENGTH else "sha256:" + hashlib.sha256(wanted.encode()).hexdigest()


def _queue(message: Message, address: str) -> None:
    """An address that is none must not undo the change the message tells of: officials see it as failed."""
    try:
        validate_email(address)
    except ValidationError:
        message.mail_state, message.last_error = MailState.FAILED, _("The e-mail address is not valid.")
    else:
        message.mail_state, message.next_attempt_at = MailState.PENDING, message.created_at


def _write(rows: list[Message]) -> int:
    """Insert what is new, in two queries, one message in one; the number of new rows. A key that exists keeps its
    first message."""
    if not rows:
        return 0
    if len(rows) == 1:
        return _write_one(rows[0])
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Message.objects.filter(dedupe_key__in=[row.dedupe_key for row in rows], batch=rows[0].batch)
    new = dict(mine.values_list("dedupe_key", "pk"))
    for row in rows:
        row.pk = new.get(row.dedupe_key)
    if new:
        transaction.on_commit(bell.ring, robust=True)
    return len(new)


def _write_one(row: Message) -> int:
    """The database says itself whether it is new; `bulk_create` can't ask that where keys may exist."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    options = {"returning_fields": [Message._meta.pk], "on_conflict": OnConflict.IGNORE}
    found = Message.objects.get_queryset()._insert([row], fields=fields, using=router.db_for_write(Message), **options)
    made = next(iter(found), None)
    if made is None:
        return 0
    row.pk, row._state.adding = made[0], False
    transaction.on_commit(bell.ring, robust=True)
    return 1


def _declined(kind: str, people: list[User]) -> set[int]:
    declined = Preference.objects.filter(kind=kind, mail=False, user__in=people)
    return set(declined.values_list("user_id", flat=True))


def _chunks(people: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(people)
    while chunk := list(islice(rest, MANY)):
        yield chunk
