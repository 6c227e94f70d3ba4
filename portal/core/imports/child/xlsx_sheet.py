"""The cells of a sheet as texts: numbers as Excel shows them in full, days as 2026-02-28."""

import datetime as dt
import re
from collections.abc import Callable
from typing import BinaryIO

from .archive import Archive
from .markup import Elements
from .refusal import Refused
from .spool import Spool
from .workbook import DATE, PERCENT, Workbook

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
EPOCH, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)
# Excel counts a 29 February 1900; before it every day is one off.
LEAP_ERROR = 60
LAST_DAY = 2_958_466
MOST_MERGES = 20


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def day_text(serial: float, from_1904: bool) -> str:
    """2026-02-28, or with its time when it has one; a time alone is a time."""
    if not 0 <= serial < LAST_DAY:
        return number_text(serial)
    if not from_1904 and serial < LEAP_ERROR:
        serial += 1
    moment = (EPOCH_1904 if from_1904 else EPOCH) + dt.timedelta(seconds=round(serial * 86_400))
    if serial < 1 and not from_1904:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")


def number_text(number: float) -> str:
    """With fifteen digits, which is what Excel keeps of what was typed."""
    text = f"{number:.15g}"
    if "e" in text:
        whole = f"{number:.0f}"
        return whole if float(whole) == number and len(whole) < 18 else text
    return text


class Sheet(Elements):
    """Hands each row to the spool when it ends. Formulas, errors and merged cells are named by their place."""

    def __init__(self, book: Workbook, spool: Spool) -> None:
        super().__init__()
        self.spool = spool
        self.shared, self.kinds, self.from_1904 = book.texts(), book.styles(), book.book.from_1904
        self.row = self.column = self.hidden_rows = 0
        self.kind = self.style = ""
        self.cells: list[str] = []
        self.parts: list[str] = []
        self.reading = self.spoken = self.inside = False
        self.merges: list[str] = []
        self.opening: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row, "c": self._cell, "v": self._value, "t": self._value, "f": self._formula,
            "mergeCell": self._merge, "rPh": self._spoken,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Rules and drawings behind the cells have formulas of their own.
        if self.inside or name == "mergeCell":
            opening = self.opening.get(name)
            if opening:
                opening(attributes)
        elif name == "sheetData":
            self.inside = True

    def _row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else self.row + 1
        if number <= self.row:
            raise Refused("damaged")
        self.row, self.column, self.cells = number, 0, []
        self.hidden_rows += attributes.get("hidden") in ("1", "true")

    def _cell(self, attributes: dict[str, str]) -> None:
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        column = column_number(found[1]) if found else self.column + 1
        if column <= self.column:
            raise Refused("damaged")
        self.column = column
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.parts = []

    def _value(self, attributes: dict[str, str]) -> None:
        self.reading = not self.spoken

    def _spoken(self, attributes: dict[str, str]) -> None:
        self.spoken = True

    def _formula(self, attributes: dict[str, str]) -> None:
        self.spool.problem(self.row, self.column, "formula")

    def _merge(self, attributes: dict[str, str]) -> None:
        if len(self.merges) < MOST_MERGES:
            self.merges.append(attributes.get("ref", "")[:20])

    def text(self, data: str) -> None:
        if self.reading:
            self.parts.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.reading = False
        elif name == "rPh":
            self.spoken = False
        elif name == "c":
            if self.parts:
                self._keep("".join(self.parts))
        elif name == "row" and self.cells:
            self._check_row()
            self.spool.add(self.row, self.cells)
            self.cells = []
        elif name == "sheetData":
            self.inside = False

    def _check_row(self) -> None:
        """A table stands at the top: a cell far below its end is somebody's stray note, or a trap."""
        most = self.spool.limits["rows"]
        if self.row > most + 1:
            raise Refused("row_too_low", row=self.row, most=most)

    def _keep(self, raw: str) -> None:
        most = self.spool.limits["columns"]
        if self.column > most:
            raise Refused("too_many_columns", row=self.row, count=self.column, most=most)
        text = self._cell_text(raw)
        if text:
            self.cells.extend([""] * (self.column - 1 - len(self.cells)))
            self.cells.append(text)

    def _cell_text(self, raw: str) -> str:
        kind = self.kind
        if kind == "s":
            if not (raw.isascii() and raw.isdigit()) or int(raw) >= len(self.shared):
                raise Refused("damaged")
            return self.shared[int(raw)].replace("_x000D_", "")
        if kind == "n":
            return self._number(raw)
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind == "e":
            self.spool.problem(self.row, self.column, "error_value", value=raw[:20])
            return raw
        return raw.replace("_x000D_", "")

    def _number(self, raw: str) -> str:
        try:
            number = float(raw)
        except ValueError:
            raise Refused("damaged") from None
        if number != number or number in (float("inf"), float("-inf")):
            raise Refused("damaged")
        place = int(self.style) if self.style.isascii() and self.style.isdigit() and len(self.style) < 7 else -1
        kind = self.kinds[place] if 0 <= place < len(self.kinds) else 0
        if kind == DATE:
            return day_text(number, self.from_1904)
        return f"{number_text(float(f'{number * 100:.13g}'))}%" if kind == PERCENT else number_text(number)


def read(file: BinaryIO, spool: Spool, small: int) -> dict[str, object]:
    """What was found besides the rows. A book that unpacks to more than `small` is checked and left unread."""
    archive = Archive(file)
    if small and archive.unpacked > small:
        Workbook(archive)
        return {"large": True}
    book = Workbook(archive)
    sheet = Sheet(book, spool)
    sheet.read(archive.pieces(book.sheet_path))
    if sheet.merges:
        raise Refused("merged", cells=", ".join(sheet.merges[:5]), count=len(sheet.merges))
    return {"sheet": book.sheet, "other_sheets": book.others[:20], "hidden_rows": sheet.hidden_rows}
