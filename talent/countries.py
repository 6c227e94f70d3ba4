"""Nationalities: ISO 3166-1 alpha-3 in our rows, the codes of passports only in the machine-readable lines.

Names: Unicode CLDR (data/countries.csv). The list is of foreign states; residents of Hong Kong, Macao and Taiwan
travel on other papers and have other services.
"""

import csv
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "data" / "countries.csv"
# ICAO Doc 9303, part 3, section 5: what a passport says, and what that is in ISO 3166-1 or, for Kosovo, in use.
OF_PASSPORTS = {"D": "DEU", **dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR"), "RKS": "XKX"}
# Whoever has no state, by the passport's own code.
WITHOUT_STATE = {
    "XXA": _("stateless person"),
    "XXB": _("refugee (1951 Convention)"),
    "XXC": _("refugee (other)"),
    "XXX": _("nationality not specified"),
}


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["alpha3"]: row for row in csv.DictReader(file)} | {"XKX": KOSOVO}


KOSOVO = {"alpha3": "XKX", "zh": "科索沃", "en": "Kosovo", "ko": "코소보", "ja": "コソボ"}


def name_of(code: str) -> str:
    """The name in the active language; the code itself where it is none of ours."""
    if code in WITHOUT_STATE:
        return str(WITHOUT_STATE[code])
    row = _rows().get(code)
    return row[_column()] if row else code


def choices() -> list[tuple[str, str]]:
    """(code, name) in the order of the names, those without a state at the end."""
    named = sorted(((code, row[_column()]) for code, row in _rows().items()), key=lambda pair: pair[1])
    return named + [(code, str(name)) for code, name in WITHOUT_STATE.items()]


def from_passport(code: str) -> str | None:
    """Our code for the one that a passport carries ("D" is DEU); None for bodies such as the United Nations, whose
    passports say no nationality."""
    code = OF_PASSPORTS.get(code, code)
    return code if code in _rows() or code in WITHOUT_STATE else None


def _column() -> str:
    language = (get_language() or "zh")[:2]
    return language if language in ("zh", "en", "ko", "ja") else "en"
