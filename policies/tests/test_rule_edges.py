"""Where rules are most easily wrong: edges, bounds, figures that make no sense, and the sentences that explain."""

from copy import deepcopy
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import rules
from policies.rules import OFFICIAL

from .rulebook import MEASURE, RULES, SOUND, USD_CNY, VOCABULARY, VOCABULARY_DATA, check, verdict_of, with_formula

RATE = {"kind": "rate", "base": "eligible_cost_cny", "pct": 50}
PER_PERSON = {"kind": "match", "base": "foreign_talent_class", "per": "person"}
CASES = [{"value": "A", "amount_cny": 80000}, {"value": "B", "amount_cny": 30000}]
TIERS = [{"from": 1000000, "amount_cny": 50000}, {"from": 2000000, "amount_cny": 150000}]
CERTIFICATE = {"certificate_type": "ISO27001", "cost_date": "2026-01-15"}


def words(*fields: dict) -> rules.Vocabulary:
    data = deepcopy(VOCABULARY_DATA)
    data["rule_fields"] += [{"type": "number", "zh": "甲", "en": "x", **field} for field in fields]
    return rules.Vocabulary.from_data(data)


def rules_of(condition: dict, subsidy: dict | None = None, vocabulary: rules.Vocabulary = VOCABULARY) -> rules.RuleSet:
    data = {"eligibility": {"all": [condition]}, "subsidy": {"cap_cny": 100000, **(subsidy or RATE)}}
    return rules.RuleSet.from_data(data, vocabulary)


# -- a base that is none ----------------------------------------------------------------------------


def test_growth_from_a_loss_is_left_to_an_official():
    vocabulary = words(
        {"field": "profit", "derived": "export_value_usd - offshore_exec_usd"},
        {"field": "profit_growth", "unit": "pct", "derived": "fx_receipts_usd / profit * 100"},
    )
    rule_set = rules_of({"field": "profit_growth", "op": "gte", "value": 10}, vocabulary=vocabulary)
    facts = {"export_value_usd": 10, "offshore_exec_usd": 30, "fx_receipts_usd": 5}
    judged = rules.evaluate(rule_set, facts).conditions[-1]
    assert judged.verdict == "official"
    with translation.override("en"):
        assert "because the previous figure is below zero" in judged.detail
    facts["offshore_exec_usd"] = 10
    with translation.override("en"):
        assert "because the previous figure is zero" in rules.evaluate(rule_set, facts).conditions[-1].detail


@pytest.mark.parametrize("previous", [0, OFFICIAL])
def test_an_increase_without_a_base_has_no_amount_and_an_official_judges(previous):
    result = check("SUP-01", export_value_usd=900000, prev_export_value_usd=previous, **_sup_01())
    assert (result.verdict, result.amount_cny, result.provisional) == ("official", None, False)


def test_an_increase_whose_base_is_below_zero_goes_to_an_official():
    loss = {"field": "loss", "type": "money", "unit": "CNY", "derived": "cbec_export_cny - park_cbec_cny"}
    subsidy = {"kind": "increment", "current": "eligible_cost_cny", "previous": "loss", "pct": 10}
    rule_set = rules_of({"field": "statistics_reported", "op": "is_true"}, subsidy, words(loss))
    facts = {"cbec_export_cny": 1, "park_cbec_cny": 2, "eligible_cost_cny": 1000}
    result = check(rule_set, **facts)
    assert (result.verdict, result.amount_cny) == ("official", None)
    assert check(rule_set, **facts | {"park_cbec_cny": 0}).amount_cny == 99


def test_an_increase_whose_base_is_not_given_is_a_question():
    result = check("SUP-01", export_value_usd=900000, **_sup_01())
    assert (result.verdict, result.amount_cny, result.missing) == ("unanswered", None, ["prev_export_value_usd"])


def _sup_01() -> dict:
    return {"years_since_registration": 2, "trade_category": "TECH", "statistics_reported": True}


def test_a_share_of_a_loss_is_nothing_not_less():
    loss = {"field": "margin", "type": "money", "unit": "CNY", "derived": "cbec_export_cny - park_cbec_cny"}
    rule_set = rules_of(
        {"field": "statistics_reported", "op": "is_true"}, {"kind": "rate", "base": "margin", "pct": 10}, words(loss)
    )
    assert check(rule_set, cbec_export_cny=1, park_cbec_cny=100).amount_cny == 0


# -- rules that make no sense -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subsidy", "path"),
    [
        ({"kind": "rate", "base": "clients_served", "pct": 50}, ("subsidy", "base")),
        ({"kind": "rate", "base": "growth_pct", "pct": 50}, ("subsidy", "base")),
        (
            {"kind": "increment", "current": "cbec_export_cny", "previous": "clients_served", "pct": 1},
            ("subsidy", "previous"),
        ),
        ({**RATE, "pct": 10**-7}, ("subsidy", "pct")),
        ({**RATE, "cap_cny": 10**16}, ("subsidy", "cap_cny")),
        ({**RATE, "cap_cny": 10**400}, ("subsidy", "cap_cny")),
        ({"kind": "per_unit", "base": "clients_served", "unit": 1e-300, "amount_per_unit_cny": 1}, ("subsidy", "unit")),
    ],
)  # fmt: skip
def test_a_formula_that_makes_no_sense_is_refused(subsidy, path):
    with pytest.raises(rules.RuleError) as caught:
        rules_of({"field": "statistics_reported", "op": "is_true"}, subsidy)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("registered_division", "prefix", ""),
        ("registered_division", "prefix", "3702123"),
        ("registered_division", "prefix", "青岛"),
        ("registered_division", "eq", "37021"),
        ("export_value_usd", "gte", 10**16),
        ("export_value_usd", "lte", -(10**400)),
        ("export_value_usd", "gt", 0.00000001),
        ("export_value_usd", "gte", float("inf")),
    ],
)
def test_a_condition_nobody_could_be_measured_by_is_refused(field, op, value):
    with pytest.raises(rules.RuleError) as caught:
        rules_of({"field": field, "op": op, "value": value})
    assert caught.value.path[:3] == ("eligibility", "all", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"derived": "1 + " * 200 + "clients_served"},
        {"derived": "clients_served * 1e999"},
        {"derived": "(" * 300 + "clients_served" + ")" * 300},
        {"derived": "new + clients_served", "field": "new"},
        {"unit": 5},
        {"source_doc": ["D01"]},
    ],
    ids=["long", "infinite", "deep", "itself", "unit", "paper"],
)
def test_a_field_that_cannot_be_worked_out_is_refused(change):
    with pytest.raises(rules.RuleError):
        words({"field": "odd", **change})


def test_a_field_with_a_sign_in_its_unit_is_shown():
    vocabulary = words({"field": "share", "unit": "%"})
    rule_set = rules_of({"field": "share", "op": "gte", "value": 10}, vocabulary=vocabulary)
    with translation.override("en"):
        assert rules.evaluate(rule_set, {"share": 5}).conditions[-1].change == "Needs at least 10 %: 5 % more."


def test_fields_that_build_on_each_other_in_many_layers_are_worked_out_once():
    layers = [{"field": "x0", "derived": "clients_served"}, {"field": "y0", "derived": "clients_served"}]
    for number in range(1, 16):
        derived = f"x{number - 1} / 2 + y{number - 1} / 2"
        layers += [{"field": f"{name}{number}", "derived": derived} for name in "xy"]
    rule_set = rules_of({"field": "x15", "op": "gte", "value": 7}, vocabulary=words(*layers))
    assert rules.evaluate(rule_set, {"clients_served": 7}).conditions[-1].verdict == "met"


# -- facts ------------------------------------------------------------------------------------------


def test_too_many_answers_are_refused_without_repeating_them():
    with pytest.raises(rules.FactsError) as caught:
        rules.evaluate(RULES["ENT-01"], {f"field{number}": 1 for number in range(1001)})
    assert list(caught.value.errors) == ["facts"]


@pytest.mark.parametrize("rate", [1000, 10**20, Decimal("1E+500")])
def test_an_exchange_rate_beyond_reason_is_refused(rate):
    with pytest.raises(rules.FactsError) as caught:
        rules.evaluate(RULES["SUP-01"], {}, usd_cny=rate)
    assert list(caught.value.errors) == ["usd_cny"]


def test_the_largest_figures_are_shown_without_failing():
    facts = {**SOUND, **_sup_01(), "export_value_usd": 10**15, "prev_export_value_usd": Decimal("0.000001")}
    result = rules.evaluate(RULES["SUP-01"], facts, usd_cny=Decimal("999.9999"))
    assert result.amount_cny == 500000
    for language in ("en", "zh-hans"):
        shown = result.as_dict(language)
        assert all(step["label"] for step in shown["steps"])
    with translation.override("en"):
        lacking = check("SUP-01", export_value_usd=Decimal("0.000001"), prev_export_value_usd=10**15)
        assert [one.change for one in lacking.with_verdict("not_met")][-1].startswith("Needs at least 10%: 110")


def test_items_left_to_an_official_are_not_taken_as_listed():
    result = check("ENT-01", **CERTIFICATE, eligible_cost_cny=150000, items=OFFICIAL)
    assert (result.verdict, result.amount_cny, result.provisional) == ("official", 75000, True)


# -- sums -------------------------------------------------------------------------------------------


def test_people_are_listed_one_by_one_inside_a_sum_too():
    rule_set = with_formula(kind="sum", parts=[{**PER_PERSON, "cases": CASES}, RATE])
    assert [one.field for one in rules.questions(rule_set)][1] == "registered_division"
    assert "people" in rule_set.asked_codes
    assert "foreign_talent_class" not in rule_set.asked_codes
    assert check(rule_set, people=["A", "B"], eligible_cost_cny=3).amount_cny == 110001


def test_a_tier_ahead_inside_a_sum_is_offered_up_to_the_ceiling():
    parts = [{"kind": "tiers", "base": "park_cbec_cny", "tiers": TIERS}, RATE]
    result = check(with_formula(kind="sum", parts=parts), park_cbec_cny=1500000, eligible_cost_cny=20000)
    assert (result.amount_cny, result.next_tier.amount_cny, result.next_tier.gain_cny) == (60000, 160000, 100000)
    capped = check(with_formula(kind="sum", parts=parts, cap_cny=90000), park_cbec_cny=1500000, eligible_cost_cny=20000)
    assert (capped.next_tier.amount_cny, capped.next_tier.gain_cny) == (90000, 30000)


# -- ceilings in their order ------------------------------------------------------------------------


def test_the_ceiling_of_an_item_then_of_all_then_of_the_year():
    facts = {**SOUND, **CERTIFICATE, "statistics_reported": True, "items": [300000, 250000, 180000, 40000]}
    amounts = {}
    for granted in (0, 250000):
        result = rules.evaluate(RULES["ENT-01"], facts, already_granted_cny=Decimal(granted))
        amounts[granted] = [step.value for step in result.steps if step.kind in ("line", "ceiling", "total")]
    # 100,000 + 100,000 + 90,000; the fourth is not counted; below 300,000, but only 50,000 of the year are left
    assert amounts == {0: [100000, 100000, 90000, 0, 290000, 290000], 250000: [100000, 100000, 90000, 0, 50000, 50000]}


@pytest.mark.parametrize("code", [code for code, one in MEASURE.items() if one["subsidy"]["kind"] == "tiers"])
def test_a_tier_begins_on_its_threshold_to_the_cent(code):
    subsidy = MEASURE[code]["subsidy"]
    found = []
    for tier in subsidy["tiers"]:
        rule_set = with_formula(**subsidy)
        for figure in (Decimal(tier["from"]) - Decimal("0.01"), Decimal(tier["from"])):
            found.append(check(rule_set, **{subsidy["base"]: figure}).amount_cny)
    amounts = [tier["amount_cny"] for tier in subsidy["tiers"]]
    assert found == [figure for pair in zip([0, *amounts], amounts, strict=False) for figure in pair]


def test_the_rate_that_was_used_stands_in_the_steps():
    facts = {**SOUND, **_sup_01(), "export_value_usd": 1200000, "prev_export_value_usd": 1000000}
    result = rules.evaluate(RULES["SUP-01"], facts, usd_cny=Decimal("7.1234"))
    with translation.override("en"):
        steps = {step.label: (step.value, step.detail) for step in result.steps}
    assert steps["Converted at the exchange rate fixed for the call"] == (Decimal("42740.4"), "USD 6,000 × 7.1234")
    assert result.amount_cny == 42740


# -- properties -------------------------------------------------------------------------------------

money = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False, allow_infinity=False)
counts = st.integers(0, 10**6)
VALUES = {"money": money, "number": money, "integer": counts, "bool": st.booleans()}


def answers(rule_set: rules.RuleSet) -> st.SearchStrategy:
    """Any facts that the questions of a measure allow."""
    strategies = {}
    for question in rules.questions(rule_set):
        match question.kind:
            case "items":
                strategies[question.field] = st.lists(money, min_size=1, max_size=5)
            case "people":
                strategies[question.field] = st.lists(st.sampled_from("ABC"), min_size=1, max_size=9)
            case "choice":
                strategies[question.field] = st.sampled_from([code for code, _label in question.choices])
            case "date":
                strategies[question.field] = st.dates(
                    min_value=rule_set.accounting_period[0], max_value=rule_set.accounting_period[1]
                )
            case kind if question.unit == "years":
                strategies[question.field] = st.integers(0, 200)
            case kind:
                strategies[question.field] = VALUES[kind]
    return st.fixed_dictionaries({}, optional=strategies)


@pytest.mark.parametrize("code", RULES)
@settings(max_examples=20)
@given(data=st.data())
def test_an_amount_is_whole_and_lies_between_nothing_and_the_ceiling(code, data):
    result = rules.evaluate(RULES[code], data.draw(answers(RULES[code])), usd_cny=USD_CNY)
    if result.verdict == "not_met":
        assert (result.amount_cny, result.steps, result.next_tier) == (None, [], None)
    if result.amount_cny is not None:
        assert result.amount_cny == int(result.amount_cny)
        assert 0 <= result.amount_cny <= RULES[code].subsidy.cap
        assert [step.value for step in result.steps if step.kind == "total"] == [result.amount_cny]
    assert (result.verdict == "unanswered") <= bool(result.missing)
    result.as_dict("en")


@pytest.mark.parametrize(
    "code", [code for code, one in MEASURE.items() if one["subsidy"]["kind"] in ("rate", "per_unit")]
)
@settings(max_examples=20)
@given(first=money, second=money)
def test_more_of_what_is_supported_never_gives_less(code, first, second):
    subsidy = MEASURE[code]["subsidy"]
    rule_set = with_formula(**subsidy)
    low, high = sorted((first, second))
    amounts = [check(rule_set, **{subsidy["base"]: figure}).amount_cny for figure in (low, high)]
    assert amounts[0] <= amounts[1] <= subsidy["cap_cny"]


@given(st.lists(money, min_size=1, max_size=6), money)
def test_one_more_item_never_gives_less(costs, another):
    amounts = [check("ENT-01", **CERTIFICATE, items=items).amount_cny for items in (costs, [*costs, another])]
    assert amounts[0] <= amounts[1]


@given(money, money, st.integers(0, 10**6))
def test_two_awards_of_a_year_never_pass_the_ceiling(first, second, before):
    facts = {**SOUND, "ip_right_type": "patent", "ip_jurisdiction_foreign": True, "cost_date": "2026-01-01"}
    one = rules.evaluate(RULES["MKT-02"], facts | {"eligible_cost_cny": first}).amount_cny
    two = rules.evaluate(RULES["MKT-02"], facts | {"eligible_cost_cny": second}, already_granted_cny=one).amount_cny
    assert one + two <= 300000
    left = rules.evaluate(
        RULES["MKT-02"], facts | {"eligible_cost_cny": second}, already_granted_cny=Decimal(before)
    ).amount_cny
    assert left == min(int(second * 50 / 100), max(0, 300000 - before))


def test_the_verdicts_of_the_order_are_not_met_official_unanswered_met():
    facts = {"trade_category": "TECH", "tech_contract_registered": True, "statistics_reported": True}
    sound = {**facts, "fx_receipts_usd": 200000}
    assert check("SUP-02", **sound).verdict == "met"
    assert check("SUP-02", **sound, fiscal_funds_owed=None).verdict == "unanswered"
    assert (
        check("SUP-02", **{**sound, "fiscal_funds_owed": None, "tech_contract_registered": OFFICIAL}).verdict
        == "official"
    )
    refused = check(
        "SUP-02", **{**sound, "fiscal_funds_owed": None, "tech_contract_registered": OFFICIAL, "fx_receipts_usd": 1}
    )
    assert (refused.verdict, verdict_of(refused, "fx_receipts_usd")) == ("not_met", "not_met")
