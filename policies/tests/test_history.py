"""What differs between two versions: facts, texts, clauses, rules; readable, complete, and bounded in effort."""

import pytest
from django.utils import translation

from policies.editing.differences import IN, OUT, SAME
from policies.history import Effort, compare_measures, compare_policies, runs
from policies.history.runs import CELLS_ONCE
from policies.tests.rulebook import VOCABULARY


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def clause(number: str, zh: str, en: str = "") -> dict:
    return {"number": number, "text_zh": zh, "text_en": en, "stale": False}


def seen(old: list, new: list) -> list[tuple]:
    found = compare_policies({"clauses": old}, {"clauses": new})
    return [(one.kind, one.was, one.number, one.language, one.old, one.new) for one in found]


# --- clauses ----------------------------------------------------------------------------------------


def test_only_what_changed_is_named_in_the_language_in_which_it_changed() -> None:
    old = [clause("1", "甲", "A"), clause("2", "乙", "B")]
    new = [clause("1", "甲", "A"), clause("2", "乙", "B, better")]
    assert seen(old, new) == [("changed", "", "2", "en", "B", "B, better")]


def test_a_clause_put_in_between_only_renumbers_those_after_it() -> None:
    old = [clause("1", "甲"), clause("2", "乙"), clause("3", "丙")]
    new = [clause("1", "甲"), clause("2", "新"), clause("3", "乙"), clause("4", "丙")]
    assert seen(old, new) == [
        ("added", "", "2", "zh-hans", "", "新"),
        ("moved", "2", "3", "zh-hans", "乙", "乙"),
        ("moved", "3", "4", "zh-hans", "丙", "丙"),
    ]


def test_a_clause_that_went_stands_after_the_one_it_followed() -> None:
    old = [clause("1", "甲"), clause("2", "乙"), clause("3", "丙")]
    assert [one[:3] for one in seen(old, [clause("1", "甲"), clause("3", "丁")])] == [
        ("removed", "", "2"),
        ("changed", "", "3"),
    ]
    assert [one[:3] for one in seen(old, [clause("2", "乙"), clause("3", "丙")])] == [("removed", "", "1")]


def test_two_clauses_with_the_same_words_are_not_taken_for_one() -> None:
    old = [clause("1", "材料"), clause("2", "材料"), clause("3", "材料")]
    assert seen(old, old[:2]) == [("removed", "", "3", "zh-hans", "材料", "")]
    assert seen(old[:2], old) == [("added", "", "3", "zh-hans", "", "材料")]


def test_equal_versions_differ_in_nothing_and_an_empty_one_is_compared_with_nothing() -> None:
    content = {"fields": {"title_zh": "甲", "state": "in_force"}, "clauses": [clause("1", "甲")], "areas": ["OPEN"]}
    assert compare_policies(content, content) == []
    assert [(one.key, one.kind) for one in compare_policies({}, content)] == [
        ("state", "added"), ("areas", "added"), ("title_zh", "added"), ("clause:1:zh", "added"),
    ]  # fmt: skip
    assert {one.kind for one in compare_policies(content, {"fields": {}})} == {"removed"}


# --- facts and texts --------------------------------------------------------------------------------


def test_facts_read_as_people_read_them() -> None:
    old = {
        "fields": {"state": "in_force", "expires_on": "2027-12-31", "audiences": ["small"], "document_number": None},
        "areas": ["OPEN"], "supersedes": "SECRET", "contacts": [{"name_zh": "甲处", "name_en": "Division A"}],
    }  # fmt: skip
    new = {
        "fields": {
            "state": "lapsed", "expires_on": None, "audiences": ["talent", "small"],
            "document_number": "青〔2025〕1号",
        },
        "areas": ["OPEN", "MARKET"], "supersedes": None, "contacts": [{"name_zh": "乙处", "email": "b@example.test"}],
    }  # fmt: skip
    names = {"area": {"OPEN": "Opening-up", "MARKET": "Markets"}, "policy": {}}
    found = {one.key: (one.old, one.new) for one in compare_policies(old, new, names)}
    assert found == {
        "document_number": ("", "青〔2025〕1号"),
        "state": ("In force", "No longer in force"),
        "expires_on": ("31 Dec 2027", ""),
        "audiences": (
            "Small and medium-sized enterprises",
            "Small and medium-sized enterprises, Foreign professionals",
        ),
        "areas": ("Opening-up", "Opening-up, Markets"),
        "contacts": ("Division A", "乙处 · b@example.test"),
    }


def test_a_document_that_the_reader_may_not_see_is_not_named_and_a_value_that_cannot_be_read_stands_as_it_is() -> None:
    old = {"fields": {"issued_on": "someday", "kind": "song"}, "based_on": ["DRAFT-1", "OPEN-1"]}
    new = {"fields": {"issued_on": "2025-01-02", "kind": "law"}, "based_on": []}
    found = {one.key: (one.old, one.new) for one in compare_policies(old, new, {"policy": {"OPEN-1": "Open"}})}
    assert found == {
        "issued_on": ("someday", "2 Jan 2025"),
        "kind": ("song", "Law or regulation"),
        "based_on": ("Open", ""),
    }


# --- marks ------------------------------------------------------------------------------------------


def shown(old: str, new: str) -> str:
    signs = {SAME: "{}", OUT: "[-{}]", IN: "[+{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in runs(old, new))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("面积不低于三千平方米。", "面积不低于二千平方米。", "面积不低于[-三][+二]千平方米。"),
        ("at least 3,000 m²", "at least 2,000 m²", "at least [-3,000][+2,000] m²"),
        ("自1月1日起施行。", "自2月1日起施行，有效三年。", "自[-1][+2]月1日起施行[+，有效三年]。"),
        ("第三年", "第五年", "第[-三][+五]年"),
        ("甲乙丙丁。", "完全不同的话", "[-甲乙丙丁。][+完全不同的话]"),
        ("", "新", "[+新]"),
        ("旧", "", "[-旧]"),
        ("同", "同", "同"),
    ],
)
def test_marks_stand_where_the_words_differ(old: str, new: str, line: str) -> None:
    assert shown(old, new) == line


def test_both_sides_can_always_be_read_off_the_runs() -> None:
    old = "第一句。第二句有 3.5% 的数字；第三句。\n\n另起一段。" * 3
    new = "第一句。新的一句。第二句有 4.5% 的数字；第三句改了。\n\n另起一段。" * 2
    pieces = runs(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != IN) == old
    assert "".join(piece.text for piece in pieces if piece.kind != OUT) == new


def test_texts_that_would_cost_too_much_stand_whole_side_by_side() -> None:
    long = "长" * (int(CELLS_ONCE**0.5) + 1)
    pieces = runs(long + "甲", long + "乙")
    assert [(piece.kind, len(piece.text)) for piece in pieces] == [(OUT, len(long) + 1), (IN, len(long) + 1)]
    assert shown("面积三千。", "面积二千。") == "面积[-三][+二]千。"
    spent = Effort(cells=10)
    assert [piece.kind for piece in runs("面积三千。", "面积二千。", spent)] == [OUT, IN]
    assert spent.cells == 9


# --- measures ---------------------------------------------------------------------------------------


def measure(**changes) -> dict:
    content = {
        "fields": {
            "title_zh": "补助", "title_en": "Subsidy", "article": 3, "mode": "entitlement", "period_from": "2025-07-01",
            "period_to": "2026-06-30", "window_open": "2026-11-09", "window_close": "2026-12-18",
            "budget_fen": 300000000, "expert_review": False,
        },
        "area": "ENTITY",
        "papers": ["D05"],
        "eligibility": {"all": [
            {"field": "export_value_usd", "op": "gte", "value": 100000},
            {"field": "staff_insured", "op": "gte", "value": 10},
        ]},
        "subsidy": {"kind": "rate", "base": "eligible_cost_cny", "pct": 50, "cap_cny": 100000},
    }  # fmt: skip
    fields = changes.pop("fields", {})
    return {**content, **changes, "fields": {**content["fields"], **fields}}


def test_rules_are_compared_as_the_sentences_that_applicants_read() -> None:
    new = measure(
        fields={"window_close": "2026-12-31", "budget_fen": 500000000, "expert_review": True},
        papers=["D05", "D06"],
        eligibility={"all": [{"field": "staff_insured", "op": "gte", "value": 5}]},
        subsidy={"kind": "rate", "base": "eligible_cost_cny", "pct": 40, "cap_cny": 100000},
    )
    found = {
        one.key: (one.old, one.new)
        for one in compare_measures(measure(), new, VOCABULARY, {"paper": {"D06": "Invoice"}})
    }
    assert found["window"] == ("9 Nov 2026 to 18 Dec 2026", "9 Nov 2026 to 31 Dec 2026")
    assert found["budget"] == ("CNY 3,000,000", "CNY 5,000,000")
    assert found["expert_review"] == ("no", "yes")
    assert found["papers"] == ("D05", "D05, Invoice")
    assert found["subsidy"][0].startswith("50%")
    assert found["subsidy"][1].startswith("40%")
    assert {key for key in found if key.startswith("condition:")} == {"condition:3.1", "condition:3.2"}
    assert found["condition:3.1"][1] == "Insured staff: at least 5"
    assert found["condition:3.2"] == ("Insured staff: at least 10", "")


def test_a_condition_that_only_moved_up_is_no_change() -> None:
    new = measure(eligibility={"all": [{"field": "staff_insured", "op": "gte", "value": 10}]})
    assert [(one.key, one.new) for one in compare_measures(measure(), new, VOCABULARY)] == [("condition:3.1", "")]


def test_rules_that_todays_words_cannot_read_are_no_error() -> None:
    old = measure(eligibility={"all": [{"field": "forgotten", "op": "gte", "value": 1}]})
    assert {one.kind for one in compare_measures(old, measure(), VOCABULARY)} == {"added"}
    assert compare_measures({}, {}, VOCABULARY) == []
