"""What was typed, name by name, before any form reads it: rows can be added, copied, moved and taken out.

Rows of one kind are numbered in their names (`c-0-op`, `c-1-op` …) beside their number (`c-count`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

Typed = dict[str, list[str]]
# The request itself may carry a thousand fields; these keep a page well below that.
MOST = {"c": 40, "e": 15, "parts": 8, "tiers": 25, "cases": 25}


def typed_in(data: Mapping[str, Any], prefix: str) -> Typed:
    """All fields of a request whose names begin with the prefix, without it."""
    start = f"{prefix}-"
    named = [name for name in data if name.startswith(start)]
    return {name.removeprefix(start): _texts(data, name) for name in named}


def _texts(data: Mapping[str, Any], name: str) -> list[str]:
    values = data.getlist(name) if hasattr(data, "getlist") else data[name]
    return [str(value) for value in values] if isinstance(values, list | tuple) else [str(values)]


def first(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[0].strip()


def within(typed: Typed, name: str) -> Typed:
    """The fields below a name."""
    start = f"{name}-"
    return {key.removeprefix(start): values for key, values in typed.items() if key.startswith(start)}


def below(name: str, typed: Typed) -> Typed:
    """The reverse of `within`."""
    return {f"{name}-{key}": values for key, values in typed.items()}


def rows_in(typed: Typed, name: str) -> list[Typed]:
    written = first(typed, f"{name}-count")
    count = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
    return [within(typed, f"{name}-{number}") for number in range(min(count, most_of(name)))]


def most_of(name: str) -> int:
    return MOST[name.rpartition("-")[2]]


def with_rows(typed: Typed, name: str, rows: Iterable[Typed]) -> Typed:
    """The same with other rows under this name."""
    kept = {key: values for key, values in typed.items() if not key.startswith(f"{name}-")}
    found = list(rows)[: most_of(name)]
    for number, row in enumerate(found):
        kept |= below(f"{name}-{number}", row)
    return kept | {f"{name}-count": [str(len(found))]}


def for_form(typed: Typed, prefix: str) -> MultiValueDict[str, str]:
    """As a request would carry it, for a form with this prefix."""
    return MultiValueDict(below(prefix, typed))
