"""The hash chain, without the database.

Each entry's hash is the SHA-256 of the canonical JSON of all its fields and of the hash before it, so that
nobody can change, drop or move an entry without changing every later hash. What the chain alone cannot show is
a tail that was cut off; the `Head` row shows that.

Whoever may write to both tables by SQL can compute a whole new chain. Against that, only a head kept
elsewhere helps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from portal.audit.enums import Reason

GENESIS = ""


class Link(NamedTuple):
    """An entry as the chain sees it; the names are the columns of `Entry`."""

    scope: str
    sequence: int
    at: dt.datetime
    actor_id: int | None
    actor_label: str
    verb: str
    target: str
    data: Any
    previous_hash: str
    hash: str = ""

    def fingerprint(self) -> str:
        """Hex SHA-256 over everything but the hash itself; the moment counts in UTC to the microsecond."""
        moment = self.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        fields = [self.scope, self.sequence, moment, *self[3:9]]
        return hashlib.sha256(_CANONICAL.encode(fields).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken: `sequence` names the entry, `reason` one of `Reason`."""

    scope: str
    sequence: int
    reason: Reason

    def __str__(self) -> str:
        return f"{self.scope} #{self.sequence}: {self.reason.label}"


def find_breaks(scope: str, links: Iterable[Link], head: tuple[int, str] | None) -> Iterator[Break]:
    """All breaks of one chain. `links` stand in the order of their sequence; `head` is (sequence, hash).

    After a break the chain is taken up again from what is stored, so that one change shows as one break."""
    expected, previous = 1, GENESIS
    for link in links:
        if link.sequence != expected:
            yield from (Break(scope, number, Reason.MISSING) for number in range(expected, link.sequence))
        elif link.previous_hash != previous:
            yield Break(scope, link.sequence, Reason.UNLINKED)
        if link.hash != link.fingerprint():
            yield Break(scope, link.sequence, Reason.ALTERED)
        if head and link.sequence > head[0]:
            yield Break(scope, link.sequence, Reason.BEYOND_HEAD)
        expected, previous = link.sequence + 1, link.hash
    yield from _compare_head(scope, expected - 1, previous, head)


def _compare_head(scope: str, last: int, last_hash: str, head: tuple[int, str] | None) -> Iterator[Break]:
    if head is None:
        yield Break(scope, last, Reason.HEAD_MISSING)
    elif head[0] > last:
        yield Break(scope, head[0], Reason.TAIL_CUT)
    elif head[0] == last and head[1] != last_hash:
        yield Break(scope, last, Reason.HEAD_ALTERED)


def plain(value: Any) -> Any:
    """`value` in a form that every database gives back as it got it, or else its hash would not hold.

    JSON columns change floating-point numbers and refuse NUL and lone surrogates: numbers that are not whole
    become text, such characters become U+FFFD. Dates, decimals and the like become text as in Django's JSON."""
    return _settled(json.loads(_PLAIN.encode(value)))


def plain_text(text: object, length: int) -> str:
    return _settled(str(text))[:length]


def _settled(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case float():
            return repr(value) if math.isfinite(value) else str(value)
        case list():
            return [_settled(each) for each in value]
        case dict():
            return {_settled(key): _settled(each) for key, each in value.items()}
    return value


_PLAIN = DjangoJSONEncoder()
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
