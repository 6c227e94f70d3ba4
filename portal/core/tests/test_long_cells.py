"""Texts longer than a cell of a spreadsheet: they go on in further columns, and come back whole."""

import csv
import io
import random
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tablib import Dataset

from portal.core.imports.headings import match
from portal.core.imports.problems import Problems
from portal.core.imports.reading import read
from portal.core.long_cells import LONGEST, pieces
from portal.core.sheets import CSV, XLSX, joined

EXCEL = 32_767


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def a_long_text(seed: int) -> str:
    """Han characters beyond the basic plane, breaks, blanks and signs of formulas, some 100,000 characters."""
    rng = random.Random(seed)
    return (
        "条"
        + "".join(rng.choice(["字", "𠮷", "\n", "=", "'", "+1", "  ", "a", "。"]) for _number in range(90_000))
        + "终"
    )


@pytest.mark.parametrize("seed", range(5))
def test_pieces_fit_into_a_cell_and_make_the_text_again(seed: int) -> None:
    text = a_long_text(seed)
    parts = pieces(text)
    assert max(map(units, parts)) <= LONGEST < EXCEL
    assert "".join(parts) == text


def test_a_text_that_fits_stays_whole_and_a_line_is_not_torn_where_it_need_not_be() -> None:
    assert pieces("字" * LONGEST) == ["字" * LONGEST]
    assert len(pieces("𠮷" * LONGEST)) > 1
    assert all(part.endswith("\n") for part in pieces(("字" * 99 + "\n") * 1000))
    assert all(not part.startswith("\n") for part in pieces("\r\n" * 40_000))


@pytest.mark.parametrize("form", [XLSX, CSV])
def test_nothing_of_a_long_text_is_lost_in_a_file(form: type, tmp_path: Path) -> None:
    text = a_long_text(7)
    data = Dataset(["A", text, "x"], ["B", "=1", ""], headers=["Code", "Reading", "Note"])
    content = form().export_data(data)
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
    table = read(path)
    (_number, heads), (_first, row), (_second, short) = [row for batch in table.batches() for row in batch]
    more = len(pieces(text))
    assert heads == ["Code", "Reading", *(f"Reading ({number})" for number in range(2, more + 1)), "Note"]
    assert (row[0], joined(row[1:-1]), row[-1]) == ("A", text, "x")
    assert (short[1], "".join(short[2:])) == ("'=1", "")


def test_no_cell_of_a_file_is_longer_than_excel_keeps() -> None:
    content = XLSX().export_data(Dataset([a_long_text(3)], headers=["Reading"]))
    cells = [cell.value for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]
    assert max(units(cell) for cell in cells) <= EXCEL
    text = CSV().export_data(Dataset(["短"], headers=["Reading"]))
    assert list(csv.reader(io.StringIO(text))) == [["Reading"], ["短"]]


def test_columns_that_go_on_are_found_by_their_number_in_any_order() -> None:
    problems = Problems()
    found = match(["Note (2)", "Code", "note（3）", "Note"], 1, {"code": "Code", "note": "Note"}, set(), problems)
    assert (found, problems.kept) == ({"note": [3, 0, 2], "code": [1]}, [])


@pytest.mark.parametrize(
    "cells", [["Note (2)"], ["Note", "Note (3)"], ["Note", "Note (2)", "Note (2)"], ["Note", "Note (1)"]]
)
def test_a_gap_in_the_numbers_is_an_error(cells: list[str]) -> None:
    problems = Problems()
    match(cells, 1, {"note": "Note"}, set(), problems)
    assert problems.count == 1
