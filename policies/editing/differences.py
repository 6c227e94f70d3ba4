"""What differs between two versions, piece by piece: the editor's comparison and the public's read the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# A Chinese character is a word of its own; letters and figures that stand together are one.
PIECES = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
# Past this the comparison by words costs too much for a page: the texts are shown whole, one after the other.
LONGEST = 4000
SAME, OUT, IN = "same", "out", "in"
KINDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `kind` is same, out (only in the old) or in (only in the new)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `key` names it for machines (`title_zh`, `clause:3.2`), `label` for people.

    `old` and `new` are texts as people read them; an empty one means that there was or is nothing.
    """

    key: str
    label: str
    old: str
    new: str

    @property
    def kind(self) -> str:
        return "changed" if self.old and self.new else "added" if self.new else "removed"

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    @cached_property
    def pieces(self) -> list[Piece]:
        """The text as one line of same, taken out and put in, word by word."""
        return list(_pieces(self.old, self.new))


def difference(key: str, label: object, old: object, new: object) -> list[Difference]:
    """None or one, ready to be added to a list."""
    before, after = str(old or ""), str(new or "")
    return [] if before == after else [Difference(key, str(label), before, after)]


def _pieces(old: str, new: str) -> Iterator[Piece]:
    if len(old) + len(new) > LONGEST or not (old and new):
        yield from (piece for piece in (Piece(OUT, old), Piece(IN, new)) if piece.text)
        return
    before, after = PIECES.findall(old), PIECES.findall(new)
    for what, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(before[first:last]))
            continue
        if last > first:
            yield Piece(OUT, "".join(before[first:last]))
        if end > start:
            yield Piece(IN, "".join(after[start:end]))
