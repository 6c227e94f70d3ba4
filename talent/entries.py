"""One entry of the data file, with the habits of that file: bilingual keys, letters of sources in texts, dates.

`name` alone is English with source letters ("... (GK)"); `name_zh` and `name_en` beside it are the finished
texts. A key that is absent is not written, so what the bureau has supplied in the desk stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from portal.core.loading import Document
from talent import sources

CHECK_KEYS = {"source", "source_zh", "source_en", "checked_on", "checked_by"}


def both(*names: str) -> set[str]:
    """The keys under which a bilingual text may stand."""
    return {key for name in names for key in (name, f"{name}_zh", f"{name}_en")}


class Entry:
    def __init__(self, document: Document, path: tuple[Any, ...], section: dict[str, Any] | None = None) -> None:
        self.document, self.path = document, path
        self.data: dict[str, Any] = document.need(path, dict)
        self.section = section or {}
        self.kinds: list[str] = []

    def need(self, key: str, kind: type | tuple[type, ...] = str) -> Any:
        return self.document.need((*self.path, key), kind)

    def get(self, key: str, kind: type | tuple[type, ...] = str) -> Any:
        """The value, or None when the key is absent; fails with its line on another type."""
        return self.need(key, kind) if key in self.data else None

    def fail(self, key: str, reason: str) -> None:
        self.document.fail((*self.path, key), reason)

    def only(self, keys: Iterable[str]) -> None:
        """Fail on a key that the shape does not know."""
        self.document.only(self.path, {*keys, *CHECK_KEYS})

    def choice(self, key: str, values: Iterable[str]) -> str:
        value = self.need(key, str)
        if value not in values:
            self.fail(key, f"“{value}” is not known here; known are {', '.join(values)}")
        return value

    def titles(self) -> dict[str, str]:
        """The required pair `zh`, `en`; letters of sources in it count for the entry."""
        return {"name_zh": self._noted(self.need("zh")), "name_en": self._noted(self.need("en"))}

    def texts(self, *names: str, separator: str = ", ") -> dict[str, str]:
        """Columns of the bilingual texts that are present; a list becomes one text."""
        columns = {}
        for name in names:
            if name in self.data:
                columns[f"{name}_en"] = self._noted(self._joined(name, separator))
            for language, joint in (("zh", "；" if separator == ", " else separator), ("en", separator)):
                if f"{name}_{language}" in self.data:
                    columns[f"{name}_{language}"] = self._noted(self._joined(f"{name}_{language}", joint))
        return columns

    def plain(self, kind: type | tuple[type, ...], *names: str) -> dict[str, Any]:
        """Columns of numbers, truth values or dates that are present."""
        found = {name: self.get(name, kind) for name in names if name in self.data}
        for name, value in found.items():
            if kind is int and (isinstance(value, bool) or value < 0):
                self.fail(name, f"“{name}” must be a whole number from 0")
        return found

    def checked(self, inherited: str = "") -> dict[str, Any]:
        """Source and check of the entry: its own, else the letters met in its texts, else its section's."""
        columns: dict[str, Any] = {}
        kinds, remark = sources.read_source(self.get("source") or "")
        kinds = kinds or sources.join_kinds(self.kinds) or inherited
        if not kinds:
            kinds = self.section.get("kinds", "")
            columns |= {f"source_{half}": self.section[half] for half in ("zh", "en") if half in self.section}
        if remark:
            columns["source_en"] = remark
        columns |= {key: self.need(key, str) for key in ("source_zh", "source_en") if key in self.data}
        if kinds:
            columns["source_kinds"] = kinds
        return columns | checks(self.document, self.path)

    def _joined(self, key: str, separator: str) -> str:
        value = self.need(key, (str, list))
        if isinstance(value, str):
            return value
        for number, item in enumerate(value):
            if not isinstance(item, str):
                self.document.fail((*self.path, key, number), f"each of “{key}” must be a text")
        return separator.join(value)

    def _noted(self, text: str) -> str:
        plain, kinds = sources.plain_text(text)
        self.kinds += [kind for kind in kinds.split(",") if kind]
        return plain


def checks(document: Document, path: tuple[Any, ...] = ()) -> dict[str, Any]:
    """When and by whom the facts were checked: of the entry, else of the whole file, else not said."""
    columns: dict[str, Any] = {}
    for key, kind in (("checked_on", dt.date), ("checked_by", str)):
        for place in (path, ()):
            holder = document.need(place, dict) if place else document.data
            if key in holder:
                columns[key] = document.need((*place, key), kind)
                break
    return columns


def entries(document: Document, key: str) -> list[tuple[Any, ...]]:
    """The paths of the entries of a list at the top of the file; none when the list is absent."""
    return [(key, number) for number in range(len(document.need((key,), list)))] if key in document.data else []


def section(document: Document, key: str) -> dict[str, Any]:
    """What `sources` says of a whole section: `kinds` (letters), `zh` and `en`."""
    if "sources" not in document.data or key not in document.need(("sources",), dict):
        return {}
    path = ("sources", key)
    document.need(path, dict)
    document.only(path, {"kinds", "zh", "en"})
    letters = document.need((*path, "kinds"), str)
    kinds, rest = sources.read_source(letters)
    if not kinds or rest:
        document.fail((*path, "kinds"), f"“{letters}” must be letters of sources: S, L, GK, A, R or D")
    return {**document.need(path, dict), "kinds": kinds}
