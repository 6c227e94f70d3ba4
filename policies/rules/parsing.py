"""Reading plain data (from YAML or JSON) strictly: what is wrong is named by its path."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .errors import Path, RuleError
from .texts import WIDE, Label, Text

# What a figure can be: no economy is larger, and no share is finer.
LARGEST = Decimal(10) ** 15
SMALLEST = Decimal("0.000001")


def check_keys(
    data: object, path: Path, *, required: Collection[str] = (), allowed: Collection[str] | None = None
) -> None:
    if not isinstance(data, Mapping):
        raise RuleError(path, _("A group of keys and values is expected here."))
    for key in required:
        if data.get(key) is None:
            raise RuleError(path, Text(_("The key “%(name)s” is missing."), name=key))
    for key in data:
        if allowed is not None and key not in allowed:
            raise RuleError((*path, key), Text(_("The key “%(name)s” is not known here."), name=key))


def check_list(data: object, path: Path) -> None:
    if not isinstance(data, list | tuple):
        raise RuleError(path, _("A list is expected here."))


def text_value(data: Mapping, key: str, path: Path) -> str:
    if not isinstance(data[key], str) or not data[key]:
        raise RuleError((*path, key), _("A text is expected here."))
    return data[key]


def parse_label(data: object, path: Path) -> Label:
    check_keys(data, path, required=("zh", "en"))
    return Label(zh=text_value(data, "zh", path), en=text_value(data, "en", path))


def decimal_of(value: object) -> Decimal | None:
    """An exact number of an int, Decimal or float; None for all else, also for texts, NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def rule_number(value: object, path: Path) -> Decimal | None:
    """A number that a rule may hold; None where it is none. Facts have the same bounds."""
    number = decimal_of(value)
    if number is None:
        return None
    if abs(number) > LARGEST:
        raise RuleError(path, _("This number is too large."))
    if number != number.quantize(SMALLEST, context=WIDE):
        raise RuleError(path, _("Give at most six decimal places."))
    return number


def number_value(data: Mapping, key: str, path: Path, *, above: int | None = 0, upto: int | None = None) -> Decimal:
    number = rule_number(data[key], (*path, key))
    if number is None:
        raise RuleError((*path, key), _("A number is expected here."))
    if above is not None and number <= above:
        raise RuleError((*path, key), Text(_("The number must be greater than %(bound)s."), bound=above))
    if upto is not None and number > upto:
        raise RuleError((*path, key), Text(_("The number must be at most %(bound)s."), bound=upto))
    return number


def whole_value(data: Mapping, key: str, path: Path) -> Decimal:
    """Ceilings and fixed sums are whole yuan, so that nothing is left to round after them."""
    number = number_value(data, key, path)
    if number != number.to_integral_value():
        raise RuleError((*path, key), _("A whole number is expected here."))
    return number


def date_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return None
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def date_value(value: object, path: Path) -> date:
    day = date_of(value)
    if day is None:
        raise RuleError(path, _("A date such as 2026-06-30 is expected here."))
    return day


def flag_value(data: Mapping, key: str, path: Path) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise RuleError((*path, key), _("Yes or no (true or false) is expected here."))
    return value
