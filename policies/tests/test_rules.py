"""Verdicts: the expected results, every operator, what outweighs what, growth."""

import json
from datetime import date
from decimal import Decimal

import pytest

from policies import rules
from policies.rules import OFFICIAL, Verdict

from .rulebook import (
    MEASURES,
    RULES,
    VECTORS,
    check,
    verdict_of,
    with_conditions,
    with_formula,
)

CERTIFICATE = {"certificate_type": "ISO27001", "cost_date": "2026-01-15"}


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: f"{vector['measure']}-{vector['facts']}")
def test_expected_results(vector):
    rate = Decimal(str(VECTORS["usd_cny"]))
    result = rules.evaluate(RULES[vector["measure"]], vector["facts"], usd_cny=rate)
    if vector.get("expect") == "ineligible":
        assert result.verdict is Verdict.NOT_MET
        assert {one.field for one in result.with_verdict("not_met")} == {vector["because"]}
        assert result.amount_cny is None
    else:
        assert result.amount_cny == vector["expect_cny"]
        assert result.provisional  # the vectors leave most conditions unanswered


def test_demo_measures_say_that_they_are_demo_data():
    assert MEASURES["demo"] is True
    assert len(RULES) == 18


@pytest.mark.parametrize(
    ("condition", "met", "not_met"),
    [
        ({"field": "entity_type", "op": "eq", "value": "enterprise"}, "enterprise", "association"),
        ({"field": "entity_type", "op": "ne", "value": "enterprise"}, "association", "enterprise"),
        ({"field": "entity_type", "op": "in", "value": ["enterprise"]}, "enterprise", "association"),
        ({"field": "entity_type", "op": "not_in", "value": ["enterprise"]}, "association", "enterprise"),
        ({"field": "export_value_usd", "op": "gte", "value": 500000}, 500000, 499999.99),
        ({"field": "export_value_usd", "op": "lte", "value": 500000}, 500000, 500000.01),
        ({"field": "export_value_usd", "op": "gt", "value": 0}, 0.01, 0),
        ({"field": "export_value_usd", "op": "lt", "value": 500000}, 499999.99, 500000),
        ({"field": "export_value_usd", "op": "eq", "value": 5}, Decimal("5.00"), 6),
        ({"field": "clients_served", "op": "in", "value": [1, 2]}, 2, 3),
        ({"field": "registered_division", "op": "prefix", "value": "3702"}, "370281", "370102"),
        ({"field": "export_base_member", "op": "is_true"}, True, False),
        ({"field": "export_base_member", "op": "is_false"}, False, True),
        ({"field": "export_base_member", "op": "eq", "value": True}, True, False),
        (
            {"field": "cost_date", "op": "between_dates", "value": ["2025-07-01", "2026-06-30"]},
            "2026-06-30",
            "2026-07-01",
        ),
        ({"field": "cost_date", "op": "gte", "value": date(2026, 1, 1)}, date(2026, 1, 1), "2025-12-31"),
        ({"field": "cost_date", "op": "lt", "value": date(2026, 1, 1)}, "2025-12-31", date(2026, 1, 1)),
    ],
    ids=lambda value: f"{value['field']} {value['op']}" if isinstance(value, dict) else None,
)
def test_every_operator_on_both_sides_of_its_threshold(condition, met, not_met):
    rule_set, field = with_conditions(condition), condition["field"]
    judged = [
        next(one for one in rules.evaluate(rule_set, {field: used}).conditions if one.group == "all").verdict
        for used in (met, not_met)
    ]
    assert judged == [Verdict.MET, Verdict.NOT_MET]


def test_clauses_follow_the_order_of_the_conditions():
    result = check("ENT-03")
    assert [one.clause for one in result.conditions] == [
        "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6",
    ]  # fmt: skip
    assert [one.group for one in result.conditions][-3:] == ["all", "any", "any"]


def test_a_clause_given_with_the_condition_wins():
    rule_set = with_conditions({"field": "statistics_reported", "op": "is_true", "clause": "第五条(二)"})
    assert rule_set.conditions[-1].clause == "第五条(二)"


# -- the whole verdict ------------------------------------------------------------------------------


def test_all_met_gives_a_final_amount():
    result = check("ENT-01", **CERTIFICATE, items=[150000])
    assert (result.verdict, result.amount_cny, result.provisional) == (Verdict.MET, 75000, False)
    assert result.missing == []
    assert result.counts == {"met": 9, "not_met": 0, "unanswered": 0, "official": 0}


def test_not_met_outweighs_official_outweighs_unanswered():
    facts = {**CERTIFICATE, "items": [150000]}
    unanswered = check("ENT-01", **{**facts, "statistics_reported": None})
    official = check("ENT-01", **{**facts, "statistics_reported": None, "fiscal_funds_owed": OFFICIAL})
    refused = check(
        "ENT-01",
        **{
            **facts,
            "statistics_reported": None,
            "fiscal_funds_owed": OFFICIAL,
            "on_serious_dishonesty_list": True,
        },
    )
    assert [one.verdict for one in (unanswered, official, refused)] == ["unanswered", "official", "not_met"]
    assert [one.amount_cny for one in (unanswered, official, refused)] == [75000, 75000, None]
    assert [one.provisional for one in (unanswered, official, refused)] == [True, True, False]
    assert unanswered.missing == ["statistics_reported"]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"export_base_member": True, "growth_pct": 0}, "met"),
        ({"export_base_member": False, "growth_pct": 30}, "met"),
        ({"export_base_member": OFFICIAL, "growth_pct": 0}, "official"),
        ({"export_base_member": OFFICIAL}, "official"),
        ({"export_base_member": False}, "unanswered"),
        ({"export_base_member": False, "growth_pct": 29.99}, "not_met"),
    ],
)
def test_one_of_an_any_group_is_enough(facts, verdict):
    result = check("ENT-03", years_since_registration=3, export_value_usd=300000, staff_insured=10, **facts)
    assert result.verdict == verdict
    assert len([one for one in result.conditions if one.group == "any"]) == 2


def test_a_group_that_is_met_asks_no_more():
    facts = {"years_since_registration": 3, "export_value_usd": 300000, "staff_insured": 10}
    assert check("ENT-03", **facts, export_base_member=True).missing == []
    assert check("ENT-03", **facts).missing == ["export_base_member", "prev_export_value_usd"]


def test_a_fact_that_only_the_formula_needs_is_asked_for_too():
    result = check("MKT-02", ip_right_type="patent", ip_jurisdiction_foreign=True, cost_date="2026-01-01")
    assert (result.verdict, result.missing, result.amount_cny) == ("unanswered", ["eligible_cost_cny"], None)


# -- growth -----------------------------------------------------------------------------------------


def test_growth_is_worked_out_and_beats_what_was_typed_in():
    result = check("SUP-01", export_value_usd=1050000, prev_export_value_usd=1000000, growth_pct=50)
    growth = next(one for one in result.conditions if one.field == "growth_pct")
    assert (growth.verdict, growth.used, growth.source) == ("not_met", 5, "derived")


def test_growth_given_directly_counts_while_the_figures_are_missing():
    result = check("SUP-01", growth_pct=12, export_value_usd=600000)
    assert verdict_of(result, "growth_pct") == "met"
    assert result.amount_cny is None
    assert "prev_export_value_usd" in result.missing


@pytest.mark.parametrize(("current", "verdict"), [(1100000, "met"), (1099999.99, "not_met")])
def test_growth_exactly_on_the_threshold(current, verdict):
    result = check("SUP-01", export_value_usd=current, prev_export_value_usd=1000000)
    assert verdict_of(result, "growth_pct") == verdict


def test_without_a_previous_period_an_official_judges_growth_and_amount():
    facts = {"years_since_registration": 2, "trade_category": "TECH", "export_value_usd": 600000}
    result = check("SUP-01", **facts, prev_export_value_usd=0)
    assert verdict_of(result, "growth_pct") == "official"
    assert (result.verdict, result.amount_cny, result.provisional) == ("official", None, False)


def test_an_input_left_to_an_official_leaves_the_growth_to_an_official():
    result = check("SUP-01", export_value_usd=600000, prev_export_value_usd=OFFICIAL)
    assert verdict_of(result, "growth_pct") == "official"


def test_falling_exports_give_nothing_rather_than_less_than_nothing():
    formula = {"current": "export_value_usd", "previous": "prev_export_value_usd", "pct": 3, "convert": "USD_CNY"}
    rule_set = with_formula(kind="increment", **formula)
    assert check(rule_set, export_value_usd=5, prev_export_value_usd=9).amount_cny == 0


def test_the_result_is_json():
    result = check("SUP-01", export_value_usd=1300000.5, prev_export_value_usd=1000000)
    data = json.loads(json.dumps(result.as_dict("en")))
    assert set(data) == {"verdict", "amount_cny", "provisional", "conditions", "steps"}
    assert data["amount_cny"] == 63000
    assert {step["label"]: step["value"] for step in data["steps"]}["The increase"] == "300000.5"
    assert set(data["conditions"][0]) == {
        "field", "op", "value", "used", "source", "verdict", "clause", "change", "sentence", "group",
    }  # fmt: skip
