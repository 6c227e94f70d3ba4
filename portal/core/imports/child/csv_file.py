"""The records of a CSV file. Quotes must close, and every record has the cells that the headings have."""

import codecs
import csv
import io
from collections.abc import Iterator

from .guessing import encoding_of
from .refusal import Refused
from .spool import Spool

LONGEST_CELL = 200_000
DELIMITERS = ",\t;"


def read(path: str, spool: Spool, chosen: str) -> dict[str, object]:
    encoding = encoding_of(path, chosen)
    csv.field_size_limit(LONGEST_CELL)
    with open(path, encoding=encoding, errors="strict", newline="") as file:
        delimiter = _delimiter(file)
        file.seek(0)
        _records(csv.reader(file, delimiter=delimiter, strict=True), spool)
    return {"encoding": encoding}


def _delimiter(file: io.TextIOWrapper) -> str:
    """The sign that stands in the headings most often, outside of quotes."""
    head = file.read(20_000).lstrip("\r\n")
    line = "".join(head.split('"')[::2]).splitlines()[:1]
    return max(DELIMITERS, key=line[0].count) if line else ","


def _records(reader: Iterator[list[str]], spool: Spool) -> None:
    width, number = 0, 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not width:
                width = len(cells) if any(cells) else 0
            elif cells and len(cells) != width:
                _check_width(spool, number, cells, width)
            spool.add(number, cells)
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes"
        raise Refused(code, row=number + 1) from error
    except UnicodeDecodeError as error:
        raise Refused("encoding_wrong", row=number + 1) from error


def _check_width(spool: Spool, number: int, cells: list[str], width: int) -> None:
    if len(cells) < width and any(cells):
        spool.problem(number, len(cells), "short_row", count=str(len(cells)), width=str(width))
    elif any(cells[width:]):
        spool.problem(number, width + 1, "long_row", count=str(len(cells)), width=str(width))


def is_text(head: bytes) -> bool:
    """Whether it could be a table of text at all: no zeros, unless it says that it is UTF-16."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" not in head
