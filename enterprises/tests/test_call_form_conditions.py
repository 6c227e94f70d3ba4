"""When a field is shown: every operator, chains of conditions, and conditions that nobody can read."""

import pytest
from django.utils import translation

from enterprises.call_forms.conditions import is_shown, shown_answers, shown_sections, with_files
from enterprises.call_forms.definition import Definition, FieldDef, SectionDef
from enterprises.call_forms.words import condition_text


def leaf(op, value=None, field="x"):
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("op", "value", "answer", "expected"),
    [
        ("eq", "own", "own", True),
        ("eq", "own", "rented", False),
        ("eq", "own", None, False),
        ("eq", "100", "100.00", True),
        ("eq", 100, "100", True),
        ("eq", True, True, True),
        ("eq", True, None, False),
        ("ne", "own", "rented", True),
        ("ne", "own", None, True),
        ("ne", "own", "own", False),
        ("in", ["own", "shared"], "shared", True),
        ("in", ["own", "shared"], "rented", False),
        ("in", ["own"], ["rented", "own"], True),
        ("in", "own", "own", False),
        ("contains", "own", ["own", "rented"], True),
        ("contains", "own", ["rented"], False),
        ("contains", "仓", "海外仓", True),
        ("contains", "", "海外仓", False),
        ("filled", None, "x", True),
        ("filled", None, [], False),
        ("filled", None, ["a.pdf"], True),
        ("filled", None, "0", True),
        ("empty", None, "", True),
        ("empty", None, None, True),
        ("empty", None, "x", False),
        ("gte", "500", "500", True),
        ("gte", "500", "499.99", False),
        ("gte", "500", "1000", True),
        ("gte", "500", None, False),
        ("gte", "2026-01-01", "2026-06-30", True),
        ("lte", "2026-01-01", "2026-06-30", False),
        ("lte", "500", "4", True),
        ("lte", "500", "", False),
        ("gte", "500", "NaN", False),
        ("gte", "500", ["500"], False),
    ],
)
def test_each_operator(op, value, answer, expected):
    assert is_shown(leaf(op, value), {"x": answer}) is expected


def test_conditions_join():
    both = {"all": [leaf("eq", "1"), leaf("eq", "2", "y")]}
    either = {"any": [leaf("eq", "1"), leaf("eq", "2", "y")]}
    nested = {"all": [either, leaf("filled", field="z")]}
    answers = {"x": "1", "y": "3", "z": "a"}
    assert [is_shown(one, answers) for one in (both, either, nested)] == [False, True, True]


@pytest.mark.parametrize(
    "condition",
    [
        None,
        {},
        [],
        "x",
        7,
        {"all": "x"},
        {"any": {"a": 1}},
        {"op": "eq"},
        {"field": "x"},
        leaf("run"),
        {"field": [], "op": {}},
    ],
)
def test_what_nobody_can_read_hides_nothing(condition):
    assert is_shown(condition, {"x": "1"}) is True


def test_a_condition_without_an_end_does_not_exhaust_the_stack():
    deep = leaf("eq", "nothing")
    for _n in range(5000):
        deep = {"all": [deep]}
    assert is_shown(deep, {"x": "1"}) is True


FORM = Definition(
    sections=(
        SectionDef(
            "one",
            "一",
            fields=(
                FieldDef("a", "text", "甲"),
                FieldDef("b", "text", "乙", show_if=leaf("eq", "yes", "a")),
                FieldDef("c", "file", "丙", show_if=leaf("filled", field="b")),
            ),
        ),
        SectionDef("two", "二", show_if=leaf("filled", field="b"), fields=(FieldDef("d", "text", "丁"),)),
        SectionDef("three", "三", show_if=leaf("empty", field="d"), fields=(FieldDef("e", "text", "戊"),)),
    )
)


def test_an_answer_whose_question_disappeared_brings_nothing_back():
    """b was answered while a was yes; now a is no, so b, c and the section that hangs on b are gone."""
    stale = {"a": "no", "b": "left over", "c": ["x.pdf"], "d": "left over", "e": "kept"}
    assert shown_answers(FORM, stale) == {"a": "no", "e": "kept"}
    assert [section.code for section in shown_sections(FORM, stale)] == ["one", "three"]


def test_what_is_shown_counts():
    answers = {"a": "yes", "b": "2", "c": ["x.pdf"], "d": "3", "e": "hidden", "foreign": "not of this form"}
    assert shown_answers(FORM, answers) == {"a": "yes", "b": "2", "c": ["x.pdf"], "d": "3"}
    assert [section.code for section in shown_sections(FORM, answers)] == ["one", "two"]


def test_files_answer_by_their_names():
    given = [("field:c", "x.pdf"), ("field:c", "y.pdf"), ("D05", "contract.pdf"), ("field:gone", "z.pdf")]
    assert with_files(FORM, {"a": "1"}, given) == {"a": "1", "c": ["x.pdf", "y.pdf"]}


def test_a_condition_in_words():
    kind = FieldDef("kind", "choice", "类型", "Kind")
    area = FieldDef("area", "number", "面积", "Area")
    condition = {
        "all": [leaf("eq", "own", "kind"), {"any": [leaf("gte", "5000", "area"), leaf("filled", field="kind")]}]
    }
    with translation.override("en"):
        text = condition_text(condition, {"kind": kind, "area": area})
    assert text == "“Kind” is “own” and “Area” is at least “5,000” or “Kind” is answered"
