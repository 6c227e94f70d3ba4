"""Rules and facts that cannot be used are refused, with the place and a sentence."""

from copy import deepcopy
from datetime import datetime
from decimal import Decimal

import pytest

from policies import rules

from .rulebook import RULES, SOUND, VOCABULARY, VOCABULARY_DATA, check, measure

ALL = ("eligibility", "all", 0)
RATE = {"kind": "rate", "base": "eligible_cost_cny", "pct": 50}
TIER, TIER_2 = {"from": 100, "amount_cny": 10}, {"from": 200, "amount_cny": 20}
CASE = {"value": "A", "amount_cny": 10}


@pytest.mark.parametrize(
    ("condition", "path"),
    [
        ({"field": "nonsense", "op": "eq", "value": 1}, (*ALL, "field")),
        ({"op": "eq", "value": 1}, ALL),
        ({"field": "clients_served", "op": "about", "value": 1}, (*ALL, "op")),
        ({"field": "clients_served", "op": "is_true"}, (*ALL, "op")),
        ({"field": "entity_type", "op": "gte", "value": "enterprise"}, (*ALL, "op")),
        ({"field": "clients_served", "op": "gte"}, ALL),
        ({"field": "clients_served", "op": "gte", "value": "20"}, (*ALL, "value")),
        ({"field": "clients_served", "op": "gte", "value": 1.5}, (*ALL, "value")),
        ({"field": "clients_served", "op": "gte", "value": True}, (*ALL, "value")),
        ({"field": "clients_served", "op": "gte", "value": float("nan")}, (*ALL, "value")),
        ({"field": "entity_type", "op": "eq", "value": "company"}, (*ALL, "value")),
        ({"field": "entity_type", "op": "in", "value": "enterprise"}, (*ALL, "value")),
        ({"field": "entity_type", "op": "in", "value": []}, (*ALL, "value")),
        ({"field": "entity_type", "op": "in", "value": ["enterprise", "x"]}, (*ALL, "value", 1)),
        ({"field": "registered_division", "op": "prefix", "value": 3702}, (*ALL, "value")),
        ({"field": "statistics_reported", "op": "is_true", "value": True}, (*ALL, "value")),
        ({"field": "cost_date", "op": "between_dates", "value": ["2026-01-01"]}, (*ALL, "value")),
        ({"field": "cost_date", "op": "between_dates", "value": ["2026-02-01", "2026-01-01"]}, (*ALL, "value")),
        ({"field": "cost_date", "op": "between_dates", "value": ["2026-01-01", "2026-02-30"]}, (*ALL, "value", 1)),
        ({"field": "clients_served", "op": "gte", "value": 1, "note": ""}, (*ALL, "note")),
        ({"field": "clients_served", "op": "gte", "value": 1, "clause": 3.1}, (*ALL, "clause")),
        ("clients_served >= 1", ALL),
    ],
)
def test_a_condition_that_cannot_be_read_is_named_by_its_place(condition, path):
    data = measure()
    data["eligibility"]["all"][0] = condition
    with pytest.raises(rules.RuleError) as caught:
        rules.RuleSet.from_data(data, VOCABULARY)
    assert caught.value.path == path
    assert caught.value.message


@pytest.mark.parametrize(
    ("subsidy", "path"),
    [
        ({"kind": "magic"}, ("kind",)),
        ({"kind": ["rate"]}, ("kind",)),
        ({"kind": "rate", "base": "eligible_cost_cny"}, ()),
        ({**RATE, "pct": 0}, ("pct",)),
        ({**RATE, "pct": 101}, ("pct",)),
        ({**RATE, "pct": "50"}, ("pct",)),
        ({**RATE, "base": "entity_type"}, ("base",)),
        ({**RATE, "base": "nonsense"}, ("base",)),
        ({**RATE, "cap": 1}, ("cap",)),
        ({**RATE, "cap_cny": 0.5}, ("cap_cny",)),
        ({**RATE, "cap_cny": -1}, ("cap_cny",)),
        ({**RATE, "cap_cny": None}, ()),
        ({**RATE, "convert": "USD_CNY"}, ("convert",)),
        ({**RATE, "base": "fx_receipts_usd"}, ()),
        ({**RATE, "base": "fx_receipts_usd", "convert": "EUR_CNY"}, ("convert",)),
        ({**RATE, "base": "cbec_export_cny", "max_items": 3}, ("max_items",)),
        ({**RATE, "once_per_applicant": "yes"}, ("once_per_applicant",)),
        ({**RATE, "paid": {"on_approval_pct": 50, "on_acceptance_pct": 40}}, ("paid",)),
        ({"kind": "per_unit", "base": "clients_served", "unit": 0, "amount_per_unit_cny": 1}, ("unit",)),
        ({"kind": "increment", "current": "clients_served", "previous": "clients_served", "pct": 1}, ("previous",)),
        ({"kind": "tiers", "base": "park_cbec_cny", "tiers": []}, ("tiers",)),
        ({"kind": "tiers", "base": "park_cbec_cny", "tiers": [TIER_2, TIER]}, ("tiers", 1)),
        ({"kind": "tiers", "base": "park_cbec_cny", "tiers": [TIER, TIER]}, ("tiers", 1)),
        ({"kind": "tiers", "base": "park_cbec_cny", "tiers": [TIER, {"from": 200}]}, ("tiers", 1)),
        ({"kind": "match", "base": "park_cbec_cny", "cases": [CASE]}, ("base",)),
        ({"kind": "match", "base": "foreign_talent_class", "cases": [{**CASE, "value": "Z"}]}, ("cases", 0, "value")),
        ({"kind": "match", "base": "foreign_talent_class", "cases": [CASE, CASE]}, ("cases", 1, "value")),
        ({"kind": "match", "base": "tax_credit_grade", "cases": [CASE], "per": "person"}, ("per",)),
        ({"kind": "sum", "parts": []}, ("parts",)),
        ({"kind": "sum", "parts": [{"kind": "sum", "parts": []}]}, ("parts", 0, "kind")),
        ({"kind": "sum", "parts": [RATE, {**RATE, "base": "x"}]}, ("parts", 1, "base")),
        (
            {"kind": "sum", "parts": [{**RATE, "part_cap_per_unit": {"unit": "warehouse_area_sqm", "cny": 1}}]},
            ("parts", 0, "part_cap_per_unit", "unit"),
        ),
    ],
)
def test_a_formula_that_cannot_be_read_is_named_by_its_place(subsidy, path):
    with pytest.raises(rules.RuleError) as caught:
        rules.RuleSet.from_data(measure(**subsidy), VOCABULARY)
    assert caught.value.path == ("subsidy", *path)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"eligibility": None}, ()),
        ({"subsidy": None}, ()),
        ({"eligibility": {}}, ("eligibility",)),
        ({"eligibility": {"all": []}}, ("eligibility", "all")),
        ({"eligibility": {"some": []}}, ("eligibility", "some")),
        ({"accounting_period": {"from": "2026-01-01"}}, ("accounting_period",)),
        ({"accounting_period": {"from": "2026-12-31", "to": "2026-01-01"}}, ("accounting_period",)),
        ({"accounting_period": {"from": "January", "to": "2026-01-01"}}, ("accounting_period", "from")),
    ],
)
def test_a_measure_that_lacks_a_part_is_refused(change, path):
    with pytest.raises(rules.RuleError) as caught:
        rules.RuleSet.from_data({**measure(), **change}, VOCABULARY)
    assert caught.value.path == path


def _words(**fields: str) -> dict:
    """The vocabulary with derived fields of these names and expressions."""
    data = deepcopy(VOCABULARY_DATA)
    for code, derived in fields.items():
        data["rule_fields"].append({"field": code, "type": "number", "zh": "甲", "en": "x", "derived": derived})
    return data


@pytest.mark.parametrize(
    "fields",
    [
        {"a": "a + 1"},
        {"a": "b * 2", "b": "a / 2"},
        {"a": "nonsense + 1"},
        {"a": "entity_type + 1"},
        {"a": "__import__('os')"},
        {"a": "clients_served ** 9"},
        {"a": "1 +"},
    ],
)
def test_a_derived_field_rests_on_numbers_and_never_on_itself(fields):
    data = _words(**fields)
    with pytest.raises(rules.RuleError) as caught:
        rules.Vocabulary.from_data(data)
    assert caught.value.path == ("rule_fields", len(data["rule_fields"]) - len(fields), "derived")


def test_derived_fields_may_build_on_each_other():
    words = rules.Vocabulary.from_data(_words(a="b * 2", b="clients_served + 0.5"))
    data = {**measure(), "eligibility": {"all": [{"field": "a", "op": "gte", "value": 5}]}}
    rule_set = rules.RuleSet.from_data(data, words)
    assert rules.questions(rule_set)[0].field == "clients_served"
    assert rules.evaluate(rule_set, {"clients_served": 2}).conditions[-1].verdict == "met"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"operators": ["about"]}, ("operators", 0)),
        ({"rule_fields": [{"field": "a", "type": "float", "zh": "甲", "en": "a"}]}, ("rule_fields", 0, "type")),
        ({"rule_fields": [{"field": "a", "type": "enum", "zh": "甲", "en": "a"}]}, ("rule_fields", 0)),
        ({"rule_fields": [{"field": "a", "type": "bool", "zh": "甲"}]}, ("rule_fields", 0)),
        ({"rule_fields": [{"field": "people", "type": "bool", "zh": "甲", "en": "a"}]}, ("rule_fields", 0, "field")),
        ({"common_eligibility": {"all": [{"field": "z", "op": "eq"}]}}, ("common_eligibility", "all", 0, "field")),
    ],
)
def test_a_vocabulary_that_cannot_be_read_is_refused(change, path):
    with pytest.raises(rules.RuleError) as caught:
        rules.Vocabulary.from_data({**VOCABULARY_DATA, **change})
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nonsense", 1),
        ("statistics_reported", 1),
        ("statistics_reported", "yes"),
        ("eligible_cost_cny", "150000"),
        ("eligible_cost_cny", True),
        ("eligible_cost_cny", -1),
        ("eligible_cost_cny", float("nan")),
        ("eligible_cost_cny", float("inf")),
        ("eligible_cost_cny", Decimal("sNaN")),
        ("eligible_cost_cny", 10**15 + 1),
        pytest.param("eligible_cost_cny", 10**5000, id="five thousand digits"),
        ("eligible_cost_cny", Decimal("1E+9999999")),
        ("eligible_cost_cny", [1]),
        ("growth_pct", -(10**16)),
        ("years_since_registration", 201),
        ("clients_served", 1.5),
        ("certificate_type", "ISO9000"),
        ("certificate_type", ["ISO27001"]),
        ("registered_division", 370212),
        ("registered_division", "青岛"),
        ("cost_date", "2026-02-30"),
        ("cost_date", "2026-W26-2"),
        ("cost_date", "30.6.2026"),
        ("cost_date", datetime(2026, 6, 30)),
        ("cost_date", "0001-01-01"),
        ("people", "A"),
        ("people", ["A", "Z"]),
        ("items", 5),
        ("items", [5, -1]),
        ("items", [0] * 1001),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_by_name(field, value):
    with pytest.raises(rules.FactsError) as caught:
        rules.evaluate(RULES["ENT-01"], {**SOUND, field: value})
    assert set(caught.value.errors) == {field}
    assert caught.value.errors[field]


def test_all_wrong_facts_are_named_at_once():
    with pytest.raises(rules.FactsError) as caught:
        rules.evaluate(RULES["ENT-01"], {"items": "x", "cost_date": 1, "statistics_reported": True})
    assert set(caught.value.errors) == {"items", "cost_date"}


@pytest.mark.parametrize("rate", [0, -7, "7", float("nan")])
def test_an_impossible_exchange_rate_is_refused(rate):
    with pytest.raises(rules.FactsError):
        rules.evaluate(RULES["SUP-01"], {}, usd_cny=rate)


def test_empty_answers_are_unanswered():
    result = check("ENT-01", items=[], certificate_type=None)
    assert {"items", "certificate_type"} <= set(result.missing)


def test_a_number_of_many_places_is_cut_not_spread_out():
    result = check("ENT-01", eligible_cost_cny=Decimal("1E-9999999"))
    assert result.amount_cny == 0
