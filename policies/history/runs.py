"""Two texts as one line of runs: the same, taken out, put in. Sentences first, then words and characters."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from policies.editing.differences import IN, OUT, SAME, Piece

SENTENCES = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]+|[^。；;！？!?\n]+")
# A Chinese character is a word of its own; letters and figures that stand together are one.
WORDS = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
# One comparison of m with n words costs m times n; past this the old and the new stand side by side unmarked.
CELLS_ONCE = 250_000
CELLS_IN_ALL = 800_000
# With less in common the marks would only confuse.
ENOUGH_IN_COMMON = 0.3


class Effort:
    """What is left to spend on marking one page, so that no history costs a server its breath."""

    def __init__(self, cells: int = CELLS_IN_ALL) -> None:
        self.cells = cells

    def allows(self, before: int, after: int) -> bool:
        cost = before * after
        if cost > min(self.cells, CELLS_ONCE):
            return False
        self.cells -= cost
        return True


def runs(old: str, new: str, effort: Effort | None = None) -> list[Piece]:
    """The runs of both texts together; those of the old are all but IN, those of the new all but OUT."""
    if old == new or not (old and new):
        return [
            piece
            for piece in (Piece(SAME if old == new else OUT, old), Piece(IN, "" if old == new else new))
            if piece.text
        ]
    found = list(_joined(_runs(old, new, effort or Effort())))
    common = sum(len(piece.text) for piece in found if piece.kind == SAME)
    if common < ENOUGH_IN_COMMON * min(len(old), len(new)):
        return [Piece(OUT, old), Piece(IN, new)]
    return found


def _runs(old: str, new: str, effort: Effort) -> Iterator[Piece]:
    before, after = SENTENCES.findall(old), SENTENCES.findall(new)
    if not effort.allows(len(before), len(after)):
        yield from (Piece(OUT, old), Piece(IN, new))
        return
    for kind, was, now in _matched(before, after):
        if kind == SAME:
            yield Piece(SAME, "".join(was))
        else:
            yield from _words("".join(was), "".join(now), effort)


def _words(old: str, new: str, effort: Effort) -> Iterator[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if not (before and after) or not effort.allows(len(before), len(after)):
        yield from (Piece(OUT, old), Piece(IN, new))
        return
    for kind, was, now in _matched(before, after):
        if kind == SAME:
            yield Piece(SAME, "".join(was))
        else:
            yield from (Piece(OUT, "".join(was)), Piece(IN, "".join(now)))


def _matched(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for what, first, last, start, end in codes:
        yield (SAME if what == "equal" else OUT), before[first:last], after[start:end]


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes that only a single character parts become one: three marks on four characters are hard to read."""
    out = new = held = ""
    for piece in pieces:
        if piece.kind == OUT:
            out, new, held = out + held + piece.text, new + held, ""
        elif piece.kind == IN:
            out, new, held = out + held, new + held + piece.text, ""
        elif (out or new) and not held and len(piece.text) == 1 and not piece.text.isspace():
            held = piece.text
        else:
            yield from _change(out, new)
            yield Piece(SAME, held + piece.text)
            out = new = held = ""
    yield from _change(out, new)
    if held:
        yield Piece(SAME, held)


def _change(out: str, new: str) -> Iterator[Piece]:
    yield from (piece for piece in (Piece(OUT, out), Piece(IN, new)) if piece.text)
