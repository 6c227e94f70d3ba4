"""XML of a workbook, element by element. No document type is read, so no entity and nothing from outside."""

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from .refusal import Refused


class Elements:
    """Subclasses have `start(name, attributes)`, `end(name)` and `text(data)`; names come without prefix."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate()
        self._names: dict[str, str] = {}
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self, pieces: Iterable[bytes]) -> "Elements":
        try:
            for piece in pieces:
                self.parser.Parse(piece, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("damaged") from error
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.start(self._names.get(name) or self._short(name), attributes)

    def _end(self, name: str) -> None:
        self.end(self._names.get(name) or self._short(name))

    def _short(self, name: str) -> str:
        """Without prefix; a file has few names, unless it was made to have many."""
        short = name.rpartition(":")[2]
        if len(self._names) < 500:
            self._names[name] = short
        return short

    def _doctype(self, *_about: Any) -> None:
        raise Refused("document_type")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Most readers look at beginnings only."""

    def text(self, data: str) -> None:
        """Most readers look at attributes only."""
