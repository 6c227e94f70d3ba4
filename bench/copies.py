"""Copies of documents within the database: to 100,000 in a minute or two, where writing each would take six.

A copy has the text of its document and its day, and a code of its own in it; the index holds the words of both in the
form in which the portal writes them. The first document becomes BENCH-0C1, BENCH-0C2 and so on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from policies.models import Policy
from policies.models.search import SearchEntry
from policies.search.text import TITLE

GIN = "searchentry_tokens"
# A code's last word, 12345C1, has at most so many letters: its endings are what the index needs of it.
LONGEST = 8
OURS = "one.code LIKE 'BENCH-%' AND one.code NOT LIKE 'BENCH-%C%'"


def copy_documents(have: int, count: int) -> None:
    """From `have` documents that are no copies to `count` with their copies."""
    for turn in range(1, -(-count // have)):
        with transaction.atomic():
            _copy(turn, min(have, count - turn * have))


def _copy(turn: int, number: int) -> None:
    code, slug = f"one.code || 'C{turn}'", f"one.slug || 'c{turn}'"
    source = f"FROM policies_policy one WHERE {OURS} ORDER BY one.id LIMIT {number}"
    _insert(Policy, "one", {"code": code, "slug": slug}, source)
    source = f"""FROM policies_policy one JOIN policies_searchentry e ON e.policy_id = one.id
                 JOIN policies_policy new ON new.code = {code} WHERE {OURS}"""
    word = f"substr(lower({code}), 7)"
    if connection.vendor == "postgresql":
        places = f"generate_series(1, length({word})) n, (VALUES (''), ('{TITLE}')) AS s(sign)"
        endings = f"array_to_tsvector(ARRAY(SELECT sign || substr({word}, n) FROM {places}))"
        own = {
            "text": "e.text || chr(10) || lower(new.code)",
            "card": "jsonb_set(e.card, '{slug}', to_jsonb(new.slug))",
            "tokens": f"e.tokens || {endings}",
        }
    else:
        own = {
            "text": "e.text || char(10) || lower(new.code)",
            "card": "json_set(e.card, '$.slug', new.slug)",
        }
    _insert(SearchEntry, "e", own | {"policy_id": "new.id", "numbers": "lower(new.code)"}, source)
    if connection.vendor == "sqlite":
        parts = [f"'{sign}' || substr({word}, {place})" for sign in ("", TITLE) for place in range(1, LONGEST + 1)]
        endings = " || ' ' || ".join(parts)
        run(
            f"""INSERT INTO policies_searchtokens(rowid, tokens) SELECT copy.id, t.tokens || ' ' || {endings}
                {
                source.replace(
                    "WHERE",
                    "JOIN policies_searchtokens t ON t.rowid = e.id"
                    " JOIN policies_searchentry copy ON copy.policy_id = new.id WHERE",
                )
            }"""
        )


def _insert(model: type[Policy | SearchEntry], table: str, own: dict[str, str], source: str) -> None:
    """All columns as they are in `table`, but those of its own."""
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    every = {column: f"{table}.{column}" for column in columns} | own
    run(f"INSERT INTO {model._meta.db_table} ({', '.join(every)}) SELECT {', '.join(every.values())} {source}")


@contextmanager
def without_gin() -> Iterator[None]:
    """PostgreSQL's index of words is built when all rows are there; SQLite's is a table of its own and stays."""
    if connection.vendor != "postgresql":
        yield
        return
    [definition] = run(f"SELECT indexdef FROM pg_indexes WHERE indexname = '{GIN}'")[0]
    run(f"DROP INDEX {GIN}")
    yield
    for statement in ("SET maintenance_work_mem = '512MB'", definition, "RESET maintenance_work_mem"):
        run(statement)


def run(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
