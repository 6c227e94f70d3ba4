"""Texts longer than a cell of a spreadsheet: they go on in further columns, “Heading (2)”, “Heading (3)” …

The settings read this module by way of `sheets`, so it needs no app to be ready.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# Excel keeps 32,767 UTF-16 units of a cell and drops the rest without a word; some are left for apostrophes.
LONGEST = 32_000
# Of a text that does not fit: so many characters fit in any case, because a character takes two units at most.
PIECE = LONGEST // 2
# A piece ends with a line if one ends within so many characters.
NEAR = 2000
CONTINUED = re.compile(r"(.+)\(([0-9]{1,3})\)")


def pieces(text: str) -> list[str]:
    """The text as it is, or what makes it when put together."""
    if len(text) <= PIECE or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST:
        return [text]
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    first = 0
    while len(text) - first > PIECE:
        end = first + PIECE
        line = text.rfind("\n", end - NEAR, end) + 1
        # A break in two signs stays in one cell: readers take each half for a break of its own.
        end = line or end - (text[end - 1] == "\r")
        yield text[first:end]
        first = end
    yield text[first:]


def spread(headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> tuple[list[Any], list[list[Any]]]:
    """Headings and rows with as many columns more as the longest texts need."""
    parted = [[pieces(cell) if isinstance(cell, str) else [cell] for cell in row] for row in rows]
    counts = [max((len(row[place]) for row in parted), default=1) for place in range(len(headers))]
    heads = [
        name if number == 1 else f"{name} ({number})"
        for name, count in zip(headers, counts, strict=True)
        for number in range(1, count + 1)
    ]
    whole = [
        [cell for parts, count in zip(row, counts, strict=True) for cell in [*parts, *[""] * (count - len(parts))]]
        for row in parted
    ]
    return heads, whole


def continued(heading: str) -> tuple[str, int] | None:
    """“note(2)” is the second column of “note”; nothing for a heading without a number."""
    found = CONTINUED.fullmatch(heading)
    return (found[1], int(found[2])) if found else None
