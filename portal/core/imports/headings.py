"""Which column of a file is which: by its heading in any of the portal's languages, in any order."""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_noop as _

from portal.core.imports.problems import Problems, letters
from portal.core.long_cells import continued

UNKNOWN = _("is no heading of this list")
UNKNOWN_NEAR = _("is no heading of this list; did you mean “%(nearest)s”?")
TWICE = _("stands here twice, also in column %(other)s")
MISSING = _("The heading “%(heading)s” is missing.")
NO_HEADING = _("The column has no heading.")
GAP = _("goes on from a column that is not there: “%(heading)s (%(number)s)”")


def plain(heading: str) -> str:
    """What two ways to write a heading have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


def spellings(heading: Any) -> list[str]:
    """A lazy text in all languages of the portal, as an export writes it."""
    found = []
    for language, _name in settings.PORTAL_LANGUAGES:
        with translation.override(language):
            found.append(capfirst(str(heading)))
    return found


def match(
    cells: Sequence[str], row: int, known: Mapping[str, Any], required: set[str], problems: Problems
) -> dict[str, list[int]]:
    """The places of each column by name, counted from 0: one, and those in which its long texts go on.

    `known`: the headings, as lazy texts, by name.
    """
    by_spelling: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name, heading in known.items():
        for spelling in spellings(heading):
            by_spelling[plain(spelling)], shown[plain(spelling)] = name, spelling
    places: dict[str, dict[int, int]] = {}
    for place, cell in enumerate(cells):
        name, number = _named(plain(cell), by_spelling)
        if not cell.strip():
            problems.add(row, place + 1, "", NO_HEADING)
        elif name is None:
            _add_unknown(problems, row, place + 1, cell, shown)
        elif number in places.setdefault(name, {}):
            problems.add(row, place + 1, name, TWICE, {"other": letters(places[name][number] + 1)})
        else:
            places[name][number] = place
    for name in known:
        if name in required and 1 not in places.get(name, {}):
            problems.add(row, 0, name, MISSING, {"heading_of": name})
    return {name: _in_a_row(found, row, name, problems) for name, found in places.items()}


def _named(written: str, by_spelling: Mapping[str, str]) -> tuple[str | None, int]:
    """The column and which of its cells it is: the second and later ones carry their number."""
    more = continued(written)
    if written not in by_spelling and more and more[0] in by_spelling and more[1] > 1:
        return by_spelling[more[0]], more[1]
    return by_spelling.get(written), 1


def _in_a_row(found: Mapping[int, int], row: int, name: str, problems: Problems) -> list[int]:
    """By number, up to the first gap: half of a text is worse than none."""
    for number, place in sorted(found.items()):
        if number > 1 and number - 1 not in found:
            problems.add(row, place + 1, name, GAP, {"heading_of": name, "number": number - 1})
    return [found[number] for number in sorted(found)]


def _add_unknown(problems: Problems, row: int, column: int, cell: str, shown: dict[str, str]) -> None:
    near = get_close_matches(plain(cell)[:100], shown, n=1, cutoff=0.5)
    text = UNKNOWN_NEAR if near else UNKNOWN
    problems.add(row, column, f"={cell[:60]}", text, {"nearest": shown[near[0]]} if near else {})
