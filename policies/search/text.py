"""One form of a text for the index, for questions and for finding the place again: width, case, brackets and
traditional characters do not matter, nor do spaces within Chinese.

Tokens are single characters and pairs of characters of Chinese, and of other words all their endings, each cut to
eight letters; where the two touch, as in 第3号, the word with the character before it and each of its endings with the
one after it. So whatever stands in a text is found: a word of two characters by its pair, a part of an English word as
the beginning of one of its endings. Trigrams and stock configurations lose words of two characters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policies.search.simplified import table

# Endings of words are cut to this length; longer words are checked in the text itself.
ENDING = 8
# Longer words are cut: they are no words, and each letter costs a token.
LONGEST_WORD = 400
OPENING, CLOSING = "【[（(〔［", "】]）)〕］"
BRACKETS = {ord(sign): "(" for sign in OPENING} | {ord(sign): ")" for sign in CLOSING}
SPACE = " "
# Stands before the tokens of what is prominent (title, number, code) once more, so that they are asked for apart.
TITLE = "_"
# Written without spaces: Han, kana, Hangul.
WIDE = "⺀-鿿가-힯豈-﫿𠀀-𿿽"
JOINING = re.compile(f"(?<=[{WIDE}()]) | (?=[{WIDE}()])")


@dataclass(frozen=True)
class Folded:
    """`places[n]` is where the n-th character of `text` stands in `source`."""

    source: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source behind a stretch of the folded text."""
        return self.places[start], self.places[end - 1] + 1


class Letters(dict[int, str]):
    """What becomes of each character, for `str.translate`; worked out when one is first met."""

    MOST = 20_000

    def __init__(self) -> None:
        # Characters that become none or several: a text without them keeps its places.
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        letters = _folded(chr(code), table())
        if len(letters) != 1:
            self.uneven.add(chr(code))
        if len(self) < self.MOST:
            self[code] = letters
        return letters


_letters = Letters()


def plain(text: str) -> str:
    return _plain(_source(text))


def fold(text: str) -> Folded:
    """The common form, with the way back for highlights."""
    source = _source(text)
    folded = _plain(source)
    if len(folded) == len(source) and _letters.uneven.isdisjoint(source):
        return Folded(source, folded, range(len(source)))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(source):
        for letter in _letters[ord(sign)]:
            if letter == SPACE and (not letters or letters[-1] == SPACE):
                continue
            letters.append(letter)
            places.append(place)
    return _closed_up(source, letters, places)


def _source(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def _plain(source: str) -> str:
    letters = " ".join(source.translate(_letters).split())
    return JOINING.sub("", letters) if SPACE in letters else letters


def _folded(sign: str, simplified: dict[int, str]) -> str:
    if sign.isascii():
        return sign.lower().translate(BRACKETS) if sign.isprintable() else SPACE
    wide = unicodedata.normalize("NFKC", sign).lower().translate(simplified).translate(BRACKETS)
    return "".join(_visible(letter) for letter in wide)


def _visible(letter: str) -> str:
    if letter.isspace():
        return SPACE
    # Format and control characters (soft hyphen, zero width …) are not there for a reader.
    return "" if unicodedata.category(letter) in ("Cf", "Cc", "Mn") else letter


def _closed_up(source: str, letters: list[str], places: list[int]) -> Folded:
    """Without the spaces that touch Chinese or a bracket: 数字 贸易 is 数字贸易, 商字 (2025) 3 号 is 商字(2025)3号."""
    kept = [
        place
        for place, letter in enumerate(letters)
        if letter != SPACE
        or (0 < place < len(letters) - 1 and not _joins(letters[place - 1]) and not _joins(letters[place + 1]))
    ]
    return Folded(source, "".join(letters[place] for place in kept), [places[place] for place in kept])


def _joins(letter: str) -> bool:
    return is_wide(letter) or letter in "()"


def is_wide(letter: str) -> bool:
    """Written without spaces, as `WIDE` says."""
    return "⺀" <= letter <= "鿿" or "가" <= letter <= "힯" or "豈" <= letter <= "﫿" or "𠀀" <= letter <= "𿿽"


def runs(folded: str) -> Iterator[str]:
    """Stretches of Chinese, and words of everything else; signs stand between them."""
    return (run for _place, run in _placed_runs(folded))


def _placed_runs(folded: str) -> Iterator[tuple[int, str]]:
    run = ""
    for place, letter in enumerate(folded):
        if not letter.isalnum():
            if run:
                yield place - len(run), run
            run = ""
        elif run and is_wide(letter) != is_wide(run[-1]):
            yield place - len(run), run
            run = letter
        else:
            run += letter
    if run:
        yield len(folded) - len(run), run


def _touching(folded: str) -> Iterator[tuple[str, str, str]]:
    """The character of the other kind that touches a run before it, the run, and the one that touches it after it."""
    found = list(_placed_runs(folded))
    for number, (place, run) in enumerate(found):
        end = place + len(run)
        joins_last = number > 0 and place == found[number - 1][0] + len(found[number - 1][1])
        joins_next = number + 1 < len(found) and end == found[number + 1][0]
        yield folded[place - 1] if joins_last else "", run, folded[end] if joins_next else ""


def tokens(folded: str) -> set[str]:
    """All tokens of a text, for the index."""
    found: set[str] = set()
    for before, run, after in _touching(folded):
        if is_wide(run[0]):
            found.update(run)
            found.update(run[place : place + 2] for place in range(len(run) - 1))
            continue
        word = run[:LONGEST_WORD]
        found.update(word[place : place + ENDING] for place in range(len(word)))
        if before:
            found.add(before + run[:ENDING])
        if after:
            found.update(run[-length:] + after for length in range(1, min(len(run), ENDING) + 1))
    return found


@dataclass(frozen=True)
class Needs:
    """What a text must have in the index to hold a phrase, and whether that already proves that it does."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...]
    proven: bool


@lru_cache(maxsize=500)
def needs(phrase: str) -> Needs:
    """For a folded phrase. Nothing at all when it has no letter and no digit."""
    whole: list[str] = []
    beginnings: list[str] = []
    for before, run, after in _touching(phrase):
        if is_wide(run[0]):
            pairs = [run[place : place + 2] for place in range(len(run) - 1)]
            # A single character stands in the token of the word that it touches.
            whole += pairs or ([] if before or after else [run])
            continue
        if after:
            whole.append(run[-ENDING:] + after)
        if before and after:
            whole.append(before + run[:ENDING])
        elif not after:
            beginnings.append(before + run[:ENDING])
    found = list(dict.fromkeys([*whole, *beginnings]))
    return Needs(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(beginnings)), found == [phrase])


# First character, in GBK's order, of each initial: its 3,755 most frequent characters stand in the order of pinyin.
_INITIALS = (
    ("a", 0xB0A1), ("b", 0xB0C5), ("c", 0xB2C1), ("d", 0xB4EE), ("e", 0xB6EA), ("f", 0xB7A2), ("g", 0xB8C1),
    ("h", 0xB9FE), ("j", 0xBBF7), ("k", 0xBFA6), ("l", 0xC0AC), ("m", 0xC2E8), ("n", 0xC4C3), ("o", 0xC5B6),
    ("p", 0xC5BE), ("q", 0xC6DA), ("r", 0xC8BB), ("s", 0xC8F6), ("t", 0xCBFA), ("w", 0xCDDA), ("x", 0xCEF4),
    ("y", 0xD1B9), ("z", 0xD4D1),
)  # fmt: skip
_END = 0xD7FA


def initials(folded: str) -> str:
    """The initials of the pinyin of frequent characters: szmy for 数字贸易. Rare characters have none."""
    return "".join(_initial(letter) for letter in folded)


def _initial(letter: str) -> str:
    code = int.from_bytes(letter.encode("gbk", "ignore")[:2], "big")
    if not _INITIALS[0][1] <= code < _END:
        return ""
    return next(name for name, first in reversed(_INITIALS) if code >= first)
