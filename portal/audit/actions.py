"""The two verbs of the book: `record` adds an entry, `verify` proves that none was touched."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

from portal.audit import chain
from portal.audit.chain import Break, Link
from portal.audit.enums import Reason
from portal.audit.models import Entry, Head
from portal.core import clock

__all__ = ["Break", "Reason", "record", "verify"]

SYSTEM = "system"


def record(
    *, scope: str, verb: str, actor: Any = None, target: str | models.Model = "", data: dict[str, Any] | None = None
) -> Entry:
    """Add an entry to the chain of `scope`, in the caller's transaction: it stands if the change it tells of
    stands. Three queries. `data` may hold whatever Django's JSON can write; see `chain.plain`.

    The chain stays locked until that transaction ends. Who writes to two chains in one transaction writes to
    the case's own first and to "system" last, always in this order, so that no two wait for each other."""
    actor = actor if actor is not None and actor.pk else None
    with transaction.atomic(savepoint=False):
        sequence, previous_hash = lock_head(scope)
        entry = Entry(
            scope=scope,
            sequence=sequence + 1,
            at=clock.now(),
            actor=actor,
            actor_label=chain.plain_text(actor or SYSTEM, 200),
            verb=verb,
            target=_name(target),
            data=chain.plain(data or {}),
            previous_hash=previous_hash,
        )
        entry.hash = entry.link().fingerprint()
        entry.save(force_insert=True)
        Head.objects.filter(pk=scope).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def verify(scope: str | None = None) -> list[Break]:
    """Every break of one chain, or of all. An empty list means that nothing was altered, deleted, moved or
    cut off.

    The first look takes no lock, so an entry that is added meanwhile may look like a break. Each chain that
    looks broken is therefore read again with its head locked, and only what is found then is reported."""
    suspects = dict.fromkeys(found.scope for found in _examine(scope))
    return [found for suspect in suspects for found in _examine_locked(suspect)]


def lock_head(scope: str) -> tuple[int, str]:
    """(sequence, hash) of the chain's last entry, or (0, "") for a new chain; nobody else can add to the chain
    until the transaction ends.

    One statement that works for a chain's first entry too. With "select, and insert if there is none", two
    first entries at the same moment would both find nothing to lock."""
    table = connection.ops.quote_name(Head._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (scope, sequence, hash) VALUES (%s, 0, %s) "  # noqa: S608  (our own table)
            f"ON CONFLICT (scope) DO UPDATE SET sequence = {table}.sequence RETURNING sequence, hash",
            [scope, chain.GENESIS],
        )
        [(sequence, previous_hash)] = cursor.fetchall()
    return sequence, previous_hash


def _examine(scope: str | None) -> Iterator[Break]:
    heads, entries = Head.objects.all(), Entry.objects.order_by("scope", "sequence")
    if scope is not None:
        heads, entries = heads.filter(pk=scope), entries.filter(scope=scope)
    ends = {name: (sequence, end) for name, sequence, end in heads.values_list("scope", "sequence", "hash")}
    links = map(Link._make, entries.values_list(*Link._fields).iterator(chunk_size=2000))
    for name, chained in groupby(links, key=attrgetter("scope")):
        yield from chain.find_breaks(name, chained, ends.pop(name, None))
    for name, (sequence, _hash) in ends.items():
        yield Break(name, sequence, Reason.TAIL_CUT)


def _examine_locked(scope: str) -> list[Break]:
    with transaction.atomic():
        Head.objects.select_for_update().filter(pk=scope).first()
        return list(_examine(scope))


def _name(target: str | models.Model) -> str:
    if isinstance(target, models.Model):
        target = f"{target._meta.label_lower}:{target.pk}"
    return chain.plain_text(target, 300)
