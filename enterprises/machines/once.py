"""Requests that may be repeated: with an Idempotency-Key the same request is done once and answered alike each time.

The key's row is claimed before the work, for 30 seconds. The answer is written into it in the transaction of the
work itself: a process that is killed leaves either both or neither. Where it left neither, the claim runs out and the
same request may be made again. A claim that ran out while its owner was only slow is lost to the next one: the owner
then can't write its answer, and its work is rolled back.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import ApiToken, IdempotencyKey
from portal.attachments.actions import digest_of
from portal.core import clock
from portal.core.exceptions import PortalError
from portal.core.transactions import all_or_nothing

LEASE = timedelta(seconds=30)
# A day is promised; the sweep comes once an hour.
KEPT = timedelta(hours=48)
KEY = re.compile(r"[\x21-\x7e]{1,80}")
JSON_TYPE = "application/json"

T = TypeVar("T")


class KeyUnusable(PortalError):
    """The key is none, or was used for another request."""

    status = 422


class StillRunning(APIException):
    """The first request with this key has no answer yet."""

    status_code = 409
    # Makes the answer carry Retry-After.
    wait = 1


@dataclass
class Turn:
    """A claimed key, or the answer that it has already."""

    pk: int
    leased_until: datetime
    answer: HttpResponse | None = None

    def finish(self, response: Response) -> HttpResponse:
        """Keep the answer, in the transaction of the work. Raises StillRunning when the claim was lost meanwhile."""
        body = b"" if response.data is None else JSONRenderer().render(response.data)
        mine = IdempotencyKey.objects.filter(pk=self.pk, leased_until=self.leased_until, status=None)
        if not mine.update(status=response.status_code, answer=body.decode()):
            raise StillRunning(_("Another request with this key took over. Ask again in a second."))
        return _answer(response.status_code, body)

    def let_go(self) -> None:
        """Nothing was done: the key is free at once, also for a request that mends what was wrong."""
        IdempotencyKey.objects.filter(pk=self.pk, leased_until=self.leased_until, status=None).delete()


def once(
    request: Request,
    work: Callable[[T], Response],
    *,
    prepare: Callable[[], T] = lambda: None,  # type: ignore[assignment,return-value]
) -> HttpResponseBase:
    """Do `work` in one transaction, and only once for the request's Idempotency-Key, if it has one.

    `prepare` is for what needs no transaction, such as writing files; its result is handed to `work`.
    """
    turn = claim(request)
    if turn is None:
        prepared = prepare()
        with all_or_nothing():
            return work(prepared)
    if turn.answer is not None:
        return turn.answer
    try:
        prepared = prepare()
        with all_or_nothing():
            return turn.finish(work(prepared))
    except BaseException:
        _let_go(turn)
        raise


def _let_go(turn: Turn) -> None:
    """Where the database is away as well, the claim runs out by itself."""
    try:
        turn.let_go()
    except DatabaseError:
        return


def claim(request: Request) -> Turn | None:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    if not KEY.fullmatch(key):
        raise KeyUnusable(_("An Idempotency-Key has 1 to 80 visible characters."))
    owner = request.auth.enterprise_id if isinstance(request.auth, ApiToken) else 0
    return _claim(request.user.pk, f"{owner}:{key}", fingerprint(request))


def _claim(user: int, key: str, digest: str) -> Turn:
    moment = clock.now()
    until = moment + LEASE
    pk = _take(user, key, digest, moment, until)
    if pk is not None:
        return Turn(pk, until)
    found = IdempotencyKey.objects.filter(user=user, key=key).first()
    if found is None:
        raise StillRunning(_("The first request with this key is just ending. Ask again in a second."))
    if found.request_sha256 != digest:
        raise KeyUnusable(_("This Idempotency-Key was used for another request. Take a new key."))
    if found.status is None:
        raise StillRunning(_("The first request with this key is still running. Ask again in a second."))
    return Turn(found.pk, found.leased_until, _answer(found.status, found.answer.encode()))


def _take(user: int, key: str, digest: str, moment: datetime, until: datetime) -> int | None:
    """Make the row, or take over one whose owner is dead; None when it is somebody's. One statement, so that of
    several processes that try at the same moment exactly one has it."""
    table = connection.ops.quote_name(IdempotencyKey._meta.db_table)
    adapted = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (user_id, key, request_sha256, leased_until, answer, created_at) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, '', %s) ON CONFLICT (user_id, key) DO UPDATE "
            "SET leased_until = excluded.leased_until, request_sha256 = excluded.request_sha256, "
            "created_at = excluded.created_at "
            f"WHERE {table}.status IS NULL AND {table}.leased_until < excluded.created_at RETURNING id",
            [user, key, digest, adapted(until), adapted(moment)],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def fingerprint(request: Request) -> str:
    """The same for the same request: of a form its names and values, of a file its content, never the boundary."""
    data = request.data
    if isinstance(data, QueryDict):
        content: Any = [[name, [_told(value) for value in values]] for name, values in sorted(data.lists())]
    else:
        content = data
    whole = [request.method, request.get_full_path(), content]
    return sha256(json.dumps(whole, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _told(value: Any) -> Any:
    return ["file", value.name, digest_of(value)] if isinstance(value, UploadedFile) else value


def _answer(status: int, body: bytes) -> HttpResponse:
    """The very bytes, the first time and each time after."""
    return HttpResponse(body, status=status, content_type=JSON_TYPE) if body else HttpResponse(status=status)


def sweep() -> int:
    """Forget answers after two days; how many. A claim without an answer is gone by then as well."""
    return IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]
