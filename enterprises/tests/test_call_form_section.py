"""Filling in a section: kinds, limits, conditions, tables without JavaScript, and what somebody crafts."""

import re
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from enterprises.call_forms.definition import FieldDef, Option, SectionDef
from enterprises.call_forms.section_form import missing, posted_values, section_form
from enterprises.call_forms.values import shown_value, table_rows
from enterprises.tests.factories import pdf

OPTIONS = (Option("own", "自建", "Own"), Option("rented", "租用", "Rented"))
RENTED = {"field": "operator", "op": "eq", "value": "rented"}
TABLE = FieldDef(
    "invoices",
    "table",
    "发票",
    "Invoices",
    limits={"max_rows": 3, "min_rows": 2},
    columns=(
        FieldDef("number", "text", "号码", "Number", limits={"max_length": 10}),
        FieldDef("amount", "money", "金额", "Amount"),
        FieldDef("use", "choice", "用途", "Use", required=False, options=OPTIONS),
    ),
)
LEASE = SectionDef(
    "lease",
    "租赁",
    "Lease",
    fields=(
        FieldDef("operator", "choice", "方式", "Operator", options=OPTIONS),
        FieldDef("landlord", "text", "出租方", "Landlord", show_if=RENTED),
        FieldDef("contract", "file", "合同", "Contract", show_if=RENTED),
        FieldDef("floor", "number", "层", "Floor", required=False, show_if={"field": "landlord", "op": "filled"}),
    ),
)


def only(*fields: FieldDef) -> SectionDef:
    return SectionDef("one", "一", "One", fields=fields)


def one(kind: str, value: object, **of_field: object) -> tuple[object, list[str]]:
    """The answer that a single field gives, and its errors."""
    section = only(FieldDef("x", kind, "题", "Question", **of_field))
    data = QueryDict(mutable=True)
    data.setlist("x", value if isinstance(value, list) else [value])
    with translation.override("en"):
        form = section_form(section, {}, data)
        if form.is_valid():
            return form.answers()["x"], []
        return None, [str(error) for error in form.errors["x"]]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  海外仓 ", "海外仓"),
        ("long_text", "第一行\r\n第二行", "第一行\n第二行"),
        ("number", "1,200.50", "1200.5"),
        ("number", "１２００", "1200"),
        ("number", "-3", "-3"),
        ("money", "100000.00", "100000"),
        ("date", "2026-11-29", "2026-11-29"),
        ("date", "2026/11/29", "2026-11-29"),
        ("statement", "on", True),
    ],
)
def test_each_kind_is_kept_as_json(kind, typed, kept):
    assert one(kind, typed) == (kept, [])


def test_choices_are_kept_by_their_codes():
    assert one("choice", "own", options=OPTIONS) == ("own", [])
    assert one("choices", ["rented", "own", "own"], options=OPTIONS) == (["rented", "own"], [])


@pytest.mark.parametrize(
    ("kind", "typed", "limits", "sentence"),
    [
        ("text", "", {}, "This field is required."),
        ("text", "四个汉字", {"max_length": 3}, "Ensure this value has at most 3 characters (it has 4)."),
        ("text", "a\x00b", {}, "Null characters are not allowed."),
        ("number", "viel", {}, "Give a number."),
        ("number", "NaN", {}, "Give a number."),
        ("number", "1e400", {}, "Give a number."),
        ("number", "9" * 30, {}, "This number is too large. Check its zeros and its unit."),
        ("number", "1.234", {}, "Give at most 2 places after the decimal point."),
        ("number", "1.5", {"decimals": 0}, "Give at most 0 places after the decimal point."),
        ("number", "99", {"min": 100}, "Give at least 100."),
        ("number", "5001", {"max": "5000"}, "Give at most 5,000."),
        ("money", "-1", {}, "Give at least 0."),
        ("date", "30.02.2026", {}, "Enter a valid date."),
        ("date", "2026-06-30", {"not_before": "2026-07-01"}, "Give 1 July 2026 or a later day."),
        ("date", "2999-01-01", {"not_after": "today"}, None),
        ("date", "0001-01-01", {}, "Give 1 January 1900 or a later day."),
        ("statement", "", {}, "Tick this: without it the section is not complete."),
    ],
)
def test_limits_are_sentences(kind, typed, limits, sentence):
    answer, errors = one(kind, typed, limits=limits)
    assert answer is None
    assert errors == [sentence] if sentence else len(errors) == 1


def test_a_choice_that_is_not_offered_is_refused():
    assert one("choice", "bought", options=OPTIONS)[1] == [
        "Select a valid choice. bought is not one of the available choices."
    ]
    assert one("choices", ["own", "rented"], options=OPTIONS, limits={"max_choices": 1})[1] == ["Choose at most 1."]


# --- conditions ----------------------------------------------------------------------------------


def test_what_is_not_shown_is_neither_an_error_nor_an_answer():
    form = section_form(LEASE, {}, {"operator": "own", "landlord": "left over", "floor": "not a number"})
    assert form.is_valid()
    assert form.answers() == {"operator": "own", "landlord": None, "floor": None}


def test_what_is_shown_must_be_answered():
    form = section_form(LEASE, {}, {"operator": "rented"}, {})
    assert not form.is_valid()
    assert set(form.errors) == {"landlord", "contract"}


def test_a_chain_of_conditions_follows_what_was_posted():
    form = section_form(LEASE, {}, {"operator": "rented", "landlord": "港务", "floor": "3"}, {"contract": pdf()})
    assert form.is_valid(), form.errors
    assert form.answers() == {"operator": "rented", "landlord": "港务", "floor": "3"}
    assert [(code, upload.name) for code, upload in form.uploads().items()] == [("contract", "contract.pdf")]


def test_a_file_that_is_there_need_not_be_sent_again():
    form = section_form(LEASE, {"contract": ["lease.pdf"]}, {"operator": "rented", "landlord": "港务"}, {})
    assert form.is_valid(), form.errors
    assert form.uploads() == {}


def test_a_file_that_is_not_shown_is_not_taken():
    form = section_form(LEASE, {}, {"operator": "own"}, {"contract": pdf()})
    assert form.is_valid()
    assert form.uploads() == {}


def test_a_condition_on_an_earlier_section_decides_what_is_on_the_page():
    section = only(
        FieldDef("a", "text", "甲", show_if={"field": "operator", "op": "eq", "value": "rented"}),
        FieldDef("b", "text", "乙"),
    )
    assert [row["field"].code for row in section_form(section, {"operator": "own"}).rows()] == ["b"]
    assert [row["field"].code for row in section_form(section, {"operator": "rented"}).rows()] == ["a", "b"]
    form = section_form(section, {"operator": "own"}, {"a": "smuggled", "b": "x"})
    assert form.is_valid()
    assert form.answers() == {"a": None, "b": "x"}


def test_without_javascript_the_condition_stands_beside_the_field():
    with translation.override("en"):
        rows = section_form(LEASE, {}).rows()
    assert [(row["field"].code, row["shown"], row["condition"]) for row in rows] == [
        ("operator", True, ""),
        ("landlord", False, "“Operator” is “Rented”"),
        ("contract", False, "“Operator” is “Rented”"),
        ("floor", False, "“Landlord” is answered"),
    ]


def test_names_that_are_not_the_sections_are_ignored():
    form = section_form(LEASE, {}, {"operator": "own", "bank_account_number": "1", "state": "paid", "__class__": "x"})
    assert form.is_valid()
    assert set(form.answers()) == {"operator", "landlord", "floor"}


def test_what_is_missing_is_no_error_when_somebody_comes_back_later():
    form = section_form(LEASE, {}, {"operator": "rented"}, {}, partial=True)
    assert form.is_valid(), form.errors
    assert form.answers() == {"operator": "rented", "landlord": None, "floor": None}


def test_what_is_missing_is_found_without_a_form():
    def codes(answers):
        return [field.code for field in missing(LEASE, answers)]

    assert codes({}) == ["operator"]
    assert codes({"operator": "own"}) == []
    assert codes({"operator": "rented"}) == ["landlord", "contract"]
    assert codes({"operator": "rented", "landlord": "港务", "contract": ["a.pdf"]}) == []


# --- tables --------------------------------------------------------------------------------------


def posted(rows: list[tuple[str, str]], **more: str) -> dict[str, str]:
    cells = {
        f"invoices-{n}-{column}": value
        for n, row in enumerate(rows)
        for column, value in zip(("number", "amount"), row, strict=True)
    }
    return {"invoices-rows": str(len(rows))} | cells | more


def drawn_rows(form) -> int:
    return str(form["invoices"]).count('name="remove_row"')


def test_a_table_gives_its_rows_without_the_empty_ones():
    form = section_form(only(TABLE), {}, posted([("A1", "10"), ("", ""), ("A2", "20.50")]))
    assert form.is_valid(), form.errors
    assert form.answers()["invoices"] == [
        {"number": "A1", "amount": "10", "use": None},
        {"number": "A2", "amount": "20.5", "use": None},
    ]


def test_a_cell_that_is_wrong_is_named_by_row_and_column():
    with translation.override("en"):
        form = section_form(only(TABLE), {}, posted([("A1", "viel"), ("", "20")]))
        assert not form.is_valid()
        assert form.errors["invoices"] == [
            "Row 1, Amount: Give a number.", "Row 2, Number: This field is required.",
        ]  # fmt: skip
        html = str(form["invoices"])
    assert re.findall(r'id="id_(invoices-\d-\w+)_error"', html) == ["invoices-0-amount", "invoices-1-number"]
    assert 'value="viel"' in html


def test_a_table_takes_so_many_rows_and_says_so():
    with translation.override("en"):
        form = section_form(only(TABLE), {}, posted([(f"A{n}", "1") for n in range(4)]))
        assert form.errors["invoices"] == [
            "The table takes at most 3 rows. Put the rest into a file, or add small items together."
        ]


def test_a_table_of_ten_thousand_rows_is_refused_without_reading_them():
    data = posted([("A", "1")] * 10_000)
    form = section_form(only(TABLE), {}, data)
    assert len(form.errors["invoices"]) == 1
    assert len(form["invoices"].value()) == 4
    assert drawn_rows(form) == 3


@pytest.mark.parametrize("count", ["-1", "1e9", "９", "99999999999999999999", "x", ""])
def test_a_crafted_number_of_rows_is_none(count):
    form = section_form(only(TABLE), {}, {"invoices-rows": count, "invoices-0-number": "A"})
    assert "invoices" in form.errors
    assert form["invoices"].value() == [] or len(form["invoices"].value()) <= 4


def test_too_few_rows():
    with translation.override("en"):
        assert section_form(only(TABLE), {}, posted([("A1", "1")])).errors["invoices"] == ["Fill in at least 2 rows."]
        assert section_form(only(TABLE), {}, posted([])).errors["invoices"] == ["Fill in at least 2 rows."]
    assert section_form(only(TABLE), {}, posted([("A1", "")]), partial=True).is_valid()


def test_a_row_is_added_by_a_button_and_nothing_is_complained_about_yet():
    form = section_form(only(TABLE), {}, posted([("A1", "viel")], add_row="invoices"))
    assert form.is_adjusted
    assert drawn_rows(form) == 2
    assert 'value="viel"' in str(form["invoices"])
    assert not form.errors
    assert "_error" not in str(form["invoices"])


def test_no_row_is_added_beyond_the_most():
    form = section_form(only(TABLE), {}, posted([("A", "1")] * 3, add_row="invoices"))
    assert drawn_rows(form) == 3


def test_a_row_is_removed_by_its_button():
    rows = [("A1", "1"), ("A2", "2"), ("A3", "3")]
    html = str(section_form(only(TABLE), {}, posted(rows, remove_row="invoices:1"))["invoices"])
    assert re.findall(r'name="invoices-\d-number" value="(\w+)"', html) == ["A1", "A3"]


def test_a_row_that_was_saved_for_later_is_still_missing_something():
    rows = [{"number": "A1", "amount": "1"}, {"number": "A2", "amount": None}]
    assert missing(only(TABLE), {"invoices": rows}) == [TABLE]
    assert missing(only(TABLE), {"invoices": rows[:1]}) == [TABLE]
    assert missing(only(TABLE), {"invoices": [rows[0], rows[0]]}) == []


# --- what a program sends, what a reader sees ----------------------------------------------------


def test_a_program_passes_the_same_checks():
    values = {"operator": "rented", "landlord": 7, "floor": Decimal("2"), "bank_name": "x"}
    form = section_form(LEASE, {"contract": ["a.pdf"]}, posted_values(LEASE, values), {})
    assert form.is_valid(), form.errors
    assert form.answers() == {"operator": "rented", "landlord": "7", "floor": "2"}


@pytest.mark.parametrize("value", [{"a": 1}, [1], True, None, "\ud800", 10**400])
def test_a_program_that_sends_something_else_gets_a_sentence_or_a_text(value):
    form = section_form(LEASE, {}, posted_values(LEASE, {"operator": value, "landlord": value}), {})
    assert "operator" in form.errors


def test_a_program_that_sends_ten_thousand_rows_is_refused():
    rows = [{"number": "A", "amount": "1"}] * 10_000
    data = posted_values(only(TABLE), {"invoices": rows})
    assert len(data) < 20
    assert "invoices" in section_form(only(TABLE), {}, data).errors


def test_answers_in_words():
    with translation.override("en"):
        shown = [
            shown_value(FieldDef("x", "money", "", ""), "100000"),
            shown_value(FieldDef("x", "number", "", ""), "1234.50"),
            shown_value(FieldDef("x", "date", "", ""), "2026-11-29"),
            shown_value(FieldDef("x", "choice", "", "", options=OPTIONS), "own"),
            shown_value(FieldDef("x", "choices", "", "", options=OPTIONS), ["own", "rented"]),
            shown_value(TABLE, [{"number": "A1", "amount": "1000"}]),
            shown_value(FieldDef("x", "statement", "", ""), True),
            shown_value(FieldDef("x", "file", "", ""), ["a.pdf"]),
            shown_value(FieldDef("x", "text", "", ""), None),
        ]
        rows = table_rows(TABLE, [{"number": "A1", "amount": "1000", "use": "own"}])
    assert shown == ["CNY 100,000", "1,234.5", "29 November 2026", "Own", "Own; Rented", "1 row", "Agreed", "a.pdf", ""]
    assert rows == [["A1", "CNY 1,000", "Own"]]


@pytest.mark.parametrize("value", ["x", 5, [1, {"a": 2}], {"a": 1}, True])
@pytest.mark.parametrize("kind", ["text", "number", "date", "choice", "choices", "table", "statement", "file"])
def test_what_another_version_left_is_shown_without_a_fault(kind, value):
    field = FieldDef("x", kind, "题", "Question", options=OPTIONS, columns=TABLE.columns if kind == "table" else ())
    assert isinstance(shown_value(field, value), str)
    [row] = section_form(only(field), {"x": value}).rows()
    assert str(row["bound"])
