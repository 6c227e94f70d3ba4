"""What is wrong, and where: by row and column, in the notation of spreadsheets and by the column's heading."""

from dataclasses import dataclass, field
from typing import Any

from portal.core.exceptions import PortalError
from portal.core.imports.texts import REFUSALS, sentence

MOST = 1000


class FileRefused(PortalError):
    """The file as a whole can't be read. `code` is a key of REFUSALS."""

    status = 422

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(REFUSALS[code], **params)
        self.code = code

    @property
    def message(self) -> str:
        return sentence(REFUSALS[self.code], self.details)


class CellError(Exception):
    """A cell that can't be read: a text in English as it stands in the catalogue, and what it leaves open."""

    def __init__(self, text: str, /, **params: Any) -> None:
        super().__init__(text)
        self.text = text
        self.params = params


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(row: int, column: int) -> str:
    """C7; a row alone is its number, the file as a whole nothing."""
    return f"{letters(column)}{row or ''}"


@dataclass
class Problems:
    """At most a thousand are kept, all are counted. `column` counts from 1; 0 is the row as a whole."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: int, name: str, text: str, params: dict[str, Any] | None = None) -> None:
        """`name` is the column's, by which its heading is found in the reader's language."""
        self.count += 1
        if len(self.kept) < MOST:
            self.kept.append({"row": row, "column": column, "name": name, "text": text, "params": params or {}})

    def in_order(self) -> list[dict[str, Any]]:
        """Those that were kept, from the top of the file to its end."""
        return sorted(self.kept, key=lambda one: (one["row"], one["column"]))

    def __bool__(self) -> bool:
        return self.count > 0
