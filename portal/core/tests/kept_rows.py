"""Rows with which many tests begin: made once a process, and put into each test as the database itself writes them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

# Of one table: the lines of PostgreSQL's COPY, or the columns and the values as SQLite stores them.
Lines = list[bytes]
Values = tuple[list[str], list[tuple[Any, ...]]]


class KeptRows:
    """Whatever `make` fills tables with. It runs for the first test that asks; what it wrote is read and taken back,
    and from then on copied, which costs a fiftieth. `of` are the apps whose rows are wanted, all unless they are named;
    `fts` names full-text tables of SQLite that no trigger fills."""

    def __init__(self, make: Callable[[], Any], *, of: Sequence[str] = (), fts: Sequence[str] = ()) -> None:
        self._make, self._fts = make, fts
        self._beginnings = tuple(f"{app}_" for app in of) or ("",)
        self._answer: Any = None
        self._kept: dict[str, Any] | None = None

    def put(self) -> Any:
        """Fill the tables; returns what `make` returned."""
        if self._kept is None:
            self._kept = self._made()
        write = _write_lines if connection.vendor == "postgresql" else _write_values
        for table, rows in self._kept.items():
            write(table, rows)
        return self._answer

    def _made(self) -> dict[str, Any]:
        with transaction.atomic():
            before = self._read()
            self._answer = self._make()
            after = self._read()
            transaction.set_rollback(True)
        return {table: new for table in after if (new := _added(table, before[table], after[table]))}

    def _read(self) -> dict[str, Any]:
        tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
        tables = [table for table in tables if table.startswith(self._beginnings)]
        if connection.vendor == "postgresql":
            return {table: _lines_of(table) for table in tables}
        return {table: _values_of(table, []) for table in tables} | {
            table: _values_of(table, ["rowid"]) for table in self._fts
        }


def _added(table: str, before: Any, after: Any) -> Any:
    """The rows that came, or nothing. A row that was there before and was changed could not be put twice."""
    columns, old, new = (None, before, after) if isinstance(after, list) else (after[0], before[1], after[1])
    known = set(old)
    assert known <= set(new), f"{table}: rows of the test itself were changed; ask for the kept rows first"
    rows = [row for row in new if row not in known]
    return rows and (rows if columns is None else (columns, rows))


def _lines_of(table: str) -> Lines:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy).splitlines(keepends=True)


def _write_lines(table: str, lines: Lines) -> None:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
        copy.write(b"".join(lines))


def _values_of(table: str, more: list[str]) -> Values:
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA table_info("{table}")')
        columns = more + [row[1] for row in cursor.fetchall()]
        # The plus hides the type of the column, so that no value is converted.
        asked = ", ".join(f'+"{column}"' for column in columns)
        cursor.execute(f'SELECT {asked} FROM "{table}"')
        return columns, cursor.fetchall()


def _write_values(table: str, rows: Values) -> None:
    columns = ", ".join(f'"{column}"' for column in rows[0])
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows[1])
