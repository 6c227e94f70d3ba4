"""Marks what was looked for, in a title and in the passage where it stands. All text is escaped here."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from policies.search.text import Folded, fold, plain

BEFORE, LENGTH = 24, 150
# Number of its clause, Chinese, English.
Passage = Sequence[str]


@dataclass(frozen=True)
class Snippet:
    """A piece of a passage; `number` is that of its clause, if it has one."""

    number: str
    html: SafeString
    language: str


def marked(text: str, words: Sequence[str]) -> SafeString:
    folded = fold(text) if words else None
    if folded is None or not _any(words, folded.text):
        return escape(text)
    return _marked(folded, words, 0, len(text))


def snippet(passages: Sequence[Passage], words: Sequence[str], language: str) -> Snippet | None:
    """The first passage that holds a word, its half in the reader's language before the other."""
    halves = (1, 2) if language == "zh" else (2, 1)
    # As it stands first, which is nearly always enough; then with width, brackets and characters evened out.
    for look in (str.lower, plain):
        for half in halves:
            for passage in passages:
                text = passage[half]
                if text and _any(words, look(text)):
                    folded = fold(text)
                    places = [place for word in words if (place := folded.text.find(word)) >= 0]
                    if places:
                        return Snippet(passage[0], _cut(folded, words, min(places)), "zh" if half == 1 else "en")
    return None


def _any(words: Sequence[str], text: str) -> bool:
    return True in [word in text for word in words]  # a generator costs more than the look itself


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
