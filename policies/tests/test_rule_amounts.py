"""Amounts: every kind of formula, rounding, ceilings, payment, the pro-rata cut."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import rules

from .rulebook import MEASURES, RULES, SOUND, USD_CNY, VECTORS, check, verdict_of, with_formula

CERTIFICATE = {"certificate_type": "ISO27001", "cost_date": "2026-01-15"}


def test_rate_rounds_down_to_whole_yuan_before_the_ceiling():
    assert check("TRA-02", eligible_cost_cny=Decimal("100003.33")).amount_cny == 30000
    assert [check("MKT-02", eligible_cost_cny=cost).amount_cny for cost in (599999, 600000, 600001)] == [
        299999, 300000, 300000,
    ]  # fmt: skip


def test_dollars_wait_for_the_exchange_rate():
    facts = {**SOUND, "statistics_reported": True, "trade_category": "TECH", "tech_contract_registered": True}
    facts["fx_receipts_usd"] = 100000
    assert rules.evaluate(RULES["SUP-02"], facts, usd_cny=Decimal("7.0")).amount_cny == 17500
    assert rules.evaluate(RULES["SUP-02"], facts, usd_cny=Decimal("7.1")).amount_cny == 17750
    without = rules.evaluate(RULES["SUP-02"], facts)
    assert (without.verdict, without.amount_cny) == ("official", None)


@pytest.mark.parametrize(("executed", "amount"), [(199999, None), (200000, 60000), (209999.99, 60000), (210000, 63000)])
def test_per_unit_counts_whole_units_only(executed, amount):
    assert check("ENT-02", offshore_exec_usd=executed).amount_cny == amount


@pytest.mark.parametrize(
    ("exports", "amount", "following"),
    [(299999, 0, 50000), (300000, 50000, 150000), (999999, 50000, 150000), (1000000, 150000, 300000)],
)
def test_tiers_give_the_highest_reached_and_do_not_add_up(exports, amount, following):
    tiers = [{"from": 300000, "amount_cny": 50000}, {"from": 1000000, "amount_cny": 150000}]
    tiers.append({"from": 3000000, "amount_cny": 300000})
    result = check(with_formula(kind="tiers", base="export_value_usd", tiers=tiers), export_value_usd=exports)
    assert result.amount_cny == amount
    assert (result.next_tier.amount_cny, result.next_tier.gain_cny) == (following, following - amount)


def test_after_the_last_tier_there_is_no_next_one():
    result = check("PLT-03", entity_type="park_operator", park_cbec_cny=500000000)
    assert (result.amount_cny, result.next_tier) == (500000, None)


def test_a_next_tier_above_the_ceiling_is_not_promised():
    tiers = [{"from": 1, "amount_cny": 10}, {"from": 9, "amount_cny": 90}]
    rule_set = with_formula(kind="tiers", base="park_cbec_cny", tiers=tiers, cap_cny=10)
    assert check(rule_set, park_cbec_cny=5).next_tier is None


def test_match_gives_a_line_for_each_person_then_the_ceiling():
    facts = {"foreign_talent_months": 6, "staff_insured": 5}
    result = check("OPN-02", **facts, people=["A", "C", "B"])
    assert [step.value for step in result.steps if step.kind == "line"] == [80000, 0, 30000]
    assert result.verdict == "met"
    assert check("OPN-02", **facts, people=["A"] * 6).amount_cny == 400000
    assert check("OPN-02", **facts, people=["C"]).verdict == "not_met"
    assert check("OPN-02", **facts, foreign_talent_class="B").amount_cny == 30000


def test_match_without_persons_looks_one_value_up():
    cases = [{"value": "patent", "amount_cny": 500}, {"value": "trademark", "amount_cny": 100}]
    rule_set = with_formula(kind="match", base="ip_right_type", cases=cases)
    assert [check(rule_set, ip_right_type=value).amount_cny for value in ("patent", "copyright")] == [500, 0]


def test_sum_caps_each_part_by_its_units_then_the_whole():
    booths = {"event_in_catalogue": True, "booths_overseas": 2, "booth_cost_overseas_cny": 100000}
    booths |= {"booths_domestic": 1, "booth_cost_domestic_cny": 15001}
    assert check("MKT-01", **booths).amount_cny == 40000 + 7500
    assert check("MKT-01", **{**booths, "booths_overseas": 9, "booth_cost_overseas_cny": 900000}).amount_cny == 100000


def test_a_part_without_units_needs_no_cost():
    result = check(
        "MKT-01", event_in_catalogue=True, booths_overseas=1, booth_cost_overseas_cny=30000, booths_domestic=0
    )
    assert (result.verdict, result.amount_cny, result.provisional) == ("met", 15000, False)


def test_a_part_without_answers_counts_for_nothing_for_now():
    result = check("MKT-01", event_in_catalogue=True, booths_overseas=1, booth_cost_overseas_cny=30000)
    assert (result.verdict, result.amount_cny, result.provisional) == ("unanswered", 15000, True)
    assert result.missing == ["booths_domestic", "booth_cost_domestic_cny"]


def test_the_ceiling_of_an_item_comes_before_the_ceiling_of_all():
    amounts = {
        (300000,): 100000,  # 150,000 cut to the ceiling of one certificate
        (300000, 20000): 110000,
        (10, 20, 30, 300000): 100025,  # the best three of four
        (300000,) * 4: 300000,
        (3, 3): 2,  # each certificate is rounded down on its own
    }
    found = {costs: check("ENT-01", **CERTIFICATE, items=list(costs)).amount_cny for costs in amounts}
    assert found == amounts


def test_without_a_list_of_items_the_amount_is_provisional():
    result = check("ENT-01", **CERTIFICATE, eligible_cost_cny=300000)
    assert (result.verdict, result.amount_cny, result.provisional) == ("met", 150000, True)
    assert [step.kind for step in result.steps] == ["base", "line", "note", "ceiling", "total"]


def test_an_audited_total_below_the_listed_items_limits_them():
    assert check("ENT-01", **CERTIFICATE, items=[100000, 100000], eligible_cost_cny=150000).amount_cny == 75000


# -- ceilings and payment ---------------------------------------------------------------------------


def test_what_was_granted_before_this_year_reduces_the_ceiling():
    facts = {**SOUND, "eligible_cost_cny": 800000}
    granted = [
        rules.evaluate(RULES["MKT-02"], facts, already_granted_cny=Decimal(before)).amount_cny
        for before in (0, 250000, 300000, 400000)
    ]
    assert granted == [300000, 50000, 0, 0]


def test_a_support_granted_once_is_refused_the_second_time():
    facts = {**SOUND, "cbec_export_cny": 25000000, "eligible_cost_cny": 150000, "cost_date": "2026-05-01"}
    assert rules.evaluate(RULES["TRA-01"], facts).amount_cny == 75000
    second = rules.evaluate(RULES["TRA-01"], facts, granted_before=True)
    assert (second.verdict, second.amount_cny) == ("not_met", None)
    assert [one.field for one in second.with_verdict("not_met")] == ["once_per_applicant"]
    assert rules.evaluate(RULES["TRA-03"], facts, granted_before=True).verdict == "unanswered"


def test_payment_in_two_parts_loses_nothing():
    result = check("OPN-03", years_since_registration=2, qingdao_clients_served=10, eligible_cost_cny=500003)
    assert result.amount_cny == 200001
    assert [step.value for step in result.steps if step.kind == "payment"] == [100000, 100001]


def test_the_pro_rata_cut_leaves_less_than_a_yuan_for_each_award():
    awards, budget = [Decimal(100001), Decimal(33333), Decimal(7)], 100000
    cut = [rules.apply_pro_rata(award, Fraction(budget, int(sum(awards)))) for award in awards]
    assert cut == [74996, 24998, 5]
    assert budget - len(awards) < sum(cut) <= budget
    assert rules.apply_pro_rata(Decimal(3), Fraction(2, 3)) == 2
    assert rules.apply_pro_rata(Decimal(75000), Decimal("0.5")) == 37500
    with pytest.raises(ValueError):
        rules.apply_pro_rata(Decimal(1), Decimal("1.01"))


def test_years_count_on_the_day_of_filing_not_at_the_end_of_the_period():
    registered, filing = date(2024, 11, 1), date(2026, 10, 16)
    period_end = RULES["OPN-03"].accounting_period[1]
    verdicts = [
        verdict_of(
            check("OPN-03", years_since_registration=rules.completed_years(registered, day)),
            "years_since_registration",
        )
        for day in (filing, period_end)
    ]
    assert verdicts == ["not_met", "met"]
    assert rules.completed_years(date(2024, 2, 29), date(2025, 2, 28)) == 0


# -- properties -------------------------------------------------------------------------------------

money = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False, allow_infinity=False)


@given(money, money)
def test_a_rate_never_falls_when_the_cost_rises(first, second):
    low, high = sorted((first, second))
    amounts = [check("MKT-02", eligible_cost_cny=cost).amount_cny for cost in (low, high)]
    assert amounts[0] <= amounts[1] <= 300000


@given(st.lists(money, min_size=1, max_size=8))
def test_items_never_pass_a_ceiling(costs):
    amount = check("ENT-01", **CERTIFICATE, items=costs).amount_cny
    assert amount == int(amount)
    assert amount <= min(300000, sum(costs) / 2)


@given(money, money)
def test_no_increment_passes_the_ceiling(current, previous):
    result = check("SUP-01", export_value_usd=current, prev_export_value_usd=previous)
    assert result.amount_cny is None or 0 <= result.amount_cny <= 500000


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20), st.integers(0, 10**9))
def test_cut_awards_fit_into_the_budget(awards, budget):
    factor = min(Fraction(1), Fraction(budget, sum(awards)))
    assert sum(rules.apply_pro_rata(Decimal(award), factor) for award in awards) <= budget or factor == 1


def test_the_rate_of_the_demo_data_is_the_rate_of_the_vectors():
    assert Decimal(str(MEASURES["usd_cny"])) == Decimal(str(VECTORS["usd_cny"])) == USD_CNY
