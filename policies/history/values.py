"""Values of a content as people read them. What can't be read stands as it is: an old version is never an error."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import translation

from policies.rules.texts import Day


def comma() -> str:
    return "、" if (translation.get_language() or "").startswith("zh") else ", "


def joined(parts: Iterable[str]) -> str:
    return comma().join(parts)


def day(value: Any) -> str:
    found = read_day(value)
    return str(Day(found)) if found else str(value or "")


def read_day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
