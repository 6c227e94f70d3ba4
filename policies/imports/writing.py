"""Rows by the thousand into one table: COPY on PostgreSQL, prepared statements on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Max

from policies.imports.noun import Noun
from policies.models import ImportJob
from portal.core.imports.cells import Value

LAST_PLACE = 32_767
Rows = Iterable[Sequence[Any]]


class DirectNoun(Noun):
    """A list whose rows are written as they are. Its columns are those of the table, or many-to-many."""

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        codes = self._codes(names)
        plain = [place for place, name in enumerate(names) if not self.is_linked(name)]
        linked = [place for place, name in enumerate(names) if self.is_linked(name)]

        def stored(values: Sequence[Value]) -> list[Any]:
            return [codes[place][values[place]] if place in codes else values[place] for place in plain]

        fields = [self.field(names[place]) for place in plain]
        pks = self._insert(fields, [stored(values) for values in new], bool(linked))
        if changed:
            update(self.model, fields, [(*stored(values), pk) for pk, values in changed])
        rows = [*zip(pks, new, strict=True), *changed] if linked else []
        for place in linked:
            self._link(names[place], [(pk, values[place]) for pk, values in rows])

    def _codes(self, names: Sequence[str]) -> dict[int, dict[Any, Any]]:
        """For each foreign key its codes with their primary keys. A code that is gone meanwhile raises KeyError."""
        codes = {}
        for place, name in enumerate(names):
            field = self.field(name)
            if field.is_relation and not field.many_to_many:
                rows = field.related_model._default_manager.values_list("code", "pk")
                codes[place] = {None: None, **dict(rows)}
        return codes

    def _insert(self, fields: list[Any], rows: list[list[Any]], keep_keys: bool) -> list[int]:
        """The primary keys where they are wanted. What the file does not say takes the column's own default; a list
        in an order of its own gets them at its end."""
        if not rows:
            return []
        rest = [field for field in self.model._meta.concrete_fields if field not in fields and not field.primary_key]
        tail = [self._default(field) for field in rest]
        rows = [[*row, *tail] for row in rows]
        columns = [*fields, *rest]
        pks = next_keys(self.model, len(rows)) if keep_keys else []
        if keep_keys:
            columns.append(self.model._meta.pk)
            rows = [[*row, pk] for row, pk in zip(rows, pks, strict=True)]
        insert(self.model, columns, rows)
        return pks

    def _default(self, field: Any) -> Any:
        if field.name == "order":
            last = self.model._default_manager.aggregate(last=Max("order"))["last"]
            return min((last or 0) + 1, LAST_PLACE)
        return field.get_db_prep_save(field.get_default(), connection)

    def _link(self, name: str, wanted: list[tuple[int, Value]]) -> None:
        field = self.field(name)
        through = field.remote_field.through
        own = through._meta.get_field(field.m2m_field_name())
        other = through._meta.get_field(field.m2m_reverse_field_name())
        keys = dict(field.related_model._default_manager.values_list("code", "pk"))
        wanted = self._differing(name, wanted)
        for first in range(0, len(wanted), 2000):
            part = [pk for pk, _codes in wanted[first : first + 2000]]
            through._default_manager.filter(**{f"{own.name}__in": part}).delete()
        pairs = [(pk, keys[code]) for pk, codes in wanted if isinstance(codes, list) for code in codes]
        insert(through, [own, other], pairs)

    def _differing(self, name: str, wanted: list[tuple[int, Value]]) -> list[tuple[int, Value]]:
        """Those whose links are not what they should be: most changes of a row leave them alone."""
        found: list[tuple[int, Value]] = []
        for first in range(0, len(wanted), 2000):
            part = wanted[first : first + 2000]
            now = self._linked(name, [pk for pk, _codes in part])
            found += [(pk, codes) for pk, codes in part if sorted(now.get(pk, [])) != sorted(codes or [])]  # type: ignore[arg-type]
        return found


def insert(model: type[models.Model], fields: Sequence[Any], rows: Rows) -> None:
    """`rows` hold what the database takes, in the order of the fields."""
    table, names = _table(model), ", ".join(_name(field) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  (our own names)


def update(model: type[models.Model], fields: Sequence[Any], rows: Rows) -> None:
    """`rows` end with the primary key. PostgreSQL gets them by COPY too, through a table that ends with the batch."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _update_by_copy(cursor, _table(model), [_name(field) for field in fields], rows)
        else:
            names = ", ".join(f"{_name(field)} = %s" for field in fields)
            cursor.executemany(f"UPDATE {_table(model)} SET {names} WHERE id = %s", rows)  # noqa: S608  (our own names)


def _update_by_copy(cursor: Any, table: str, names: list[str], rows: Rows) -> None:
    columns = ", ".join([*names, "id"])
    cursor.execute(f"CREATE TEMPORARY TABLE import_changes AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608
    with cursor.copy(f"COPY import_changes ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    changes = ", ".join(f"{name} = found.{name}" for name in names)
    cursor.execute(f"UPDATE {table} SET {changes} FROM import_changes found WHERE {table}.id = found.id")  # noqa: S608
    cursor.execute("DROP TABLE import_changes")


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that nobody else gets."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        (last,) = cursor.fetchone()
    return list(range(last + 1, last + count + 1))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)
