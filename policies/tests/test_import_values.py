"""Cells as people write them; and each mistake is named by its cell, its heading and in words."""

from typing import Any

import pytest

from policies.enums import Geography
from policies.models import Base, Indicator, NegativeListEntry
from policies.tests.edits import a_policy
from policies.tests.imported import brought, csv_file, figure, imported, keeper, told, values, xlsx_file
from portal.accounts.models import User
from portal.core.imports.cells import Day, Json, Number, Text, Whole, YesNo, tidy
from portal.core.imports.known import Choice, Codes
from portal.core.imports.problems import MOST, CellError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def person(db: None) -> User:
    return keeper()


def fails(reader: Any, text: str) -> str:
    with pytest.raises(CellError) as error:
        reader(text)
    return error.value.text % error.value.params


# --- one cell ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2026-02-28", "2026/2/28", "2026.02.28", "2026年2月28日", "2026 年 2 月 28 日", "２０２６年２月２８日", "20260228",
     "2026-02-28 00:00:00", " 2026-2-28 "],
)  # fmt: skip
def test_ways_to_write_a_day(text: str) -> None:
    assert Day()(text) == "2026-02-28"


def test_days_that_do_not_exist() -> None:
    assert fails(Day(), "2026年2月30日") == "“2026年2月30日” does not exist: that month has 28 days"
    assert fails(Day(), "2026-13-01") == "“2026-13-01” does not exist: there is no month 13"
    assert fails(Day(), "2026-02-28 09:30:00") == "“2026-02-28 09:30:00” has a time of day; only a day belongs here"
    for text in ("46081", "28.2.2026", "2026年2月", "next week", "0000-01-01"):
        assert fails(Day(), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1234.5", "1234.50"), ("1,234.5", "1234.50"), ("１，２３４．５", "1234.50"), ("-3", "-3.00"), ("−3", "-3.00"),
     ("1.2e3", "1200.00"), ("-0", "0.00"), ("+7", "7.00"), ("1 234", "1234.00")],
)  # fmt: skip
def test_ways_to_write_a_number(text: str, value: str) -> None:
    assert Number(9, 2)(text) == value


def test_what_is_no_number() -> None:
    number = Number(6, 2)
    for text in ("3.2亿", "1,23", "12,34", "1..2", "NaN", "Infinity", "1e999", "0x10", "१२", "--1", "1" * 70):
        assert fails(number, text)
    assert fails(number, "1.234") == "“1.234” has more than 2 decimal places"
    assert fails(number, "10000") == "“10000” is too large"
    assert fails(number, "12.5%") == "“12.5%” is a percentage; this column wants a plain number"
    assert Number(6, 2, percent=True)("12.5%") == "12.50"
    assert fails(Whole(1, 9), "2.5") == "“2.5” is no whole number"
    assert fails(Whole(1, 9), "10") == "“10” is not between 1 and 9"
    assert Whole(1, 9)("3.0") == 3


def test_yes_and_no() -> None:
    assert [YesNo()(text) for text in ("yes", "是", "TRUE", "1", "√", "no", "否", "FALSE", "0", "×", "")] == [
        *[True] * 5, *[False] * 6,
    ]  # fmt: skip
    assert fails(YesNo(), "maybe") == "“maybe” is neither “yes” nor “no”"


def test_choices_by_code_and_by_name_in_either_language() -> None:
    place = Choice(Geography)
    assert [place(text) for text in ("QD", "qd", "Qingdao", "青岛", " ＱＤ ")] == ["QD"] * 5
    assert fails(place, "Qingdoa") == "“Qingdoa” is not known here; did you mean “Qingdao”?"
    assert fails(place, "Mars") == "“Mars” is not known here"


def test_several_codes_in_a_cell() -> None:
    codes = Codes()
    codes.learn("A", ["农、林、牧、渔业"])
    codes.learn("B", ["采矿业"])
    for text in ("A、B", "B,A", "A；B", "A\nB", " 采矿业 ， a "):
        assert codes(text) == ["A", "B"]
    assert codes("农、林、牧、渔业") == ["A"]
    assert fails(codes, "A、A") == "“A” stands in this cell twice"


def test_json_is_read_strictly() -> None:
    assert Json(dict)('{"b": 1, "a": [2]}') == '{"a": [2], "b": 1}'
    for text in ('{"a": NaN}', '{"a": 1, "a": 2}', "[1]", "{", '{"a": 1e999}'[:-1], "[" * 100_000):
        assert fails(Json(dict), text)


def test_texts_are_composed_and_hold_nothing_that_cannot_be_seen() -> None:
    assert tidy("e\u0301 \r\nx\u3000") == "é \nx"
    for text in ("a\x00b", "a\x1bb", "a\u2028b", "\ud800"):
        assert fails(Text(), text) == "holds a character that can’t be shown; type the text anew"
    assert fails(Text(), "涓\ufffd") == "holds “�”: the text was broken before it came here"
    assert fails(Text(3), "abcd") == "has 4 characters; at most 3 fit"


# --- a whole file ------------------------------------------------------------------------------------


def test_errors_by_row_and_column(person: User) -> None:
    rows = [
        figure(),
        figure(Indicator="", Value="3.2亿"),
        figure(Place="QDD", Year="1800"),
        figure(Year="2024", Kind="Targett", Unit=""),
    ]
    job = brought(person, csv_file(rows))
    assert told(job) == [
        ("A3", "Indicator", "is empty; it must be filled in"),
        ("G3", "Value", "“3.2亿” is no number; write it like 1234.5"),
        ("D4", "Place", "“QDD” is not known here; did you mean “QD”?"),
        ("E4", "Year", "“1800” is not between 1950 and 2100"),
        ("F5", "Kind", "“Targett” is not known here; did you mean “Target”?"),
        ("H5", "Unit", "is empty; it must be filled in"),
    ]
    assert (job.phase, job.problem_count, job.may_be_applied) == ("checked", 6, False)
    assert Indicator.objects.count() == 0


def test_headings_in_any_order_language_and_width(person: User) -> None:
    rows = [{"单位": "亿元", "VALUE": "5", "年 份": "2025", "地区": "青岛", "指标": "x", "中文标题": "数",
             "Title in English": "n", "Kind": "actual"}]  # fmt: skip
    job = brought(person, csv_file(rows))
    known = {problem for _place, problem, _text in told(job)}
    # Whatever the catalogue calls them today: none of those that the export writes is unknown.
    assert not {"Value", "Title in English", "Kind"} & known


def test_headings_that_are_unknown_missing_or_there_twice(person: User) -> None:
    content = b"Indicator,Title in Chinese,Titel in English,Place,Year,Kind,Value,Value,Remark nobody knows\nx\n"
    assert told(brought(person, content)) == [
        ("1", "Title in English", "The heading “Title in English” is missing."),
        ("1", "Unit", "The heading “Unit” is missing."),
        ("C1", "Titel in English", "is no heading of this list; did you mean “Title in English”?"),
        ("H1", "Value", "stands here twice, also in column G"),
        ("I1", "Remark nobody knows", "is no heading of this list"),
        ("A2", "Indicator", "the row ends after 1 of 9 cells; the file may be cut off here"),
    ]  # fmt: skip


def test_a_row_that_stands_in_the_file_twice_names_both(person: User) -> None:
    rows = [figure(), figure(Year="2024"), figure(Value="1"), figure(Year=""), figure(Year="")]
    assert told(brought(person, csv_file(rows))) == [
        ("A4", "Indicator", "stands in row 2 too"),
        ("A6", "Indicator", "stands in row 5 too"),
    ]


def test_formulas_and_errors_of_excel_are_named_by_their_cells(person: User) -> None:
    rows = [figure(), figure(Year="2024", Value="=900*2")]
    assert told(brought(person, xlsx_file(rows))) == [("G3", "Value", "holds a formula; put its value")]


def test_at_most_a_thousand_errors_are_kept_and_all_are_counted(person: User) -> None:
    rows = [figure(Year=str(1950 + number % 150), Indicator=f"x{number}", Value="?") for number in range(1500)]
    job = brought(person, csv_file(rows))
    assert (job.problem_count, len(job.problems), len(told(job))) == (1500, MOST, MOST)


def test_a_column_that_is_not_there_is_left_alone_and_an_empty_cell_empties(person: User) -> None:
    imported(person, csv_file([figure(Note="alt", Source="A")]))
    imported(person, csv_file([figure(Value="901", Note="")]))
    row = Indicator.objects.get()
    assert (row.value, row.note, row.source) == (901, "", "A")


def test_numbers_and_days_of_excel(person: User) -> None:
    row: dict[str, Any] = {**figure(), "Year": 2025, "Value": 0.1 + 0.2, "Growth on the year, %": 0.125}
    job = imported(person, xlsx_file([row]))
    assert job.phase == "done"
    assert values() == {("dt_total", 2025): "0.3"}


def test_a_base_with_its_orders(person: User) -> None:
    rows = [{"Code": "B1", "Level": "Provincial", "Orders in Chinese": "订单一\n\n订单二 ", "Tenants": "1,200"}]
    imported(person, csv_file(rows), "base")
    base = Base.objects.get()
    assert (base.level, base.orders_zh, base.tenants, base.title_zh) == ("provincial", ["订单一", "订单二"], 1200, "")


def test_entries_of_the_negative_list_are_known_by_number_or_by_text(city: None, person: User) -> None:
    entry = NegativeListEntry.objects.filter(number__isnull=False).first()
    other = NegativeListEntry.objects.filter(number=None).first()
    assert entry is not None
    assert other is not None
    edition = entry.edition.code
    rows = [
        {"Negative list": edition, "Number in the list": str(entry.number), "Sector": entry.sector.code,
         "Text in Chinese": "改写", "Modes of supply": "M1、M2"},
        {"Negative list": edition, "Number in the list": "999", "Sector": other.sector.title_zh,
         "Text in Chinese": other.text_zh, "Modes of supply": ""},
        {"Negative list": edition, "Number in the list": "", "Sector": "A", "Text in Chinese": "新条目",
         "Modes of supply": "M4"},
    ]  # fmt: skip
    job = imported(person, csv_file(rows), "negativelistentry")
    assert (job.new_count, job.changed_count) == (1, 2)
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.text_zh, set(entry.modes.values_list("code", flat=True))) == ("改写", {"M1", "M2"})
    assert (other.number, other.modes.count()) == (999, 0)
    new = NegativeListEntry.objects.get(text_zh="新条目")
    assert [mode.code for mode in new.modes.all()] == ["M4"]
    assert new.order > entry.order


def test_a_text_that_is_another_entry_s_is_refused(city: None, person: User) -> None:
    first, second = NegativeListEntry.objects.filter(number__isnull=False)[:2]
    rows = [{"Negative list": first.edition.code, "Number in the list": str(first.number), "Sector": first.sector.code,
             "Text in Chinese": second.text_zh}]  # fmt: skip
    ((place, heading, text),) = told(brought(person, csv_file(rows), "negativelistentry"))
    assert (place, heading) == ("D2", "Text in Chinese")
    assert text.startswith("belongs to another record already: ")


def test_a_document_number_of_another_document_is_refused(city: None, person: User) -> None:
    a_policy("QD-OLD", document_number="青政办字〔2025〕21号")
    number = "青政办字[2025]21号"
    row = {"Code": "QD-NEW", "Title in Chinese": "新", "Kind": "Circular", "Level": "City", "Document number": number,
           "In force from": "2026-01-01", "In force until": "2025-12-31", "Focus areas": "A9",
           "Replaces": "QD-NEW"}  # fmt: skip
    again = row | {"Code": "QD-NEW-2", "In force until": "", "Focus areas": "", "Replaces": ""}
    found = told(brought(person, csv_file([row, again]), "policy"))
    assert [one[:2] for one in found] == [
        ("H2", "Focus areas"), ("I2", "Replaces"), ("E3", "Document number"),
    ]  # fmt: skip
    row |= {"Focus areas": "", "Replaces": ""}
    found = told(brought(person, csv_file([row]), "policy"))
    assert [one[:2] for one in found] == [("E2", "Document number"), ("G2", "In force until")]
    assert found[1][2] == "lies before “In force from” (2026-01-01)"
