"""From an uploaded roster to its rows: every cell is checked before a single line is computed."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext_noop as _

from enterprises.grants.columns import CODE, NAME, REQUIRED, Column, check, columns, with_names
from policies.rules import RuleSet
from portal.core.imports.cells import Value, read_column
from portal.core.imports.headings import match
from portal.core.imports.problems import CellError, FileRefused, Problems
from portal.core.imports.reading import Row, Table
from portal.core.imports.texts import CELLS

MOST_ROWS = 20_000
# Rows that are read, kept and computed together.
ROWS = 500
TWICE = _("stands in row %(row)s too")
NO_HEADING = _("stands in a column without a heading")
NOT_GIVEN = _(
    "The roster has no column for: %(names)s. Where the enterprise’s file says nothing either, this is asked."
)
Cells = list[tuple[int, list[str]]]


class Roster:
    """Goes through a table once. `problems`, `names` and `places` are complete when `batches` has ended."""

    def __init__(self, rules: RuleSet, table: Table) -> None:
        self.rules, self.table = rules, table
        self.known: dict[str, Column] = columns(rules)
        self.problems = Problems()
        self.names: list[str] = []
        self.places: list[int] = []
        self.seen: dict[str, int] = {}
        self.memories: dict[str, dict[str, Value]] = {}
        self.checked: dict[tuple[str, str], CellError | None] = {}

    def batches(self) -> Iterator[Cells]:
        """Row numbers and cells, in the order of `names`. While there are problems nothing of it may be used."""
        if self.table.rows > MOST_ROWS + 1:
            raise FileRefused("too_many_rows", most=MOST_ROWS)
        rows = chain.from_iterable(self.table.batches())
        first = next(rows, None)
        if first is None:
            raise FileRefused("no_headings")
        self._read_headings(*first)
        if self.problems and not REQUIRED.issubset(self.names):
            return
        while waiting := list(islice(rows, ROWS)):
            yield self._batch(waiting)

    def _read_headings(self, number: int, cells: list[str]) -> None:
        self.width = len(cells)
        headings = {name: column.heading for name, column in self.known.items()}
        found = match(with_names(cells, self.known), number, headings, set(REQUIRED), self.problems)
        self.names = [name for name in self.known if name in found]
        self.places = [found[name][0] for name in self.names]
        by_place = dict(zip(self.places, self.names, strict=True))
        for one in self.table.problems:
            name = by_place.get(one["column"] - 1, "")
            self.problems.add(one["row"], one["column"], name, CELLS.get(one["code"], ""), one["params"])
        self.bad = {one["row"] for one in self.table.problems}

    def _batch(self, rows: list[Row]) -> Cells:
        numbers = [number for number, _cells in rows]
        whole = [self._padded(number, cells) for number, cells in rows]
        found: list[tuple[int, int, str, CellError]] = []
        for place, name in zip(self.places, self.names, strict=True):
            texts = [row[place] for row in whole]
            values, errors = read_column(self.known[name].reader, texts, self.memories.setdefault(name, {}))
            found += [(at, place, name, error) for at, error in errors.items()]
            found += self._refused(place, name, texts, values, errors)
        for at, place, name, error in sorted(found, key=lambda one: one[:2]):
            if numbers[at] not in self.bad:
                self.problems.add(numbers[at], place + 1, name, error.text, error.params)
        self._find_twins(numbers, whole)
        return [(number, [row[place] for place in self.places]) for number, row in zip(numbers, whole, strict=True)]

    def _refused(
        self, place: int, name: str, texts: list[str], values: list[Value], errors: Any
    ) -> Iterator[tuple[int, int, str, CellError]]:
        """What can be read and the rules can't take; the same text is asked once."""
        if name in (CODE, NAME):
            return
        for at, (text, value) in enumerate(zip(texts, values, strict=True)):
            if at in errors or value in (None, "", []):
                continue
            error = self._asked(name, text, value)
            if error is not None:
                yield at, place, name, error

    def _asked(self, name: str, text: str, value: Value) -> CellError | None:
        key = (name, text)
        if key not in self.checked:
            if len(self.checked) > 20_000:
                self.checked.clear()
            try:
                check(self.rules, name, value)
                self.checked[key] = None
            except CellError as error:
                self.checked[key] = error
        return self.checked[key]

    def _find_twins(self, numbers: list[int], rows: list[list[str]]) -> None:
        place = self.places[self.names.index(CODE)]
        reader = self.known[CODE].reader
        for number, row in zip(numbers, rows, strict=True):
            try:
                code = str(reader(row[place]))
            except CellError:
                continue
            earlier = self.seen.setdefault(code, number)
            if earlier != number:
                self.problems.add(number, place + 1, CODE, TWICE, {"row": earlier})

    def _padded(self, number: int, cells: list[str]) -> list[str]:
        missing = self.width - len(cells)
        if missing > 0:
            return cells + [""] * missing
        if missing < 0 and number not in self.bad and any(cells[self.width :]):
            self.bad.add(number)
            self.problems.add(number, self.width + 1, "", NO_HEADING)
        return cells

    def notes(self) -> list[dict[str, Any]]:
        """How the file was read, and which facts it has no column for (by name, shown in the reader's language)."""
        without = [name for name in self.known if name not in self.names]
        asked = [{"text": NOT_GIVEN, "params": {}, "fields": without}] if without else []
        return self.table.notes() + asked
