"""Writing the index: in the transaction of the change, once a document however many of its rows change.

`Policy`, `Clause`, `Measure` and `MeasurePaper` tell of every save and delete. Whoever changes rows by `update()`,
`bulk_create()` or a many-to-many set says so itself: `reindex_policy`, `reindex_measure`, `reindex_all`.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction

from policies.models import Measure, Policy
from policies.models.search import SearchEntry
from policies.search import entries, windows_now
from policies.search.ages import words_of_age
from policies.search.text import TITLE, tokens

BATCH = 500
COLUMNS = (
    "title", "numbers", "lead", "text", "initials", "state", "expires_on", "newest", "published", "published_at",
    "facets", "card", "passages",
)  # fmt: skip
_gathering = threading.local()


class Gathered:
    """What changed while a load or an edit goes on."""

    def __init__(self) -> None:
        self.policies: set[int] = set()
        self.measures: set[int] = set()
        self.everything = False

    def write(self) -> None:
        if self.everything:
            reindex_all()
            return
        # A document's level, kind and validity stand with its measures too.
        of_policies = Measure.objects.filter(policy__in=self.policies).values_list("pk", flat=True)
        self.measures.update(of_policies)
        reindex(policies=self.policies, measures=self.measures)


@contextmanager
def gathered() -> Iterator[None]:
    """Changes made within are indexed at its end, each thing once. Use it inside a transaction."""
    if getattr(_gathering, "now", None) is not None:
        yield
        return
    _gathering.now = found = Gathered()
    try:
        yield
    finally:
        _gathering.now = None
    found.write()


def changed(*, policy: int | None = None, measure: int | None = None, everything: bool = False) -> None:
    """A row of this document or measure was saved or deleted."""
    found = getattr(_gathering, "now", None)
    gathering = found or Gathered()
    gathering.everything |= everything
    if policy:
        gathering.policies.add(policy)
    if measure:
        gathering.measures.add(measure)
    if found is None:
        with transaction.atomic():
            gathering.write()


def reindex_policy(policy_id: int) -> None:
    changed(policy=policy_id)


def reindex_measure(measure_id: int) -> None:
    changed(measure=measure_id)


def reindex_all() -> int:
    """The whole library anew; how many things are in the index then."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        if connection.vendor == "sqlite":
            _execute("DELETE FROM policies_searchtokens")
        policies = Policy.objects.order_by("pk").values_list("pk", flat=True)
        measures = Measure.objects.order_by("pk").values_list("pk", flat=True)
        reindex(policies=policies, measures=measures)
    return SearchEntry.objects.count()


def reindex(*, policies: Iterable[int] = (), measures: Iterable[int] = ()) -> None:
    """In batches; what is no longer there loses its entry with its row."""
    windows_now.forget()
    for keys in _batches(policies):
        _write(entries.of_policies(keys), "policy")
    for keys in _batches(measures):
        _write(entries.of_measures(keys), "measure")


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(list(keys))
    while batch := list(islice(rest, BATCH)):
        yield batch


def _write(rows: list[SearchEntry], subject: str) -> None:
    if not rows:
        return
    SearchEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=[subject], update_fields=COLUMNS)
    keys = {getattr(row, f"{subject}_id"): row for row in rows}
    found = SearchEntry.objects.filter(**{f"{subject}__in": keys}).values_list("pk", f"{subject}_id")
    write_tokens([(pk, sorted(tokens_of(keys[key]))) for pk, key in found])


def tokens_of(entry: SearchEntry) -> set[str]:
    """The sign before a facet keeps it from being the beginning of somebody's word."""
    facets = {f"={facet}" for facet in entry.facets.split()}
    return tokens(entry.text) | prominent(entry.title, entry.numbers) | facets | words_of_age(entry.newest)


def prominent(*texts: str) -> set[str]:
    """The tokens of title and numbers in their own form."""
    return {TITLE + token for text in texts for token in tokens(text)}


def write_tokens(rows: list[tuple[int, list[str]]]) -> None:
    """The words of these entries, into whatever this database has for words."""
    if connection.vendor == "postgresql":
        statement = "UPDATE policies_searchentry SET tokens = array_to_tsvector(%s::text[]) WHERE id = %s"
        _many(statement, [(words, pk) for pk, words in rows])
        return
    _many("DELETE FROM policies_searchtokens WHERE rowid = %s", [(pk,) for pk, _words in rows])
    _many(
        "INSERT INTO policies_searchtokens(rowid, tokens) VALUES (%s, %s)",
        [(pk, " ".join(words)) for pk, words in rows],
    )


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _many(statement: str, rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
