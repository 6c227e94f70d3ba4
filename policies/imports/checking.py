"""The dry run: every row of a file is read, judged and compared with the database. Nothing of the list is written."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext_noop as _

from policies.imports.batches import ROWS, Batch, hash_of_rows
from policies.imports.noun import Noun
from portal.accounts.models import User
from portal.core.imports.cells import Value, read_column
from portal.core.imports.headings import match
from portal.core.imports.problems import CellError, FileRefused, Problems
from portal.core.imports.reading import Row, Table
from portal.core.imports.texts import CELLS
from portal.core.sheets import joined

TWICE = _("stands in row %(row)s too")
OTHERS = _("belongs to another record already: %(record)s")
NO_HEADING = _("stands in a column without a heading")


class Check:
    """Goes through a table once; holds the keys of the list in memory, and one batch of rows at a time."""

    def __init__(self, noun: Noun, person: User, table: Table) -> None:
        self.noun, self.table = noun, table
        self.problems = Problems()
        self.names: list[str] = []
        self.places: list[int] = []
        self.person = person
        self.seen: dict[str, int] = {}

    def batches(self) -> Iterator[Batch]:
        """What the file would change. `problems` is complete when this has ended."""
        rows = chain.from_iterable(self.table.batches())
        first = next(rows, None)
        if first is None:
            raise FileRefused("no_headings")
        self._read_headings(*first)
        self._take_cells_problems({place: name for name in self.names for place in self.cells_of[name]})
        if self.problems and not all(name in self.names for name in self.noun.required):
            return
        self._prepare()
        while waiting := list(islice(rows, ROWS)):
            yield self._batch(waiting)

    def _read_headings(self, number: int, cells: list[str]) -> None:
        self.width = len(cells)
        self.cells_of = match(cells, number, self.noun.headings, self.noun.required, self.problems)
        # In the order of the list, so that two files with the same contents have the same fingerprint.
        self.names = [name for name in self.noun.headings if name in self.cells_of]
        self.places = [self.cells_of[name][0] for name in self.names]

    def _take_cells_problems(self, names: dict[int, str]) -> None:
        for one in self.table.problems:
            text = CELLS.get(one["code"], "")
            self.problems.add(one["row"], one["column"], names.get(one["column"] - 1, ""), text, one["params"])
        self.bad_rows = {one["row"] for one in self.table.problems}

    def _prepare(self) -> None:
        noun = self.noun
        self.readers = noun.readers(self.names)
        self.memories: list[dict[str, Value]] = [{} for _name in self.names]
        self.existing = dict(noun.existing())
        self.judge = noun.judge(self.person)

    def _batch(self, rows: list[Row]) -> Batch:
        batch = Batch(rows[0][0], rows[-1][0])
        good = self._judged(self._read(rows))
        found = {pk for _row, _values, pk in good if pk is not None}
        known = self.noun.rows(self.names, self.readers, found)
        batch.before = hash_of_rows(known)
        for row, values, pk in good:
            if pk is None:
                batch.new.append([row, values])
                continue
            old = known[pk]
            if old == values:
                batch.same.append(pk)
            else:
                olds = {str(place): was for place, was in enumerate(old) if was != values[place]}
                batch.changed.append([row, pk, values, olds])
        return batch

    def _read(self, rows: list[Row]) -> Iterator[tuple[int, list[Value]]]:
        """Number and values of the rows in which every cell can be read."""
        numbers, cells = [number for number, _cells in rows], [self._padded(*row) for row in rows]
        found: list[tuple[int, int, str, CellError]] = []
        columns: list[list[Value]] = []
        for place, name, memory in zip(self.places, self.names, self.memories, strict=True):
            values, errors = read_column(self.readers[name], self._texts(name, cells), memory)
            columns.append(values)
            found += [(at, place, name, error) for at, error in errors.items()]
        bad = self._take_errors(numbers, found)
        for at, values in enumerate(zip(*columns, strict=True)):
            if at not in bad and numbers[at] not in self.bad_rows:
                yield numbers[at], list(values)

    def _texts(self, name: str, cells: list[list[str]]) -> list[str]:
        """A column's cells, each put together with those in which it goes on."""
        first, *more = self.cells_of[name]
        if not more:
            return [row[first] for row in cells]
        return [joined([row[place] for place in (first, *more)]) for row in cells]

    def _take_errors(self, numbers: list[int], found: list[tuple[int, int, str, CellError]]) -> set[int]:
        """From the top down, so that the first thousand are those at the top. A row that is cut off has one error."""
        for at, place, name, error in sorted(found, key=lambda one: one[:2]):
            if numbers[at] not in self.bad_rows:
                self.problems.add(numbers[at], place + 1, name, error.text, error.params)
        return {at for at, *_rest in found}

    def _padded(self, number: int, cells: list[str]) -> list[str]:
        missing = self.width - len(cells)
        if missing > 0:
            return cells + [""] * missing
        if missing < 0 and number not in self.bad_rows and any(cells[self.width :]):
            self.bad_rows.add(number)
            self.problems.add(number, self.width + 1, "", NO_HEADING)
        return cells

    def _judged(self, rows: Iterator[tuple[int, list[Value]]]) -> list[tuple[int, list[Value], int | None]]:
        """Rows with nothing wrong, each with the row of the database that it speaks of."""
        good, judge = [], self.judge
        for row, values in rows:
            named = dict(zip(self.names, values, strict=True))
            count = self.problems.count
            pk = self._known(row, named)
            for name, text, params in judge(named, pk):
                self._add(row, name, text, params)
            if count == self.problems.count:
                good.append((row, values, pk))
        return good

    def _known(self, row: int, values: dict[str, Value]) -> int | None:
        """The row of the database that is meant; a key that stands in the file twice, or is another's, is an error."""
        keys = self.noun.keys(values)
        pk = next((self.existing[key] for key in keys[: self.noun.match] if key in self.existing), None)
        for number, key in enumerate(keys):
            if not key:
                continue
            earlier = self.seen.setdefault(key, row)
            if earlier != row:
                self._add(row, self.noun.key_name(number), TWICE, {"row": earlier})
            elif self.existing.get(key, pk) != pk:
                record = str(self.noun.model._default_manager.get(pk=self.existing[key]))
                self._add(row, self.noun.key_name(number), OTHERS, {"record": record[:100]})
        return pk

    def _add(self, row: int, name: str, text: str, params: dict[str, Any]) -> None:
        column = self.places[self.names.index(name)] + 1 if name in self.names else 0
        self.problems.add(row, column, name, text, params)
