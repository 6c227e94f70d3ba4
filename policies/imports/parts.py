"""Columns of a document that hold rows of other tables: its clauses, half by half, and its contacts.

Their values are lists as JSON: `[number, text]` of each clause, the columns of each contact.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _

from policies.editing.editors import Content
from policies.editing.policy_content import CONTACT
from policies.editing.policy_form import CLAUSES_AT_MOST, CONTACTS_AT_MOST
from policies.imports.notation import read_clauses, read_contacts, tidied, write_clauses, write_contacts
from policies.models import Clause, Contact
from portal.core.imports.cells import Reader, Value, canonical
from portal.core.imports.problems import CellError

NO_NUMBER = _("begins with “%(text)s”; each clause begins on its own line with its number in brackets, as in 【1.1】")
NUMBER_TOO_LONG = _("clause “%(number)s”: the number has more than %(most)s characters")
NO_TEXT = _("clause %(number)s has no text")
NUMBER_TWICE = _("clause %(number)s stands in this cell twice")
TOO_MANY = _("holds %(count)s; at most %(most)s are kept")
TOO_MANY_PARTS = _("line %(line)s has %(count)s parts; a contact has %(most)s, separated by “|”")
CONTACT_WRONG = _("line %(line)s: %(problem)s")
NUMBER_LENGTH = Clause._meta.get_field("number").max_length or 0

HALVES = {"clauses_zh": "text_zh", "clauses_en": "text_en"}
PARTS = frozenset({*HALVES, "contacts"})


class Listed(Reader):
    empty = "[]"

    def show_change(self, old: Value, new: Value) -> tuple[str, str]:
        """Only what differs; where nothing but the order does, everything."""
        was, becomes = json.loads(str(old)), json.loads(str(new))
        gone, come = [one for one in was if one not in becomes], [one for one in becomes if one not in was]
        if not gone and not come:
            gone, come = was, becomes
        return self.show(canonical(gone)), self.show(canonical(come))


class Clauses(Listed):
    """One half of all clauses. The Chinese half may leave none out; the English one holds what is translated."""

    def read(self, text: str) -> Value:
        pairs = read_clauses(text)
        for number, words in pairs:
            if not number:
                raise CellError(NO_NUMBER, text=words[:40])
            if len(number) > NUMBER_LENGTH:
                raise CellError(NUMBER_TOO_LONG, number=number[:40], most=NUMBER_LENGTH)
            if not words:
                raise CellError(NO_TEXT, number=number)
        twice = [number for number, times in Counter(number for number, _words in pairs).items() if times > 1]
        if twice:
            raise CellError(NUMBER_TWICE, number=twice[0])
        if len(pairs) > CLAUSES_AT_MOST:
            raise CellError(TOO_MANY, count=len(pairs), most=CLAUSES_AT_MOST)
        return canonical(pairs)

    def from_row(self, value: Any) -> Value:
        return canonical([(number, words) for number, text in value or [] if (words := tidied(text))])

    def show(self, value: Value) -> str:
        return write_clauses(json.loads(str(value or "[]")))


class Contacts(Listed):
    def read(self, text: str) -> Value:
        rows = []
        for line, parts in enumerate(read_contacts(text), start=1):
            if len(parts) > len(CONTACT):
                raise CellError(TOO_MANY_PARTS, line=line, count=len(parts), most=len(CONTACT))
            row = [*parts, *[""] * (len(CONTACT) - len(parts))]
            try:
                contact = Contact(**dict(zip(CONTACT, row, strict=True)))
                contact.full_clean(exclude={"policy", "area"}, validate_constraints=False)
            except ValidationError as error:
                raise CellError(CONTACT_WRONG, line=line, problem=" ".join(error.messages)) from error
            rows.append(row)
        if len(rows) > CONTACTS_AT_MOST:
            raise CellError(TOO_MANY, count=len(rows), most=CONTACTS_AT_MOST)
        return canonical(rows)

    def from_row(self, value: Any) -> Value:
        return canonical([[tidied(part) for part in row] for row in value or []])

    def show(self, value: Value) -> str:
        return write_contacts(json.loads(str(value or "[]")))


def stored(name: str, pks: Iterable[int]) -> dict[int, list[Any]]:
    """What the database holds of this column, by document."""
    columns = ("number", HALVES[name]) if name in HALVES else CONTACT
    rows = (Clause if name in HALVES else Contact).objects.filter(policy__in=list(pks)).order_by("order", "pk")
    found: dict[int, list[Any]] = {}
    for pk, *values in rows.values_list("policy_id", *columns):
        found.setdefault(pk, []).append(values)
    return found


def put(content: Content, name: str, value: Value) -> None:
    """Into the content of an edit. The other half of a clause is found by its number."""
    rows = json.loads(str(value))
    if name == "contacts":
        content[name] = [dict(zip(CONTACT, row, strict=True)) for row in rows]
        return
    if name == "clauses_zh":
        before = {clause["number"]: clause for clause in content["clauses"]}
        empty = {"text_en": "", "stale": False}
        content["clauses"] = [before.get(number, empty) | {"number": number, "text_zh": text} for number, text in rows]
        return
    texts = dict(rows)
    for clause in content["clauses"]:
        clause["text_en"] = texts.get(clause["number"], "")


def get(content: Content, name: str) -> Any:
    if name == "contacts":
        return content[name]
    return [(clause["number"], clause[HALVES[name]]) for clause in content["clauses"]]
