"""What a list must say of itself to be imported: its columns, what tells its rows apart, how they are written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.utils.functional import cached_property

from policies.models import ImportJob
from portal.accounts.models import User
from portal.core.exports import Sheet
from portal.core.imports.cells import Reader, Value

Values = Mapping[str, Value]
# Column, text as in the catalogue, what it leaves open.
Fault = tuple[str, str, dict[str, Any]]
SEPARATOR = "\x1f"
READ_AT_ONCE = 2000


@dataclass(frozen=True)
class Column:
    """`reader` makes the reader of a job, because some know the codes of the day. `heading`: must stand in a file."""

    name: str
    reader: Callable[[], Reader]
    heading: bool = False


def converted(readers: Sequence[Reader], columns: Sequence[Sequence[Any]]) -> list[Sequence[Value]]:
    """What the database holds as values, column by column, because that is quicker than cell by cell."""
    return [
        column if type(reader).from_row is Reader.from_row else list(map(reader.from_row, column))
        for reader, column in zip(readers, columns, strict=True)
    ]


class Noun:
    """One list. `match` is how many of a row's keys find the row that it changes; the others must be nobody else's."""

    code: str
    model: type[models.Model]
    resource: type[Sheet]
    columns: tuple[Column, ...]
    match = 1
    # Columns of the file that are rows of other tables.
    parts: frozenset[str] = frozenset()
    # Whether a change waits for a second pair of eyes.
    by_draft = False

    @cached_property
    def headings(self) -> dict[str, Any]:
        """Those of the export, so that what was exported can be imported."""
        fields = self.resource.fields
        return {column.name: fields[column.name].column_name for column in self.columns}

    @property
    def required(self) -> set[str]:
        return {column.name for column in self.columns if column.heading}

    def readers(self, names: Iterable[str]) -> dict[str, Reader]:
        wanted = set(names)
        return {column.name: column.reader() for column in self.columns if column.name in wanted}

    # --- which row is which ---

    key_columns: tuple[str, ...]

    def keys(self, values: Values) -> list[str]:
        """The row's keys, the one that finds it first; a key that it lacks is empty."""
        raise NotImplementedError

    def key_name(self, number: int) -> str:
        """The column that is named when the key is somebody else's."""
        return self.key_columns[0]

    def existing(self) -> Iterator[tuple[str, int]]:
        """All keys of the database with the row's primary key."""
        paths = [self.path(name) for name in self.key_columns]
        readers = list(self.readers(self.key_columns).values())
        rows = self.model._default_manager.order_by().values_list("pk", *paths).iterator(chunk_size=READ_AT_ONCE)
        while some := list(islice(rows, READ_AT_ONCE)):
            pks, *columns = zip(*some, strict=True)
            for pk, *values in zip(pks, *converted(readers, columns), strict=True):
                named = dict(zip(self.key_columns, values, strict=True))
                yield from ((key, pk) for key in self.keys(named) if key)

    # --- what stands in the database ---

    def field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    def path(self, name: str) -> str:
        field = self.field(name)
        return f"{name}__code" if field.is_relation and not field.many_to_many else name

    def is_linked(self, name: str) -> bool:
        """Kept in a table between two others."""
        return bool(self.field(name).many_to_many)

    def rows(self, names: Sequence[str], readers: Mapping[str, Reader], pks: Iterable[int]) -> dict[int, list[Value]]:
        """The values of these rows by primary key: one query, and one for each many-to-many column."""
        plain = [name for name in names if not self.is_linked(name)]
        found = self.model._default_manager.order_by().filter(pk__in=list(pks))
        raw = list(found.values_list("pk", *(self.path(name) for name in plain)))
        if not raw:
            return {}
        keys, *columns = zip(*raw, strict=True)
        by_name = dict(zip(plain, columns, strict=True))
        for name in names:
            if name not in by_name:
                linked = self._linked(name, keys)
                by_name[name] = [linked.get(pk) for pk in keys]
        values = converted([readers[name] for name in names], [by_name[name] for name in names])
        return {pk: list(row) for pk, *row in zip(keys, *values, strict=True)}

    def _linked(self, name: str, pks: Iterable[int]) -> dict[int, list[str]]:
        field = self.field(name)
        through = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        ordered = ["order"] if any(one.name == "order" for one in through._meta.fields) else []
        pairs = through._default_manager.filter(**{f"{own}__in": list(pks)}).order_by(*ordered, "pk")
        found: dict[int, list[str]] = {}
        for pk, code in pairs.values_list(f"{own}_id", f"{other}__code"):
            found.setdefault(pk, []).append(code)
        return found

    # --- what must hold of a row as a whole, and how it is written ---

    def judge(self, person: User) -> Callable[[Values, int | None], Iterable[Fault]]:
        """Asked of each row with its values and the row of the database that it changes; yields what is wrong."""
        return lambda values, pk: ()

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        """In the transaction of the import."""
        raise NotImplementedError
