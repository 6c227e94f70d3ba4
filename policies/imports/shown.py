"""What a job's page shows, in the reader's language: differences, errors by row and column, remarks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.imports.batches import Batch, unpacked
from policies.imports.noun import Noun
from policies.models import ImportJob
from portal.core.imports.cells import Reader, Value
from portal.core.imports.problems import letters, place
from portal.core.imports.texts import NOTES, sentence

PAGE = 50
LONGEST = 300
BEFORE = 60
COUNTED = {"new": "new_count", "changed": "changed_count"}


@dataclass(frozen=True)
class Field:
    """One column of one row: `old` is nothing where the row is new."""

    heading: str
    new: str
    old: str | None = None


@dataclass(frozen=True)
class Row:
    number: int
    name: str
    fields: list[Field]


class Differences:
    """The rows of one kind, page by page; only the batches of that page are unpacked."""

    def __init__(self, noun: Noun, job: ImportJob, kind: str) -> None:
        self.noun, self.job, self.kind = noun, job, kind
        self.names = list(job.columns)
        self.readers = noun.readers(self.names)

    def page(self, number: int) -> list[Row]:
        skipped, wanted = (number - 1) * PAGE, PAGE
        rows: list[Row] = []
        for pk, count in self.job.batches.order_by("number").values_list("pk", COUNTED[self.kind]):
            if skipped >= count:
                skipped -= count
                continue
            found = unpacked(self.job.batches.get(pk=pk))
            rows += islice(self._rows(found), skipped, skipped + wanted - len(rows))
            skipped = 0
            if len(rows) == wanted:
                break
        return rows

    def _rows(self, batch: Batch) -> Iterator[Row]:
        if self.kind == "new":
            for number, values in batch.new:
                fields = [
                    Field(self._heading(name), shown)
                    for name, value in zip(self.names, values, strict=True)
                    if name not in self.noun.key_columns and (shown := self._show(name, value))
                ]
                yield Row(number, self._name(values), fields)
            return
        for number, _pk, values, olds in batch.changed:
            changed = sorted((int(at), old) for at, old in olds.items())
            fields = [self._changed(self.names[at], old, values[at]) for at, old in changed]
            yield Row(number, self._name(values), fields)

    def _changed(self, name: str, old: Value, new: Value) -> Field:
        was, becomes = cut_around(*self.readers[name].show_change(old, new))
        return Field(self._heading(name), becomes, was)

    def _name(self, values: list[Value]) -> str:
        """The columns by which the row is told from others."""
        there = [name for name in self.noun.key_columns if name in self.names]
        keys = [self._show(name, values[self.names.index(name)]) for name in there]
        return " · ".join(filter(None, keys))

    def _heading(self, name: str) -> str:
        return capfirst(str(self.noun.headings[name]))

    def _show(self, name: str, value: Value) -> str:
        reader: Reader = self.readers[name]
        text = reader.show(value)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def cut_around(old: str, new: str) -> tuple[str, str]:
    """Long texts from a little before the place where they begin to differ."""
    same = next((place for place, signs in enumerate(zip(old, new, strict=False)) if signs[0] != signs[1]), None)
    first = max((min(len(old), len(new)) if same is None else same) - BEFORE, 0)
    if len(old) <= LONGEST and len(new) <= LONGEST:
        first = 0
    return _part(old, first), _part(new, first)


def _part(text: str, first: int) -> str:
    last = first + LONGEST
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def problems(noun: Noun, job: ImportJob) -> Iterator[dict[str, Any]]:
    """Place, heading and sentence of each error that was kept."""
    for one in job.problems:
        name = one["name"]
        heading = capfirst(str(noun.headings[name])) if name in noun.headings else name.removeprefix("=")
        params = {key: _named(noun, key, value) for key, value in one["params"].items()}
        yield {
            "place": place(one["row"], one["column"]),
            "row": one["row"],
            "column": letters(one["column"]),
            "heading": heading,
            "text": sentence(one["text"], {name.removesuffix("_of"): value for name, value in params.items()}),
        }


def _named(noun: Noun, key: str, value: Any) -> Any:
    """A parameter that ends in `_of` names a column; its heading is meant."""
    return capfirst(str(noun.headings[value])) if key.endswith("_of") and value in noun.headings else value


def notes(job: ImportJob) -> list[str]:
    """Remarks: of how the file was read, or a sentence of their own."""
    return [sentence(NOTES.get(one.get("code", ""), one.get("text", "")), one.get("params", {})) for one in job.notes]


def refusal(job: ImportJob) -> str:
    if not job.refusal:
        return _("It was put aside, or not imported within seven days. Its file is deleted.")
    return sentence(job.refusal.get("text", ""), job.refusal.get("params", {}))
