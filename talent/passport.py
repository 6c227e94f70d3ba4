"""The machine-readable lines of a passport (ICAO Doc 9303, part 4: TD3). Pure; nothing here is ever logged or kept.

Check digit: weights 7, 3, 1 in turn, digits as such, A–Z as 10–35, `<` as 0, sum modulo 10.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.core.exceptions import PortalError

LENGTH = 44
FILLER = "<"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES = {character: value for value, character in enumerate(ALPHABET)} | {FILLER: 0}
# States and bodies whose code is not in ISO 3166-1 (ICAO Doc 9303, part 3, section 5). Germany writes "D<<".
SPECIAL_CODES = frozenset(
    {"D", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNA", "UNK", "UNO", "XAA", "XBA", "XCC", "XCE", "XCO"}
    | {"XEC", "XIM", "XMP", "XOM", "XPO", "XES", "XXA", "XXB", "XXC", "XXX"}
)
# A passport is valid for ten years, in a few states a little longer.
LONGEST_VALIDITY = 20
OLDEST = 120


class PassportError(PortalError):
    """A line that does not hold; the sentence says which part to compare, never the number itself."""


@dataclass(frozen=True)
class Passport:
    """What the second line says; `surname` and `given_names` come from the first and may each be empty."""

    number: str
    nationality: str
    born_on: date
    sex: str
    expires_on: date
    surname: str = ""
    given_names: str = ""


def check_digit(text: str) -> str:
    """Of characters 0–9, A–Z and `<`; anything else is a ValueError."""
    try:
        total = sum(VALUES[character] * (7, 3, 1)[place % 3] for place, character in enumerate(text))
    except KeyError as error:
        raise ValueError("Only 0-9, A-Z and < stand in a machine-readable line.") from error
    return str(total % 10)


def read_lines(text: str, today: date) -> Passport:
    """Both lines, or the second alone, as typed or pasted: spaces, small letters and the full width of an East Asian
    keyboard do not matter."""
    text = unicodedata.normalize("NFKC", text)
    lines = ["".join(line.split()).upper() for line in text.strip().splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) == 2 * LENGTH:
        lines = [lines[0][:LENGTH], lines[0][LENGTH:]]
    if len(lines) not in (1, 2) or any(len(line) != LENGTH for line in lines):
        raise PassportError(_("Each of the two lines at the foot of the page has 44 characters. Copy them whole."))
    if any(character not in VALUES for line in lines for character in line):
        raise PassportError(_("Only the letters A to Z, digits and < stand in these lines."))
    surname, given = _names(lines[0]) if len(lines) == 2 else ("", "")
    return read_second_line(lines[-1], today, surname, given)


def read_second_line(line: str, today: date, surname: str = "", given_names: str = "") -> Passport:
    """Checks every digit that the line carries (places 10, 20, 28, 43, 44)."""
    _hold(line[:9], line[9], _("the passport number"))
    _hold(line[13:19], line[19], _("the date of birth"))
    _hold(line[21:27], line[27], _("the date of expiry"))
    optional, digit = line[28:42], line[42]
    # An empty optional part may carry the filler instead of a 0.
    if not (digit == FILLER and not optional.strip(FILLER)):
        _hold(optional, digit, _("the personal number"))
    _hold(line[:10] + line[13:20] + line[21:43], line[43], _("the line as a whole"))
    return Passport(
        number=line[:9].rstrip(FILLER),
        nationality=nationality(line[10:13]),
        born_on=_birth(line[13:19], today),
        sex=line[20] if line[20] in "MF" else "",
        expires_on=_expiry(line[21:27], today),
        surname=surname,
        given_names=given_names,
    )


def nationality(code: str) -> str:
    """Three letters, or one of the special codes; `D<<` is Germany and stays "D"."""
    plain = code.rstrip(FILLER)
    if FILLER in plain or not plain.isalpha() or (len(plain) < 3 and plain not in SPECIAL_CODES):
        raise PassportError(_("The nationality is not a code that a passport carries."))
    return plain


def _hold(part: str, digit: str, name: str) -> None:
    if check_digit(part) != digit:
        raise PassportError(
            _("The check digit of %(part)s does not agree. Compare it letter by letter; 0 and O, 1 and I look alike.")
            % {"part": name}
        )


def _names(line: str) -> tuple[str, str]:
    """`P<UTOERIKSSON<<ANNA<MARIA<<<`; a name of one part has no second filler pair."""
    if line[0] != "P":
        raise PassportError(_("The first line of a passport begins with P. Copy both lines from the passport’s page."))
    surname, _sep, given = line[5:].partition("<<")
    return surname.replace(FILLER, " ").strip(), given.replace(FILLER, " ").strip()


def _day(text: str, century: int) -> date | None:
    if not text.isdigit():
        return None
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _birth(text: str, today: date) -> date:
    """Two digits of a year: the latest century that does not lie in the future."""
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        day = _day(text, century)
        if day is not None and day <= today and today.year - day.year <= OLDEST:
            return day
    raise PassportError(_("The date of birth is not a day of the calendar."))


def _expiry(text: str, today: date) -> date:
    for century in (today.year // 100 * 100, today.year // 100 * 100 + 100, today.year // 100 * 100 - 100):
        day = _day(text, century)
        if day is not None and -100 <= day.year - today.year <= LONGEST_VALIDITY:
            return day
    raise PassportError(_("The date of expiry is not a day of the calendar."))
