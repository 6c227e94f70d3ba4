"""Spreadsheet files that are safe to open. The settings read this module, so it needs no app to be ready."""

import csv
from collections.abc import Sequence
from typing import Any

from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tablib import Dataset

from portal.core.long_cells import spread

# A cell that begins so is taken for a formula by Excel, WPS or LibreOffice; the wide signs by Chinese and
# Japanese editions. Source: OWASP, "CSV Injection".
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
LEADING_BREAKS = ("\t", "\r", "\n")
COLUMN_WIDTH = 22


def disarmed(cell: Any) -> Any:
    """The cell as a text that no spreadsheet computes. Numbers, dates and plain texts stay as they are.

    A text that looks disarmed already gets one more apostrophe, so that `armed` gives back exactly what was here.
    """
    return f"'{cell}" if isinstance(cell, str) and _is_formula(cell.lstrip("'")) else cell


def armed(cell: str) -> str:
    """What `disarmed` was given: an import takes the apostrophe off again."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def joined(cells: Sequence[str]) -> str:
    """What `spread` has parted. An apostrophe of the first cell stands for the whole text and stays."""
    return cells[0] + "".join(map(armed, cells[1:]))


def _is_formula(text: str) -> bool:
    return text.startswith(LEADING_BREAKS) or text.lstrip().startswith(FORMULA_SIGNS)


class _Disarmed:
    def _escape_formulae(self, dataset: Dataset) -> None:
        """In the place of the library's own, which takes away one "=" only and makes texts of all numbers.

        A text that no cell can hold goes on in further columns; the library would cut it off without a word.
        """
        headers, rows = spread(dataset.headers, ([self._writable(cell) for cell in row] for row in dataset[:]))
        dataset.wipe()
        dataset.headers = headers
        dataset.extend([disarmed(cell) for cell in row] for row in rows)

    def _writable(self, cell: Any) -> Any:
        return cell


class XLSX(_Disarmed, base_formats.XLSX):
    def _writable(self, cell: Any) -> Any:
        """Without what XML can't hold; the library would find out half-way and disarm everything a second time."""
        return ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell) if isinstance(cell, str) else cell

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return super().export_data(dataset, column_width=COLUMN_WIDTH, **kwargs)


class CSV(_Disarmed, base_formats.CSV):
    """Every cell in quotes, so that a ";" within one starts no new cell where Excel splits at semicolons."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return super().export_data(dataset, quoting=csv.QUOTE_ALL, **kwargs)


class CSVInGB18030(CSV):
    """For programs that take every CSV file for the encoding of Chinese Windows. Nothing is lost: it has all signs."""

    CONTENT_TYPE = "text/csv; charset=gb18030"
    LABEL = "CSV (GB18030)"

    def is_binary(self) -> bool:
        """Bytes already, so that nobody encodes them again."""
        return True

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return super().export_data(dataset, **kwargs).encode("gb18030", "replace")
