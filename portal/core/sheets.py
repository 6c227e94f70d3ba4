"""Spreadsheet files that are safe to open. The settings read this module, so it needs no app to be ready."""

import csv
from typing import Any

from import_export.formats import base_formats
from tablib import Dataset

# A cell that begins so is taken for a formula by Excel, WPS or LibreOffice; the wide signs by Chinese and
# Japanese editions. Source: OWASP, "CSV Injection".
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
LEADING_BREAKS = ("\t", "\r", "\n")
COLUMN_WIDTH = 22


def disarmed(cell: Any) -> Any:
    """The cell as a text that no spreadsheet computes. Numbers, dates and plain texts stay as they are."""
    if isinstance(cell, str) and (cell.startswith(LEADING_BREAKS) or cell.lstrip().startswith(FORMULA_SIGNS)):
        return f"'{cell}"
    return cell


class _Disarmed:
    def _escape_formulae(self, dataset: Dataset) -> None:
        """In the place of the library's own, which takes away one "=" only and makes texts of all numbers."""
        headers, rows = dataset.headers, dataset[:]
        dataset.wipe()
        dataset.headers = headers
        dataset.extend([disarmed(cell) for cell in row] for row in rows)


class XLSX(_Disarmed, base_formats.XLSX):
    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return super().export_data(dataset, column_width=COLUMN_WIDTH, **kwargs)


class CSV(_Disarmed, base_formats.CSV):
    """Every cell in quotes, so that a ";" within one starts no new cell where Excel splits at semicolons."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return super().export_data(dataset, quoting=csv.QUOTE_ALL, **kwargs)
