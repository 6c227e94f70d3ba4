"""Clauses of two versions brought together: kept, renumbered, changed, added, removed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from policies.history.differences import CLAUSE, LANGUAGES, Difference, difference

Clause = Mapping[str, Any]
# An old clause and a new one; one of them may be missing.
Pair = tuple[Clause | None, Clause | None]


@dataclass
class _Matching:
    """Which old clause (by its index) a new one comes from."""

    old: Sequence[Clause]
    new: Sequence[Clause]

    def pairs(self) -> list[Pair]:
        """What stands unchanged under its number first, so that one clause put in between does not move all others.

        Then equal texts (renumbered), then equal numbers (changed); what is left was added or removed.
        """
        found: dict[int, int] = {}
        for key in (_number_and_text, _text, _number):
            self._match(found, key)
        return self._in_order(found)

    def _match(self, found: dict[int, int], key: Any) -> None:
        taken = set(found.values())
        waiting: dict[Any, list[int]] = {}
        for index, clause in enumerate(self.old):
            if index not in taken:
                waiting.setdefault(key(clause), []).append(index)
        for index, clause in enumerate(self.new):
            if index not in found and waiting.get(key(clause)):
                found[index] = waiting[key(clause)].pop(0)

    def _in_order(self, found: dict[int, int]) -> list[Pair]:
        """In the order of the new version; what was removed stands after the clause it followed."""
        by_old = {old: new for new, old in found.items()}
        gone: dict[int, list[Clause]] = {}
        place = -1
        for index, clause in enumerate(self.old):
            place = by_old.get(index, place)
            if index not in by_old:
                gone.setdefault(place, []).append(clause)
        pairs: list[Pair] = [(clause, None) for clause in gone.get(-1, [])]
        for index, clause in enumerate(self.new):
            pairs.append((self.old[found[index]] if index in found else None, clause))
            pairs += [(one, None) for one in gone.get(index, [])]
        return pairs


def _text(clause: Clause) -> tuple[str, str]:
    return str(clause.get("text_zh") or ""), str(clause.get("text_en") or "")


def _number(clause: Clause) -> str:
    return str(clause.get("number") or "")


def _number_and_text(clause: Clause) -> tuple[str, tuple[str, str]]:
    return _number(clause), _text(clause)


def compare_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Difference]:
    """One difference for each language in which a clause differs; a renumbered one stands once."""
    for before, after in _Matching(old, new).pairs():
        was, number = (_number(one) if one else "" for one in (before, after))
        if before and after and _text(before) == _text(after):
            if was != number:
                yield from _moved(before, was, number)
            continue
        for half, language in LANGUAGES.items():
            texts = ((one or {}).get(f"text_{half}") for one in (before, after))
            yield from difference(
                f"clause:{number or was}:{half}", _label(number or was), *texts, part=CLAUSE, number=number or was,
                was=was if was and number and was != number else "", language=language,
            )  # fmt: skip


def _moved(clause: Clause, was: str, number: str) -> list[Difference]:
    text = clause.get("text_zh") or clause.get("text_en")
    language = LANGUAGES["zh" if clause.get("text_zh") else "en"]
    return difference(
        f"clause:{number}", _label(number), text, text, part=CLAUSE, number=number, was=was, language=language
    )


def _label(number: str) -> str:
    return _("Clause %(number)s") % {"number": number}
