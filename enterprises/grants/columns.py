"""The columns of a roster: who is meant, and one for each fact that the rules ask, with how its cells are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook

from policies.rules import FactsError, Question, RuleSet, questions
from policies.rules.facts import Facts
from policies.rules.fields import NUMERIC, Field
from policies.rules.texts import Label
from policies.rules.vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD
from portal.core.imports.cells import Day, Number, Reader, Text, Value, YesNo
from portal.core.imports.headings import plain
from portal.core.imports.known import Codes, Known
from portal.core.imports.problems import CellError
from portal.core.validators import validate_credit_code

CODE, NAME = "credit_code", "name"
REQUIRED = frozenset({CODE, NAME})
HEADINGS = {CODE: _("Unified Social Credit Code"), NAME: _("Name of the enterprise")}


class _Answer(YesNo):
    """Nothing in the cell is no answer."""

    empty = None


class _OneOf(Known):
    empty = None


class _Division(Text):
    empty = None


class _Amounts(Reader):
    """Several amounts in one cell, apart by lines or semicolons."""

    empty = None

    def read(self, text: str) -> Value:
        one = Number(22, 6)
        parts = [part for part in text.replace("；", "\n").replace(";", "\n").split("\n") if part.strip()]
        return [str(one(part)) for part in parts]


class _People(Codes):
    """The classes of several people; the same class may stand there often."""

    empty = None

    def read(self, text: str) -> Value:
        return [self.code_of(part) for part in self._parts(text)]


@dataclass(frozen=True)
class Column:
    """`fact` is the field of the rules; `question` how people read it."""

    name: str
    heading: Any
    reader: Reader
    question: Question | None = None


def columns(rules: RuleSet) -> dict[str, Column]:
    """In the order of the roster's template."""
    found = {
        CODE: Column(CODE, HEADINGS[CODE], Text(60, check=validate_credit_code, required=True)),
        NAME: Column(NAME, HEADINGS[NAME], Text(200, required=True)),
    }
    for question in questions(rules):
        label = question.label_text
        field = _field(rules, question.field)
        found[question.field] = Column(question.field, label, _reader(question, field), question)
    return found


def _field(rules: RuleSet, code: str) -> Field:
    return rules.vocabulary.fields[{PEOPLE: PERSON_FIELD, ITEMS: ITEM_FIELD}.get(code, code)]


def _reader(question: Question, field: Field) -> Reader:
    if question.field == ITEMS:
        return _Amounts()
    if question.field == PEOPLE:
        return _learned(_People(), field)
    if field.type == "bool":
        return _Answer()
    if field.type == "enum":
        return _learned(_OneOf(), field)
    if field.type == "code":
        return _Division(6)
    if field.type == "date":
        return Day()
    return Number(22, 6, percent=field.unit == "pct")


def _learned(reader: Known, field: Field) -> Known:
    for value in field.values:
        label = field.value_labels.get(value)
        names = [label.zh, label.en] if isinstance(label, Label) else []
        reader.learn(value, [name for name in names if name], {"zh": label.zh, "en": label.en} if label else None)
    return reader


def with_names(cells: Sequence[str], known: Mapping[str, Column]) -> list[str]:
    """A heading may be the field's code; the names in both languages are found by the headings' own door."""
    by_code = {plain(name): str(column.heading) for name, column in known.items()}
    return [by_code.get(plain(cell), cell) for cell in cells]


def typed(name: str, value: Value, rules: RuleSet) -> object:
    """A cell's value as the rules take it; None is no answer."""
    if value in (None, "", []):
        return None
    field = _field(rules, name)
    if isinstance(value, list):
        return tuple(Decimal(one) if field.type in NUMERIC else one for one in value)
    if field.type in NUMERIC:
        return Decimal(str(value)).normalize()
    return date.fromisoformat(str(value)) if field.type == "date" else value


def read_facts(rules: RuleSet, names: Iterable[str], cells: Iterable[str], known: Mapping[str, Column]) -> dict:
    """The facts of a row that was checked: the same cells always give the same facts."""
    found = {}
    for name, cell in zip(names, cells, strict=True):
        if name in HEADINGS:
            continue
        value = typed(name, known[name].reader(cell), rules)
        if value is not None:
            found[name] = value
    return found


def check(rules: RuleSet, name: str, value: Value) -> None:
    """Raises CellError for what the rules can't take: below zero, too large, an unknown code."""
    fact = typed(name, value, rules)
    if fact is None:
        return
    try:
        Facts(rules.vocabulary, {name: fact})
    except FactsError as error:
        # As it stands in the catalogue: whoever reads the errors does so in their language.
        with translation.override(None):
            problem = {"text": " ".join(error.errors.values()).replace("%", "%%"), "params": {}}
        raise CellError(NOT_TAKEN, problem=problem) from error


NOT_TAKEN = "%(problem)s"


def template(rules: RuleSet) -> bytes:
    """An empty roster with its headings in the reader's language."""
    book = Workbook()
    sheet = book.active
    sheet.append([capfirst(str(column.heading)) for column in columns(rules).values()])
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        sheet.column_dimensions[cell.column_letter].width = 24
        # Codes of digits stay texts.
        cell.number_format = "@"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
