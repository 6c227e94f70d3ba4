"""Words that mean the same, as staff keep them; read once in a while, for every question asks for them."""

import time

from policies.models.search import SynonymGroup
from policies.search.text import plain

CHECK_SECONDS = 30.0
_kept: list[tuple[float, dict[str, tuple[str, ...]]]] = []


def forget() -> None:
    """Called when a group is saved, and by tests, whose rows are rolled back."""
    _kept.clear()


def others(word: str) -> tuple[str, ...]:
    """The other words of the groups that hold this folded word, folded too."""
    return _groups().get(word, ())


def known() -> dict[str, tuple[str, ...]]:
    return _groups()


def _groups() -> dict[str, tuple[str, ...]]:
    moment = time.monotonic()
    if not _kept or moment - _kept[0][0] > CHECK_SECONDS:
        _kept[:] = [(moment, _read())]
    return _kept[0][1]


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for words in SynonymGroup.objects.filter(active=True).values_list("words", flat=True):
        folded = [plain(word) for word in words]
        for word in folded:
            found.setdefault(word, []).extend(other for other in folded if other != word)
    return {word: tuple(dict.fromkeys(rest)) for word, rest in found.items()}
