"""Marks what was looked for, in a title and in the passage where it stands. All text is escaped here."""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from policies.search.text import Folded, fold, plain

BEFORE, LENGTH = 24, 150
Passage = Sequence[str]
# Text, number of its clause, and which half of the passage it is.
Half = tuple[str, str, int]


@dataclass(frozen=True)
class Snippet:
    """A piece of a passage; `number` is that of its clause, if it has one."""

    number: str
    html: SafeString
    language: str


def marked(text: str, words: Sequence[str]) -> SafeString:
    folded = fold(text) if words else None
    if folded is None or not any(word in folded.text for word in words):
        return escape(text)
    return _marked(folded, words, 0, len(text))


def snippet(passages: Iterable[Passage], words: Sequence[str], language: str) -> Snippet | None:
    """The first passage that holds a word, its half in the reader's language before the other."""
    first, second = (1, 2) if language == "zh" else (2, 1)
    kept = [passage for passage in passages if passage[first] or passage[second]]
    halves = [(passage[half], passage[0], half) for half in (first, second) for passage in kept]
    # As it stands first, then with width, brackets and characters evened out.
    for look in (_as_it_stands, _evened_out):
        for text, number, half in look(halves, words):
            folded = fold(text)
            places = [place for word in words if (place := folded.text.find(word)) >= 0]
            if places:
                return Snippet(number, _cut(folded, words, min(places)), "zh" if half == 1 else "en")
    return None


def _as_it_stands(halves: Sequence[Half], words: Sequence[str]) -> list[Half]:
    return [half for half in halves if _any(words, half[0].lower())] if _any(words, _whole(halves).lower()) else []


def _evened_out(halves: Sequence[Half], words: Sequence[str]) -> Sequence[Half]:
    return halves if _any(words, plain(_whole(halves))) else ()


def _whole(halves: Sequence[Half]) -> str:
    """Looked through first: most results have the word in the title alone, and looking at each half costs."""
    return "|".join([text for text, _number, _half in halves])


def _any(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def _cut(folded: Folded, words: Sequence[str], place: int) -> SafeString:
    middle = folded.places[place]
    start = max(0, middle - BEFORE) if len(folded.source) > LENGTH else 0
    end = min(len(folded.source), start + LENGTH)
    before, after = "…" if start else "", "…" if end < len(folded.source) else ""
    return mark_safe(before + _marked(folded, words, start, end) + after)  # noqa: S308  (escaped below)


def _marked(folded: Folded, words: Sequence[str], start: int, end: int) -> SafeString:
    """The source from `start` to `end` with its marks."""
    source, at, parts = folded.source[:end], start, []
    for first, last in _spans(folded, words):
        if last <= at or first >= end:
            continue
        first, last = max(first, at), min(last, end)
        parts += [html.escape(source[at:first]), "<mark>", html.escape(source[first:last]), "</mark>"]
        at = last
    return mark_safe("".join([*parts, html.escape(source[at:])]))  # noqa: S308  (escaped above)


def _spans(folded: Folded, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    found = []
    for word in words:
        place = folded.text.find(word)
        while place >= 0:
            found.append(folded.span(place, place + len(word)))
            place = folded.text.find(word, place + len(word))
    yield from sorted(found)
