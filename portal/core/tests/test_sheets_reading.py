"""Files from anywhere become tables, or are refused with one sentence; the portal lives on in any case."""

import datetime as dt
import resource
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from portal.core.imports import child
from portal.core.imports.problems import FileRefused, letters, place
from portal.core.imports.reading import MOST_BYTES, Table, opened, read
from portal.core.imports.texts import REFUSALS
from portal.core.tests.sheets import archive, cell, raw_workbook, workbook

ROWS = [["编码", "数值"], ["QD-1", 1], ["QD-2", 2.5]]


@pytest.fixture
def table(tmp_path: Path):
    def build(content: bytes, **options: Any) -> Table:
        path = tmp_path / "file"
        path.write_bytes(content)
        return read(path, **options)

    return build


def cells(found: Table) -> list[list[str]]:
    return [row for batch in found.batches() for _number, row in batch]


def refused(table: Any, content: bytes, **options: Any) -> str:
    """The code of the refusal, which must read like a sentence in both languages."""
    with pytest.raises(FileRefused) as refusal:
        table(content, **options)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert refusal.value.message
            assert "%(" not in refusal.value.message
    return refusal.value.code


def test_a_broken_workbook_is_not_asked_for_its_encoding(table) -> None:
    whole = workbook(ROWS)
    broken = {
        "its beginning is gone": whole[700:],
        "noise": bytes(range(128, 256)) * 40,
        "noise with zeros": b"\xd0\0\xcf" * 100,
        "an answer of a server": "<html>网关超时</html>".encode("gb18030")[:-1] + b"\xff\xff",
    }
    for name, content in broken.items():
        assert refused(table, content, name="花名册.XLSX") == "not_a_book", name
        assert refused(table, content, name="roster.csv") != "not_a_book", name
    assert refused(table, whole[: len(whole) // 2], name="roster.xlsx") == "damaged"


def test_a_table_of_text_that_is_called_a_workbook_is_read_all_the_same(table) -> None:
    assert cells(table("编码,数值\nQD-1,1\n".encode(), name="roster.xlsx")) == [["编码", "数值"], ["QD-1", "1"]]


# --- what is read ------------------------------------------------------------------------------------


def test_a_workbook_becomes_texts(table) -> None:
    rows = [
        ["文字", "整数", "小数", "日期", "时刻", "是否", "百分数", "空"],
        ["青岛", 12345678901234, 0.1 + 0.2, dt.date(2026, 2, 28), dt.datetime(2026, 2, 28, 9, 30), True, 0.125, None],
    ]

    def percent(book: Workbook) -> None:
        book.active["G2"].number_format = "0.0%"

    found = table(workbook(rows, percent))
    wanted = ["青岛", "12345678901234", "0.3", "2026-02-28", "2026-02-28 09:30:00", "TRUE", "12.5%"]
    assert cells(found) == [rows[0], wanted]
    assert (found.kind, found.rows, found.problems, found.notes()) == ("xlsx", 2, [], [])


def test_days_that_count_from_1904(table) -> None:
    def old_mac(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    content = workbook([["日期"], [dt.date(2026, 2, 28)], [dt.date(1904, 1, 2)]], old_mac)
    assert cells(table(content)) == [["日期"], ["2026-02-28"], ["1904-01-02"]]


def test_excel_s_own_day_that_never_was(table) -> None:
    """Serial 59 is 28 February 1900 and 61 is 1 March; 60 is a day that Excel made up."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"><v>{v}</v></c></row>' for n, v in ((1, 59), (2, 61)))
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="s1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="s2" Type="x/styles" Target="/xl/styles.xml"/></Relationships>'
    )
    parts = {"xl__styles.xml": styles, "xl___rels__workbook.xml.rels": relations}
    assert cells(table(raw_workbook(f"<sheetData>{rows}</sheetData>", **parts))) == [["1900-02-28"], ["1900-03-01"]]


def test_the_first_sheet_that_is_shown_is_read_and_the_reader_is_told(table) -> None:
    def sheets(book: Workbook) -> None:
        book.active.title = "旧"
        book.active.sheet_state = "hidden"
        book.create_sheet("新").append(["编码"])
        book.create_sheet("说明")

    found = table(workbook(ROWS, sheets))
    assert cells(found) == [["编码"]]
    (note,) = found.notes()
    assert note == {"code": "sheet", "params": {"sheet": "新", "others": "旧, 说明"}}


def test_hidden_rows_are_read_and_counted(table) -> None:
    def hide(book: Workbook) -> None:
        book.active.row_dimensions[2].hidden = True

    found = table(workbook(ROWS, hide))
    assert (found.rows, found.hidden_rows) == (3, 1)


def test_empty_rows_keep_the_numbers_of_the_others(table) -> None:
    found = table(workbook([["编码"], [None], ["a"]]))
    assert [row for batch in found.batches() for row in batch] == [(1, ["编码"]), (3, ["a"])]
    found = table("编码,值\n\n,\nQD-1,1\n".encode())
    assert [row for batch in found.batches() for row in batch] == [(1, ["编码", "值"]), (4, ["QD-1", "1"])]


def test_rich_texts_and_how_they_are_pronounced(table) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>青</t></r><r><t>岛</t></r>'
        '<rPh sb="0" eb="1"><t>チンタオ</t></rPh></si></sst>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="s1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="s2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {"xl__sharedStrings.xml": shared, "xl___rels__workbook.xml.rels": relations}
    sheet = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    assert cells(table(raw_workbook(sheet, **parts))) == [["青岛"]]
    wrong = sheet.replace("<v>0</v>", "<v>7</v>")
    assert refused(table, raw_workbook(wrong, **parts)) == "damaged"


def test_a_formula_is_named_by_its_cell_and_a_rule_behind_the_cells_is_none(table) -> None:
    def formulas(book: Workbook) -> None:
        book.active["B3"] = "=SUM(B2:B2)"
        book.active["A5"] = '=HYPERLINK("https://example.test","x")'
        rule = DataValidation(type="list", formula1='"a,b"')
        rule.add("A1:A9")
        book.active.add_data_validation(rule)

    found = table(workbook(ROWS, formulas))
    assert [(place(one["row"], one["column"]), one["code"]) for one in found.problems] == [
        ("B3", "formula"),
        ("A5", "formula"),
    ]


def test_an_error_value_is_named_by_its_cell(table) -> None:
    sheet = '<sheetData><row r="2"><c r="C2" t="e"><v>#N/A</v></c></row></sheetData>'
    found = table(raw_workbook(sheet))
    assert found.problems == [{"row": 2, "column": 3, "code": "error_value", "params": {"value": "#N/A"}}]


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703, 16384)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separators_that_excel_writes(table, delimiter: str) -> None:
    content = delimiter.join(["编码", '"a,b;c"']) + "\r\n" + delimiter.join(["x", '"第一行\r\n第二行"']) + "\r\n"
    assert cells(table(content.encode())) == [["编码", "a,b;c"], ["x", "第一行\r\n第二行"]]


# --- what is refused ---------------------------------------------------------------------------------


def test_a_sheet_with_a_cell_in_its_last_corner(table) -> None:
    """1.4 KB that make other readers ask for half a terabyte."""
    corner = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "b")}</row>'
    assert refused(table, raw_workbook(f"<sheetData>{corner}</sheetData>")) == "too_many_columns"
    low = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("A1048576", "b")}</row>'
    assert refused(table, raw_workbook(f"<sheetData>{low}</sheetData>")) == "row_too_low"


def test_a_zip_bomb(table) -> None:
    many = f"<row>{'<c><v>1</v></c>' * 100}</row>" * 8000
    bomb = raw_workbook(f"<sheetData>{many * 4}</sheetData>")
    assert len(bomb) < 200_000
    assert refused(table, bomb, look=True) == "bomb"
    huge = archive({"xl/workbook.xml": b"<a/>", "xl/media/zero": bytes(210 * 1024 * 1024)}, zipfile.ZIP_DEFLATED)
    assert refused(table, huge, look=True) == "bomb"


def test_an_archive_that_lies_about_its_sizes(table) -> None:
    content = bytearray(raw_workbook("<sheetData/>" + " " * 50_000))
    entry = content.rindex(b"PK\x01\x02")
    # The size as unpacked, in the directory's last entry, which is the sheet.
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert refused(table, bytes(content)) == "damaged"


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE worksheet SYSTEM "https://example.test/evil.dtd">',
    ],
)
def test_document_types_and_entities(table, inside: str) -> None:
    sheet = f'<sheetData><row r="1">{cell("A1", "&x;" if "SYSTEM" in inside else "&c;")}</row></sheetData>'
    head = f'<?xml version="1.0"?>{inside}'
    assert refused(table, raw_workbook(sheet, head=head)) == "document_type"


def test_merged_cells_links_macros_and_locks(table) -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("A1:B1")

    assert refused(table, workbook(ROWS, merge)) == "merged"
    sheet = "<sheetData/>"
    assert refused(table, raw_workbook(sheet, **{"xl__externalLinks__externalLink1.xml": "<a/>"})) == "external_links"
    assert refused(table, raw_workbook(sheet, **{"xl__vbaProject.bin": "x"})) == "macros"
    assert refused(table, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "old_excel"
    assert refused(table, archive({"word/document.xml": "<a/>"})) == "no_workbook"


def test_files_that_were_cut_off(table) -> None:
    whole = workbook([["编码"], *[[f"QD-{number}"] for number in range(2000)]])
    for share in (0.1, 0.5, 0.9, 0.99):
        assert refused(table, whole[: int(len(whole) * share)]) == "damaged"
    text = "编码,名称\nQD-1,青岛".encode()
    assert refused(table, text[:-1]) == "cut_off"
    assert refused(table, b'a,b\n1,"never closed\n2,3\n') == "quotes"
    found = table(b"a,b,c\n1,2,3\n4,5")
    assert [(one["row"], one["code"]) for one in found.problems] == [(3, "short_row")]


def test_what_is_no_table_at_all(table) -> None:
    assert refused(table, b"") == "empty"
    assert refused(table, b"\x89PNG\r\n\x1a\n" + bytes(100)) == "not_a_table"
    assert refused(table, bytes(range(256)) * 20) == "not_a_table"


def test_a_million_rows_are_refused_and_cost_the_portal_no_memory(tmp_path: Path) -> None:
    def pieces() -> Iterable[bytes]:
        line = b"QD-1,2026,1234.5\n"
        yield b"a,b,c\n"
        for _number in range(100):
            yield line * 10_000

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with opened(pieces()) as path, pytest.raises(FileRefused) as refusal:
        read(path, look=True)
    assert refusal.value.code == "too_many_rows"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_file_that_never_ends_is_refused_while_it_comes() -> None:
    taken = []

    def pieces() -> Iterable[bytes]:
        while True:
            taken.append(1)
            yield bytes(1024 * 1024)

    with pytest.raises(FileRefused) as refusal, opened(pieces()):
        raise AssertionError
    assert refusal.value.code == "upload_too_large"
    assert len(taken) <= MOST_BYTES // 1024 // 1024 + 1


def test_too_many_columns(table) -> None:
    assert refused(table, workbook([["x"] * 201])) == "too_many_columns"
    assert refused(table, b",".join([b"x"] * 201) + b"\n") == "too_many_columns"


def test_one_text_repeated_till_it_fills_the_memory(table) -> None:
    """A text of 30,000 characters that ten thousand cells refer to: small as packed, 300 MB as a table."""
    shared = f'<sst xmlns="x"><si><t>{"青" * 30_000}</t></si></sst>'
    relations = (
        '<Relationships xmlns="x"><Relationship Id="s1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="s2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    parts = {"xl__sharedStrings.xml": shared, "xl___rels__workbook.xml.rels": relations}
    assert refused(table, raw_workbook(f"<sheetData>{rows}</sheetData>", **parts)) == "too_large"


def test_every_refusal_has_a_sentence() -> None:
    folder = Path(child.__file__).parent
    named = {
        part.split('"')[1]
        for path in folder.glob("*.py")
        for part in path.read_text(encoding="utf-8").split("Refused(")[1:]
        if part.startswith('"')
    }
    assert named <= set(REFUSALS)
    assert {"bomb", "merged", "document_type", "encoding"} <= named
