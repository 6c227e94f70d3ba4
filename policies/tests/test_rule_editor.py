"""The rule editor: every rule comes back as it went, typed text is kept, and what is wrong is said where it is."""

import pytest
from django.http import QueryDict
from django.utils import translation

from policies.editing.measure_editor import MeasureEditor
from policies.models import Measure

from .rule_page import EDIT, content_of, page_of, sent


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# -- round trip -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_measure_comes_back_as_it_went(city, language: str) -> None:
    for measure in Measure.objects.all():
        content = MeasureEditor.read(measure) | EDIT
        with translation.override(language):
            editor = MeasureEditor(content, page_of(MeasureEditor(content), language).data())
            assert (editor.is_valid(), editor.redisplays) == (True, False), measure.code
            assert editor.content() == content, measure.code
            assert MeasureEditor.problems(editor.content()) == [], measure.code


ODD = {
    "eligibility": {
        "any": [
            {"field": "cost_date", "op": "gte", "value": "2026-01-01", "msg_zh": "日期", "msg_en": "A date"},
            {"field": "clients_served", "op": "not_in", "value": [3, 1, 2], "clause": "第五条"},
            {"field": "registered_division", "op": "in", "value": ["370212", "370202"]},
            {"field": "registered_division", "op": "prefix", "value": "37"},
            {"field": "statistics_reported", "op": "ne", "value": False},
            {"field": "growth_pct", "op": "gt", "value": -2.5},
            {"field": "entity_type", "op": "not_in", "value": ["association", "institution"]},
            {"field": "tax_credit_grade", "op": "ne", "value": "D"},
        ]
    },
    "subsidy": {
        "kind": "sum",
        "cap_cny": 900000,
        "once_per_applicant": True,
        "paid": {"on_approval_pct": 62.5, "on_acceptance_pct": 37.5},
        "parts": [
            {"kind": "rate", "base": "fx_receipts_usd", "pct": 2.5, "convert": "USD_CNY"},
            {"kind": "tiers", "base": "growth_pct",
             "tiers": [{"from": -5, "amount_cny": 10}, {"from": 8.5, "amount_cny": 20}]},
            {"kind": "match", "base": "foreign_talent_class", "per": "person",
             "cases": [{"value": "B", "amount_cny": 1}]},
            {"kind": "per_unit", "base": "warehouse_area_sqm", "unit": 0.5, "amount_per_unit_cny": 12.25},
            {"kind": "increment", "current": "export_value_usd", "previous": "prev_export_value_usd", "pct": 1,
             "convert": "USD_CNY"},
            {"kind": "rate", "base": "eligible_cost_cny", "pct": 50, "per_item_cap_cny": 10, "max_items": 2,
             "item": {"zh": "项", "en": "item"}, "part_cap_per_unit": {"unit": "new_tenants", "cny": 7}},
        ],
    },
}  # fmt: skip


def test_every_operator_and_kind_of_formula_comes_back_as_it_went(city) -> None:
    content = content_of("ENT-01") | ODD
    editor = sent(content)
    assert editor.is_valid()
    assert {name: editor.content()[name] for name in ODD} == ODD
    assert editor.is_readable


def test_a_new_measure_begins_without_faults_and_may_be_kept_with_gaps(city) -> None:
    editor = sent(MeasureEditor.empty(), changes={"m-basics-title_zh": "新事项"})
    assert editor.is_valid()
    assert editor.content()["fields"]["title_zh"] == "新事项"
    assert not page_of(MeasureEditor(MeasureEditor.empty())).shows("Fill this in.")
    problems = MeasureEditor.problems(editor.content())
    assert "The measure has no condition of its own." in problems
    assert "The amount is not complete: Kind of amount, Ceiling for each applicant and year." in problems


def test_notes_of_the_edit_are_kept(city) -> None:
    content = content_of("ENT-02") | {"collisions": ["fields"], "base": 3}
    assert sent(content).content() == content


def test_a_request_without_the_editors_fields_empties_nothing(city) -> None:
    content = content_of("ENT-02")
    editor = MeasureEditor(content, QueryDict("summary_zh=x&action=m:preview"))
    assert (editor.content(), editor.redisplays) == (content, False)


# -- the editor's own buttons -----------------------------------------------------------------------


def test_a_condition_is_added_with_the_inputs_of_its_field(city) -> None:
    content = content_of("ENT-02")
    editor = sent(content, "m:add:c:any", {"m-new-any": "certificate_type", "m-basics-title_en": "Kept while adding"})
    assert editor.redisplays
    assert editor.content()["eligibility"]["any"] == [{"field": "certificate_type", "op": "eq"}]
    page = page_of(editor)
    assert "m-c-2-value" in dict(page.sent)
    assert dict(page.sent)["m-basics-title_en"] == "Kept while adding"
    assert page.shows("Give the value that the answer is compared with.")
    chosen = MeasureEditor(content, page.data(**{"m-c-2-value": "SOC2"}))
    assert chosen.content()["eligibility"]["any"][0]["value"] == "SOC2"
    assert chosen.conditions[2].sentence.en == "Certificate is SOC 2"


def test_another_comparison_brings_other_inputs_and_takes_the_value_along(city) -> None:
    content = content_of("ENT-01")
    editor = sent(content, "m:preview", {"m-c-1-op": "gte"})
    assert editor.content()["eligibility"]["all"][1]["value"] == "2025-07-01"
    back = MeasureEditor(content, page_of(editor).data("m:preview", **{"m-c-1-op": "between_dates"}))
    assert back.content()["eligibility"]["all"][1]["value"] == ["2025-07-01", "2025-07-01"]
    one = sent(content, "m:preview", {"m-c-0-op": "eq"})
    assert one.content()["eligibility"]["all"][0]["value"] == "CMMI3"


def test_another_field_brings_its_own_comparisons(city) -> None:
    editor = sent(content_of("ENT-02"), "m:preview", {"m-c-0-field": "statistics_reported"})
    assert editor.content()["eligibility"]["all"][0] == {"field": "statistics_reported", "op": "is_true"}


def test_rows_move_within_their_group_and_go(city) -> None:
    content = content_of("ENT-03")
    fields = [one["field"] for one in content["eligibility"]["all"]]
    down = sent(content, "m:down:c:0").content()["eligibility"]
    assert [one["field"] for one in down["all"]] == [fields[1], fields[0], *fields[2:]]
    assert down["all"][1]["value"] == 1
    assert sent(content, "m:down:c:3").content()["eligibility"] == content["eligibility"]
    up = sent(content, "m:up:c:5").content()["eligibility"]["any"]
    assert [one["field"] for one in up] == ["growth_pct", "export_base_member"]
    gone = sent(content, "m:remove:c:4").content()["eligibility"]
    assert [one["field"] for one in gone["any"]] == ["growth_pct"]
    moved = sent(content, "m:preview", {"m-c-5-group": "all"}).content()["eligibility"]
    assert (moved["all"][-1]["field"], len(moved["any"])) == ("growth_pct", 1)


def test_tiers_and_parts_are_added_moved_and_taken_out(city) -> None:
    content = content_of("PLT-03")
    more = sent(content, "m:add:f-tiers")
    assert more.content()["subsidy"]["tiers"][-1] == {}
    assert page_of(more).shows("Fill this in.")
    turned = sent(content, "m:down:f-tiers:0")
    assert page_of(turned).shows("The tiers are out of order: put the lowest first, each one higher.")
    assert not turned.is_readable
    assert len(sent(content, "m:remove:f-tiers:0").content()["subsidy"]["tiers"]) == 1
    booths = content_of("MKT-01")
    parts = sent(booths, "m:up:f-parts:1").content()["subsidy"]["parts"]
    assert parts == booths["subsidy"]["parts"][::-1]


@pytest.mark.parametrize(
    "action",
    ["m:add:x", "m:remove:c:99", "m:remove:c:-1", "m:up:c:²", "m:add:f-parts-0-parts", "m:", "m:remove:c", "m:x:c:0"],
)
def test_a_button_that_does_not_exist_changes_nothing(city, action: str) -> None:
    content = content_of("MKT-01")
    assert sent(content, action).content() == content


def test_what_was_typed_for_another_kind_of_amount_is_not_lost(city) -> None:
    content = content_of("PLT-03")
    other = sent(content, "m:preview", {"m-f-kind": "rate"})
    assert other.content()["subsidy"] == {"kind": "rate", "cap_cny": 500000, "base": "park_cbec_cny"}
    back = MeasureEditor(content, page_of(other).data("m:preview", **{"m-f-kind": "tiers"}))
    assert back.content()["subsidy"] == content["subsidy"]


def test_too_many_rows_are_cut_not_drawn(city) -> None:
    content = content_of("ENT-02")
    editor = sent(content, "m:preview", {"m-c-count": "999", "m-e-count": "٣", "m-f-kind": "rate"})
    assert (len(editor.conditions), len(editor.examples)) == (40, 0)


# -- what is wrong is said where it is --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("m-c-0-value", "plenty", "Give a number."),
        ("m-c-0-value", "1e9", "Give a number."),
        ("m-c-0-value", "9" * 17, "This number is too large."),
        ("m-c-0-op", "is_true", "This comparison cannot be used here. Possible are: equals,"),
        ("m-f-pct", "12.3456789012345678901", "This number has too many decimal places."),
        ("m-basics-budget", "12.345", "Give at most two decimal places."),
        ("m-basics-budget", "-1", "Give a number of zero or more."),
        ("m-basics-window_open", "2026年2月30日", "Enter a valid date."),
        ("m-e-0-amount_cny", "sixty", "Give a number."),
        ("m-e-0-f-offshore_exec_usd", "much", "Give a number."),
    ],
)
def test_what_cannot_be_read_is_kept_and_named(city, name: str, value: str, words: str) -> None:
    content = content_of("SUP-02" if "pct" in name else "ENT-02")
    editor = sent(content, changes={name: value})
    assert not editor.is_valid()
    page = page_of(editor)
    assert page.shows(words)
    assert name.endswith("-op") or dict(page.sent)[name] == value


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        ("ENT-02", {"m-f-unit": "0"}, "The number must be greater than 0."),
        ("SUP-02", {"m-f-pct": "101"}, "The number must be at most 100."),
        ("OPN-03", {"m-f-paid_on_approval": "120"}, "The number must be at most 100."),
        ("OPN-02", {"m-f-cases-1-value": "B"}, "“B” is there twice."),
        ("MKT-01", {"m-f-parts-1-cap_each": ""}, "Fill this in."),
        ("TRA-02", {"m-f-base": "fx_receipts_usd", "m-f-max_items": "3"}, "Items can only be listed for"),
    ],
)
def test_what_the_rules_refuse_is_said_beside_its_input(city, code: str, changes: dict, words: str) -> None:
    content = content_of(code)
    editor = sent(content, changes=changes)
    assert editor.is_valid()  # a draft may be kept
    assert page_of(editor).shows(words)
    assert MeasureEditor.problems(editor.content())


def test_sentences_stand_beside_the_rows_in_both_languages(city) -> None:
    editor = sent(content_of("ENT-02"), "m:preview", {"m-c-0-value": "250,000", "m-f-unit": "20,000"})
    sentence = editor.conditions[0].sentence
    assert sentence.en == "Executed offshore outsourcing of at least USD 250,000"
    assert sentence.zh == "离岸服务外包执行额不低于 250,000 美元"
    assert [(one.zh, one.en) for one in editor.amount] == [
        ("离岸服务外包执行额每满 20,000 美元 给予 3,000 元，最高 300,000 元",
         "CNY 3,000 for each full USD 20,000 of executed offshore outsourcing, at most CNY 300,000"),
    ]  # fmt: skip
    assert [clause for clause, _sentence in editor.common] == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    assert [row.clause for row in editor.conditions] == ["4.1", "4.2"]
