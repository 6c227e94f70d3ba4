"""The check-up's core: many rule sets judged as one would be, sorted, with the way to more."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from policies.matching import CheckUp, Finding, changes
from policies.matching.changes import Change
from policies.rules import OFFICIAL, FactsError, RuleSet, Verdict, evaluate
from policies.rules.many import Prepared, evaluate_many
from policies.tests.enterprises_asked import enterprises
from policies.tests.rulebook import RULES, SOUND, USD_CNY, VECTORS, VOCABULARY, with_conditions, with_formula

CODES = list(RULES)
PREPARED = [Prepared.of(one) for one in RULES.values()]
RATES = [USD_CNY] * len(PREPARED)


def said(result) -> dict:
    """All that a result says, but what is still to be asked of a measure that is ruled out."""
    with translation.override("en"):
        tier = str(result.next_tier) if result.next_tier else ""
        details = [(one.detail, one.missing, [str(label) for label in one.asked_labels]) for one in result.conditions]
        missing = [] if result.verdict is Verdict.NOT_MET else result.missing
        return result.as_dict() | {"tier": tier, "details": details, "missing": missing}


def known(facts: dict) -> tuple[dict, frozenset]:
    """Facts and what the enterprise has none of."""
    absent = frozenset(code for code, value in facts.items() if value is None)
    return {code: value for code, value in facts.items() if value is not None}, absent


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: str(vector.get("id", vector.get("measure"))))
def test_many_rule_sets_are_judged_as_each_alone(vector) -> None:
    facts = SOUND | vector["facts"]
    alone = [said(evaluate(one, facts, usd_cny=USD_CNY)) for one in RULES.values()]
    assert [said(one) for one in evaluate_many(PREPARED, facts, rates=RATES)] == alone


@pytest.mark.parametrize("size", [0, 3, 9, 20, 40])
def test_half_answered_enterprises_are_judged_alike_too(size: int) -> None:
    for number, whole in enumerate(enterprises(24)):
        facts, _absent = known(dict(list(whole.items())[number % 3 : size]))
        if number % 4 == 0:
            facts |= {"statistics_reported": OFFICIAL, "prev_export_value_usd": 0}
        alone = [said(evaluate(one, facts, usd_cny=USD_CNY, sources={"items": "record"})) for one in RULES.values()]
        many = evaluate_many(PREPARED, facts, rates=RATES, sources={"items": "record"})
        assert [said(one) for one in many] == alone


def test_nothing_to_judge_gives_nothing_and_mixed_vocabularies_are_refused() -> None:
    assert evaluate_many([], {}) == []
    other = RuleSet.from_data(
        {"eligibility": {"all": [{"field": "statistics_reported", "op": "is_true"}]},
         "subsidy": {"kind": "rate", "base": "eligible_cost_cny", "pct": 50, "cap_cny": 1}},
        VOCABULARY.__class__(VOCABULARY.fields, VOCABULARY.operators, VOCABULARY.documents, ()),
    )  # fmt: skip
    with pytest.raises(ValueError, match="vocabularies"):
        evaluate_many([PREPARED[0], Prepared.of(other)], {})


def test_wrong_facts_are_named_once_for_all() -> None:
    with pytest.raises(FactsError) as caught:
        evaluate_many(PREPARED, {"trade_category": "X", "staff_insured": -1, "unheard_of": 1})
    assert set(caught.value.errors) == {"trade_category", "staff_insured", "unheard_of"}


# --- having none of something -------------------------------------------------------------------------


def one_of(rule_set: RuleSet, absent: set[str], **facts: object):
    return evaluate_many([Prepared.of(rule_set)], SOUND | facts, absent=absent)[0]


def test_who_has_none_of_it_does_not_meet_what_asks_for_it() -> None:
    rules = with_conditions({"field": "policy_type", "op": "in", "value": ["service_trade"]})
    result = one_of(rules, {"policy_type"}, eligible_cost_cny=100)
    line = result.conditions[-1]
    with translation.override("en"):
        assert (result.verdict, line.detail) == (Verdict.NOT_MET, "You said that you have none.")
        assert line.change == "Needs to be Services-trade credit insurance."


def test_who_has_none_of_it_meets_what_excludes_it() -> None:
    rules = with_conditions({"field": "policy_type", "op": "not_in", "value": ["domestic"]})
    assert one_of(rules, {"policy_type"}, eligible_cost_cny=100).verdict is Verdict.MET
    assert one_of(rules, set(), eligible_cost_cny=100).verdict is Verdict.UNANSWERED


def test_one_of_several_alternatives_may_be_absent() -> None:
    rules = with_conditions(
        {"field": "policy_type", "op": "in", "value": ["domestic"]}, {"field": "export_base_member", "op": "is_true"},
        group="any",
    )  # fmt: skip
    assert one_of(rules, {"policy_type"}, eligible_cost_cny=100).verdict is Verdict.UNANSWERED
    assert one_of(rules, {"policy_type"}, eligible_cost_cny=100, export_base_member=True).verdict is Verdict.MET
    assert one_of(rules, {"policy_type"}, eligible_cost_cny=100, export_base_member=False).verdict is Verdict.NOT_MET


def test_nobody_has_no_figure_and_an_answer_counts_before_having_none() -> None:
    rules = with_conditions({"field": "staff_insured", "op": "gte", "value": 5})
    assert one_of(rules, {"staff_insured"}, eligible_cost_cny=100).verdict is Verdict.UNANSWERED
    certificate = with_conditions({"field": "certificate_type", "op": "in", "value": ["SOC2"]})
    assert (
        one_of(certificate, {"certificate_type"}, eligible_cost_cny=9, certificate_type="SOC2").verdict is Verdict.MET
    )


def test_no_people_is_no_class_and_a_formula_over_nobody_gives_nothing() -> None:
    assert one_of(RULES["OPN-02"], {"people"}, foreign_talent_months=9, staff_insured=9).verdict is Verdict.NOT_MET
    amount = with_formula(kind="match", base="policy_type", cases=[{"value": "domestic", "amount_cny": 10}])
    result = one_of(amount, {"policy_type"}, statistics_reported=True)
    assert (result.verdict, result.amount_cny, result.missing) == (Verdict.NOT_MET, None, [])


# --- the three groups and the way to more -------------------------------------------------------------


class Named:
    def __init__(self, code: str) -> None:
        self.code = code


class Window:
    def __init__(self, closes_on: date, state: str = "open") -> None:
        self.closes_on, self.state = closes_on, state


def found(facts: dict, windows: dict | None = None, absent: frozenset = frozenset()) -> CheckUp:
    results = evaluate_many(PREPARED, facts, rates=RATES, absent=absent)
    rows = zip(CODES, PREPARED, results, strict=True)
    return CheckUp.of(
        [Finding(Named(code), one, result, (windows or {}).get(code), USD_CNY) for code, one, result in rows],
        facts=facts,
    )


def codes(findings: list[Finding]) -> list[str]:
    return [one.measure.code for one in findings]


OUTSOURCER = SOUND | {
    "statistics_reported": True, "offshore_exec_usd": 250_000, "certificate_type": "CMMI5",
    "cost_date": date(2026, 1, 15), "items": [150_000], "entity_type": "enterprise", "tax_credit_grade": "B",
}  # fmt: skip


def test_every_measure_stands_in_exactly_one_group() -> None:
    for whole in enterprises(12):
        facts, absent = known(whole)
        sorted_ones = found(facts, absent=absent)
        assert sorted(codes(sorted_ones.findings)) == sorted(CODES)
        assert {one.result.verdict for one in sorted_ones.meets} <= {Verdict.MET}
        assert {one.result.verdict for one in sorted_ones.does_not} <= {Verdict.NOT_MET}
        assert sorted_ones.waiting == []


def test_the_larger_amount_comes_first_then_the_nearer_deadline_and_what_is_over_last() -> None:
    windows = {
        "ENT-02": Window(date(2027, 2, 26)),
        "ENT-01": Window(date(2026, 12, 18)),
        "TRA-03": Window(date(2026, 10, 1), "closed"),
    }
    sorted_ones = found(OUTSOURCER, windows)
    amounts = {one.measure.code: one.result.amount_cny for one in sorted_ones.meets}
    assert amounts == {"ENT-01": 75_000, "ENT-02": 75_000, "TRA-03": 60_000}
    assert codes(sorted_ones.meets) == ["ENT-01", "ENT-02", "TRA-03"]


def test_what_only_an_official_can_settle_stands_apart() -> None:
    sorted_ones = found(OUTSOURCER | {"statistics_reported": OFFICIAL})
    assert codes(sorted_ones.for_officials) == ["ENT-01", "ENT-02"]
    assert not set(codes(sorted_ones.waiting)) & {"ENT-01", "ENT-02"}


def advice(facts: dict, **more: object) -> list[tuple[list[str], list[tuple[str, Decimal | None]]]]:
    def told(change: Change):
        return [one.field for one in change.hurdles], [
            (one.finding.measure.code, one.amount_cny) for one in change.opened
        ]

    return [told(one) for one in changes(found(facts, **more), most=50)]  # type: ignore[arg-type]


def test_one_change_that_opens_several_measures_is_told_once_with_what_each_gives() -> None:
    assert advice(OUTSOURCER | {"statistics_reported": False})[0] == (
        ["statistics_reported"],
        # Of the last two, other things are still unanswered.
        [("ENT-01", Decimal(75_000)), ("ENT-02", Decimal(75_000)), ("SUP-02", None), ("SUP-01", None)],
    )


def test_a_small_gap_comes_before_a_wide_one_and_one_change_before_two() -> None:
    facts = OUTSOURCER | {
        "offshore_exec_usd": 190_000, "trade_category": "SERVICE", "years_since_registration": 3,
        "export_value_usd": 1_000_000, "prev_export_value_usd": 990_000, "warehouse_area_sqm": 0,
        "cbec_export_cny": 0, "event_in_catalogue": False,
    }  # fmt: skip
    told = [fields for fields, _opened in advice(facts)]
    assert told.index(["offshore_exec_usd"]) < told.index(["cbec_export_cny"])
    assert [len(fields) for fields in told] == sorted(len(fields) for fields in told)


def test_nobody_is_advised_to_become_younger_or_another_kind_of_enterprise() -> None:
    facts = SOUND | {
        "years_since_registration": 30, "entity_type": "enterprise", "park_cbec_cny": 300_000_000, "staff_insured": 20,
        "export_value_usd": 900_000, "prev_export_value_usd": 100_000, "export_base_member": True,
    }  # fmt: skip
    assert "PLT-03" in codes(found(facts).does_not)
    assert "ENT-03" in codes(found(facts).does_not)
    assert not {field for fields, _opened in advice(facts) for field in fields} & {
        "entity_type",
        "years_since_registration",
    }


def test_a_window_that_is_over_opens_nothing() -> None:
    facts = OUTSOURCER | {"statistics_reported": False}
    closed = {code: Window(date(2026, 1, 1), "closed") for code in CODES}
    assert advice(facts, windows=closed) == []
