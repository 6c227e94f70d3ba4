"""The demo rules, and facts that satisfy whatever a test is not about."""

from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import yaml

from policies import rules

DATA = Path(__file__).parent.parent / "data"
VOCABULARY_DATA = yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))
MEASURES = yaml.safe_load((DATA / "measures.yaml").read_text(encoding="utf-8"))
VECTORS = yaml.safe_load((Path(__file__).parent / "data" / "subsidy_vectors.yaml").read_text(encoding="utf-8"))

VOCABULARY = rules.Vocabulary.from_data(VOCABULARY_DATA)
MEASURE = {measure["code"]: measure for measure in MEASURES["measures"]}
RULES = {code: rules.RuleSet.from_data(measure, VOCABULARY) for code, measure in MEASURE.items()}
USD_CNY = Decimal("7.0")

SOUND = {
    "registered_division": "370212",
    "independent_legal_person": True,
    "on_serious_dishonesty_list": False,
    "in_abnormal_operation_list": False,
    "fiscal_funds_owed": False,
    "same_cost_funded_elsewhere": False,
}


def measure(code: str = "TRA-03", **subsidy: object) -> dict:
    """A copy of a demo measure, with another formula when one is given."""
    copy = deepcopy(MEASURE[code])
    if subsidy:
        copy["subsidy"] = {"cap_cny": 10**9, **subsidy}
    return copy


def with_formula(**subsidy: object) -> rules.RuleSet:
    """A measure whose conditions `check` always satisfies, so that a test sees the formula alone."""
    data = {"eligibility": {"all": [{"field": "statistics_reported", "op": "is_true"}]}}
    return rules.RuleSet.from_data({**data, "subsidy": {"cap_cny": 10**9, **subsidy}}, VOCABULARY)


def with_conditions(*conditions: dict, group: str = "all") -> rules.RuleSet:
    formula = {"kind": "rate", "base": "eligible_cost_cny", "pct": 50, "cap_cny": 100000}
    return rules.RuleSet.from_data({"eligibility": {group: list(conditions)}, "subsidy": formula}, VOCABULARY)


def check(rule_set: rules.RuleSet | str, **facts: object) -> rules.Result:
    if isinstance(rule_set, str):
        rule_set = RULES[rule_set]
    return rules.evaluate(rule_set, {**SOUND, "statistics_reported": True, **facts}, usd_cny=USD_CNY)


def verdict_of(result: rules.Result, field: str) -> str:
    return next(one.verdict for one in result.conditions if one.field == field)
