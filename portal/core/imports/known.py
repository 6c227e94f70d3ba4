"""Columns whose cells hold words of a list: by code, or by name in any of the portal's languages."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_noop as _

from portal.core.imports.cells import Reader, Value
from portal.core.imports.headings import plain, spellings
from portal.core.imports.problems import CellError

UNKNOWN = _("“%(text)s” is not known here")
UNKNOWN_NEAR = _("“%(text)s” is not known here; did you mean “%(nearest)s”?")
TWICE_IN_CELL = _("“%(text)s” stands in this cell twice")
SEPARATORS = re.compile(r"[、,，;；\n]")


class Known(Reader):
    """One of a few words, by its code or by its name in any of the portal's languages."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required)
        self.words: dict[str, str] = {}
        self.codes: dict[str, Any] = {}

    def learn(self, code: str, names: Iterable[str], shown: Any = None) -> None:
        """`shown` stands for the code where people read it: a lazy text or a pair of languages."""
        self.codes[code] = shown or code
        for name in (code, *names):
            # The first who bears a name keeps it; codes are learned before the names of later ones.
            self.words.setdefault(plain(name), code)

    def code_of(self, text: str) -> str:
        if text in self.codes:
            return text
        code = self.words.get(plain(text))
        if code is not None:
            return code
        near = get_close_matches(plain(text)[:100], self.words, n=1, cutoff=0.5)
        if near:
            raise CellError(UNKNOWN_NEAR, text=text[:60], nearest=self._written(near[0]))
        raise CellError(UNKNOWN, text=text[:60])

    def _written(self, word: str) -> str:
        code = self.words[word]
        return next((name for name in self._names(code) if plain(name) == word), code)

    def _names(self, code: str) -> list[str]:
        shown = self.codes[code]
        return list(shown.values()) if isinstance(shown, dict) else spellings(shown)

    def read(self, text: str) -> Value:
        return self.code_of(text)

    def name_of(self, code: str) -> str:
        shown = self.codes.get(code, code)
        if isinstance(shown, dict):
            chinese = (translation.get_language() or "zh").startswith("zh")
            return shown["zh" if chinese else "en"] or shown["zh"] or code
        return str(shown)

    def show(self, value: Value) -> str:
        return self.name_of(str(value)) if value else ""


class Choice(Known):
    """The values of an enumeration."""

    def __init__(self, choices: type[models.TextChoices], *, required: bool = False) -> None:
        super().__init__(required=required)
        for value, label in choices.choices:
            self.learn(value, spellings(label), label)


class Codes(Known):
    """Several of them in one cell, in the order of their codes unless `ordered`."""

    many = True
    empty = []  # type: ignore[assignment]  # never changed

    def __init__(self, *, ordered: bool = False, required: bool = False) -> None:
        super().__init__(required=required)
        self.ordered = ordered

    def read(self, text: str) -> Value:
        found: list[str] = []
        for part in self._parts(text):
            code = self.code_of(part)
            if code in found:
                raise CellError(TWICE_IN_CELL, text=part[:60])
            found.append(code)
        return found if self.ordered else sorted(found)

    def _parts(self, text: str) -> list[str]:
        # A name may hold a sign that separates: the whole cell is tried first.
        if plain(text) in self.words:
            return [text]
        return [part.strip() for part in SEPARATORS.split(text) if part.strip()]

    def from_row(self, value: Any) -> Value:
        return list(value or []) if self.ordered else sorted(value or [])

    def show(self, value: Value) -> str:
        return "、".join(self.name_of(code) for code in value) if isinstance(value, list) else ""
