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

UNKNOWN = _("is no heading of this list")
UNKNOWN_NEAR = _("is no heading of this list; did you mean “%(nearest)s”?")
TWICE = _("stands here twice, also in column %(other)s")
MISSING = _("The heading “%(heading)s” is missing.")
NO_HEADING = _("The column has no heading.")


def plain(heading: str) -> str:
    """What two ways to write a heading have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


def spellings(heading: Any) -> list[str]:
    """A lazy text in all languages of the portal, as an export writes it."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(capfirst(str(heading)))
    return found


def match(
    cells: Sequence[str], row: int, known: Mapping[str, Any], required: set[str], problems: Problems
) -> dict[str, int]:
    """The place of each column by name, counted from 0. `known`: the headings, as lazy texts, by name."""
    by_spelling: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name, heading in known.items():
        for spelling in spellings(heading):
            by_spelling[plain(spelling)], shown[plain(spelling)] = name, spelling
    places: dict[str, int] = {}
    for number, cell in enumerate(cells):
        name = by_spelling.get(plain(cell))
        if not cell.strip():
            problems.add(row, number + 1, "", NO_HEADING)
        elif name is None:
            _add_unknown(problems, row, number + 1, cell, shown)
        elif name in places:
            problems.add(row, number + 1, name, TWICE, {"other": letters(places[name] + 1)})
        else:
            places[name] = number
    for name in known:
        if name in required and name not in places:
            problems.add(row, 0, name, MISSING, {"heading_of": name})
    return places


def _add_unknown(problems: Problems, row: int, column: int, cell: str, shown: dict[str, str]) -> None:
    near = get_close_matches(plain(cell)[:100], shown, n=1, cutoff=0.5)
    text = UNKNOWN_NEAR if near else UNKNOWN
    problems.add(row, column, f"={cell[:60]}", text, {"nearest": shown[near[0]]} if near else {})
