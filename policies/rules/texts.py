"""Texts that wait for the reader's language: a `Result` is worked out once and shown in both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.money import format_number

TWO_PLACES = Decimal("0.01")
# Wider than any number of the rules, so that showing one never fails.
WIDE = Context(prec=100)


def in_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


class Text:
    """A translated pattern with its values, put together only when it is shown."""

    def __init__(self, pattern: object, **values: object) -> None:
        self.pattern = pattern
        self.values = values

    def __str__(self) -> str:
        return str(self.pattern) % self.values if self.values else str(self.pattern)

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"


@dataclass(frozen=True)
class Label:
    """A name that comes from the data in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return (self.zh or self.en) if in_chinese() else (self.en or self.zh)


@dataclass(frozen=True)
class Inner:
    """A label inside an English sentence: small first letter, unless it starts with an acronym."""

    label: object

    def __str__(self) -> str:
        text = str(self.label)
        return text if in_chinese() or text[1:2].isupper() else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Opening:
    """A word that opens a line: capital first letter."""

    label: object

    def __str__(self) -> str:
        text = str(self.label)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Listing:
    """Several values in one sentence."""

    parts: tuple[object, ...]

    def __str__(self) -> str:
        return ("、" if in_chinese() else ", ").join(str(part) for part in self.parts)


@dataclass(frozen=True)
class Day:
    value: date

    def __str__(self) -> str:
        return dateformat.format(self.value, "Y年n月j日" if in_chinese() else "j M Y")


UNITS = {
    "CNY": _("CNY %(number)s"),
    "USD": _("USD %(number)s"),
    "pct": "%(number)s%%",
    "points": _("%(number)s percentage points"),
    "years": _("%(number)s years"),
    "months": _("%(number)s months"),
    "m2": _("%(number)s m²"),
    "": "%(number)s",
}
SINGULAR = {
    "points": _("%(number)s percentage point"),
    "years": _("%(number)s year"),
    "months": _("%(number)s month"),
}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, at most two places.

    Cut downwards, so that 9.999% never reads as the 10% it does not reach; what is still lacking is
    rounded upwards for the same reason.
    """

    value: Decimal
    unit: str = ""
    upwards: bool = False

    def __str__(self) -> str:
        number = self.value
        if number != number.to_integral_value():
            rounding = ROUND_CEILING if self.upwards else ROUND_FLOOR
            number = number.quantize(TWO_PLACES, rounding=rounding, context=WIDE)
        patterns = SINGULAR if abs(number) == 1 and self.unit in SINGULAR else UNITS
        pattern = patterns.get(self.unit, "%(number)s " + self.unit.replace("%", "%%"))
        return str(pattern) % {"number": format_number(number)}


YES, NO = Text(_("yes")), Text(_("no"))


def listing(parts: Iterable[object]) -> Listing:
    return Listing(tuple(parts))
