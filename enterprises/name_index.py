"""An index of the names of enterprises that finds any part of one, from a single character on.

Each name is kept as its characters and pairs of neighbours, a to z in capitals, by the database itself: whoever
writes rows, one by one or in bulk, need not know of it. On PostgreSQL it is a column that is computed (migration
`name_index`); on SQLite a full-text table kept by triggers, which Django drops whenever it makes the table anew, so
they are looked after whenever migrations have run.
"""

from itertools import pairwise
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

TABLE, WORDS = "enterprises_enterprise", "enterprises_name_words"
# Both names together with the line between them, and not a character of it left out.
LONGEST = 401
# Of other letters no database knows the capitals as the other one does, and a name in English has few of them.
CAPITALS = {ord(small): ord(small) - 32 for small in "abcdefghijklmnopqrstuvwxyz"}


def may_hold(vendor: str, part: str) -> Q:
    """Enterprises with every piece of the part in one of their names: all that have the part, and few others."""
    part = part.translate(CAPITALS)
    pieces = sorted({a + b for a, b in pairwise(part)} or {part})
    if vendor == "postgresql":
        places = ", ".join(["%s"] * len(pieces))
        return Q(RawSQL(f"name_pieces @> ARRAY[{places}]::text[]", pieces, output_field=BooleanField()))  # noqa: S611
    words = " ".join(piece.encode().hex() for piece in pieces)
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s", [words]))  # noqa: S608, S611


# --- SQLite -------------------------------------------------------------------------------------------


def _words(row: str) -> str:
    """SQL for the words of a row: each piece in hexadecimal digits, so that none is split or changed."""
    numbers = ", ".join(f"({number})" for number in range(1, LONGEST + 1))
    text = f"upper({row}.name || char(10) || {row}.name_en)"
    return (
        f"(SELECT group_concat(hex(substr({text}, column1, size)), ' ') FROM (VALUES {numbers}), "  # noqa: S608
        f"(SELECT 1 AS size UNION ALL SELECT 2) WHERE column1 <= length({text}))"
    )


def _put(row: str) -> str:
    return f"INSERT INTO {WORDS}(rowid, words) VALUES ({row}.id, {_words(row)})"  # noqa: S608


def _triggers() -> dict[str, str]:
    gone = f"DELETE FROM {WORDS} WHERE rowid = old.id"  # noqa: S608
    return {
        "name_words_new": f"AFTER INSERT ON {TABLE} BEGIN {_put('new')}; END",
        "name_words_changed": f"AFTER UPDATE OF name, name_en ON {TABLE} BEGIN {gone}; {_put('new')}; END",
        "name_words_gone": f"AFTER DELETE ON {TABLE} BEGIN {gone}; END",
    }


def look_after(*, using: str, **_about: Any) -> None:
    """After migrations: table and triggers are there, and hold every row. Nothing to do where they are."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = %s", [TABLE])
        is_made = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'name_words_%%'")
        if not is_made or cursor.fetchone()[0] == len(_triggers()):
            return
        cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")
        cursor.execute(f"CREATE VIRTUAL TABLE {WORDS} USING fts5(words, detail=none)")
        for name, rest in _triggers().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {rest}")
        cursor.execute(f"INSERT INTO {WORDS}(rowid, words) SELECT id, {_words(TABLE)} FROM {TABLE}")  # noqa: S608
