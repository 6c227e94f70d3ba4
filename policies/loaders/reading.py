"""Reading one entry of a file strictly: whatever is wrong is named by its line."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from portal.core.loading import Document, Report, Where

Path = tuple[Any, ...]
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Entry:
    """A table of keys and values at a path of the document, or the whole of it."""

    document: Document
    path: Path = ()

    @property
    def where(self) -> Where:
        return self.document, self.path

    @property
    def data(self) -> dict[str, Any]:
        return self.document.need(self.path, dict) if self.path else self.document.data

    def has(self, key: str) -> bool:
        """Present and not null."""
        return self.data.get(key) is not None

    def fail(self, key: str | None, reason: str) -> None:
        self.document.fail((*self.path, key) if key else self.path, reason)

    def only(self, *allowed: str) -> None:
        self.document.only(self.path, set(allowed))

    def inner(self, key: str) -> "Entry":
        self.document.need((*self.path, key), dict)
        return Entry(self.document, (*self.path, key))

    def entries(self, key: str) -> Iterator["Entry"]:
        """The tables of a list; a list that is absent or null has none."""
        if not self.has(key):
            return
        for number, _value in enumerate(self.document.need((*self.path, key), list)):
            entry = Entry(self.document, (*self.path, key, number))
            self.document.need(entry.path, dict)
            yield entry

    def text(self, key: str, required: bool = True) -> str:
        """A text; without it the entry fails, or it is empty where that is allowed."""
        if not required and not self.has(key):
            return ""
        value = self.document.need((*self.path, key), str).strip()
        if required and not value:
            self.fail(key, f"“{key}” is empty")
        return value

    def texts(self, key: str) -> list[str]:
        if not self.has(key):
            return []
        values = self.document.need((*self.path, key), list)
        for number, _value in enumerate(values):
            self.document.need((*self.path, key, number), str)
        return list(values)

    def flag(self, key: str) -> bool:
        return bool(self.has(key) and self.document.need((*self.path, key), bool))

    def number(self, key: str, least: int | None = None) -> Decimal:
        raw = self.document.need((*self.path, key), (int, float))
        value = Decimal(str(raw))
        if isinstance(raw, bool) or not value.is_finite() or abs(value) >= LARGEST:
            self.fail(key, f"“{key}” must be a number below 1,000,000,000,000, not {raw}")
        if least is not None and value < least:
            self.fail(key, f"“{key}” must be {least} or more, not {raw}")
        return value

    def whole(self, key: str, least: int = 0) -> int:
        value = self.number(key, least)
        if value != value.to_integral_value():
            self.fail(key, f"“{key}” must be a whole number, not {value}")
        return int(value)

    def date(self, key: str) -> dt.date:
        value = self.document.need((*self.path, key))
        if type(value) is not dt.date:
            self.fail(key, f"“{key}” must be a day written YYYY-MM-DD, not “{value}”")
        return value

    def choice(self, key: str, choices: type[models.TextChoices], default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        value = self.text(key)
        if value not in choices.values:
            self.fail(key, f"“{value}” is no value of “{key}”; known are {', '.join(choices.values)}")
        return value

    def span(self, key: str) -> tuple[dt.date, dt.date]:
        """`{from: day, to: day}` in order."""
        return self._days(key, "from", "to")

    def window(self, key: str) -> tuple[dt.date, dt.date]:
        """`{open: day, close: day}` in order."""
        return self._days(key, "open", "close")

    def _days(self, key: str, first: str, last: str) -> tuple[dt.date, dt.date]:
        inner = self.inner(key)
        inner.only(first, last)
        start, end = inner.date(first), inner.date(last)
        if end < start:
            inner.fail(last, f"“{key}” is reversed: {last} ({end}) lies before {first} ({start})")
        return start, end

    def pair(self, name: str, zh: str = "zh", en: str = "en", required: bool = True) -> dict[str, str]:
        """The two columns of a bilingual text."""
        return {f"{name}_zh": self.text(zh, required), f"{name}_en": self.text(en, required)}

    def once(self, seen: set[Any], key: str) -> Any:
        """The value of a key that must differ from those of all entries before it."""
        value = self.text(key)
        if value in seen:
            self.fail(key, f"“{value}” stands in this file twice")
        seen.add(value)
        return value


def plain(value: Any) -> Any:
    """What JSON can hold: days become texts."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def relate(report: Report, row: models.Model, name: str, wanted: list[models.Model]) -> None:
    """Set a many-to-many column; the row is saved when that changes it, so that pages are made anew."""
    manager = getattr(row, name)
    if set(manager.all()) != set(wanted):
        manager.set(wanted)
        row.save()
        report.count("changed", f"{row._meta.model_name} {name}")
