"""The two halves of a document's texts: which language is shown, and what is said where a half is missing or old."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from policies.models import Clause, Policy

HALVES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Half:
    """A text and its language. `note` says what is wrong with it, when something is."""

    text: str
    language: str
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def foreign(self) -> bool:
        """Not in the reader's language, so that the page must mark it."""
        return self.language != HALVES[reader_half()]


@dataclass(frozen=True)
class ClauseLine:
    """One clause as the page shows it: its halves in their order, and a note on top of them."""

    number: str
    anchor: str
    is_heading: bool
    halves: list[Half]
    note: str = ""


def reader_half() -> str:
    return "zh" if (translation.get_language() or "zh").startswith("zh") else "en"


def half(row: Any, name: str) -> Half:
    """The reader's half of a text; the other one, named as such, where it is empty."""
    first = reader_half()
    second = "en" if first == "zh" else "zh"
    if text := getattr(row, f"{name}_{first}"):
        stale = f"{name}_{first}" in getattr(row, "stale", ())
        return Half(text, HALVES[first], _older(first) if stale else "")
    text = getattr(row, f"{name}_{second}")
    return Half(text, HALVES[second], _missing(first) if text else "")


def _older(name: str) -> str:
    if name == "zh":
        return _("The Chinese is older than the English text.")
    return _("The English is older than the Chinese text, which counts.")


def _missing(name: str) -> str:
    if name == "zh":
        return _("There is no Chinese text yet.")
    return _("Not translated yet: here is the Chinese text, which counts.")


def clause_lines(policy: Policy, both: bool = False) -> list[ClauseLine]:
    clauses = list(policy.clauses.all())
    chapters = {clause.number.rpartition(".")[0] for clause in clauses}
    return [_side_by_side(one, chapters) if both else _single(one, chapters) for one in clauses]


def _single(clause: Clause, chapters: Collection[str]) -> ClauseLine:
    """In the reader's language. Where the English is old, the Chinese that counts stands with it."""
    chinese, english = Half(clause.text_zh, HALVES["zh"]), Half(clause.text_en, HALVES["en"])
    if reader_half() == "zh":
        return _line(clause, chapters, [chinese])
    if not english:
        return _line(clause, chapters, [chinese], _missing("en"))
    return (
        _line(clause, chapters, [english, chinese], _older("en"))
        if clause.stale
        else _line(clause, chapters, [english])
    )


def _side_by_side(clause: Clause, chapters: Collection[str]) -> ClauseLine:
    note = "" if clause.text_en else _("Not translated yet.")
    english = Half(clause.text_en, HALVES["en"], _older("en") if clause.stale and not note else note)
    halves = [Half(clause.text_zh, HALVES["zh"]), english]
    return _line(clause, chapters, halves if reader_half() == "zh" else halves[::-1])


def _line(clause: Clause, chapters: Collection[str], halves: list[Half], note: str = "") -> ClauseLine:
    """A number without a point is a chapter where it has clauses of its own, and a clause where it has none."""
    return ClauseLine(clause.number, clause.anchor, clause.is_heading and clause.number in chapters, halves, note)
