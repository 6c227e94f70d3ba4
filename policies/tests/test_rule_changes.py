"""What would change a verdict: a sentence for every operator and kind of field, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from policies import rules
from policies.rules.conditions import ALLOWED

from .rulebook import VOCABULARY, check, with_conditions, with_formula

# field, operator, value, an answer that fails; then the condition and what would change it, in English and Chinese
CASES = [
    ("entity_type", "eq", "enterprise", "association",
     "Entity type is Enterprise",
     "Needs to be Enterprise.",
     "主体类型为企业", "须为企业。"),
    ("entity_type", "ne", "association", "association",
     "Entity type is not Association",
     "Must not be Association.",
     "主体类型不为社会团体", "不得为社会团体。"),
    ("entity_type", "in", ["enterprise", "institution"], "association",
     "Entity type is one of: Enterprise, Public institution",
     "Needs to be one of: Enterprise, Public institution.",
     "主体类型为下列之一：企业、事业单位", "须为下列之一：企业、事业单位。"),
    ("entity_type", "not_in", ["association"], "association",
     "Entity type is not Association",
     "Must not be Association.",
     "主体类型不为社会团体", "不得为社会团体。"),
    ("export_value_usd", "gte", 500000, Decimal("499999.99"),
     "Digital-trade exports of at least USD 500,000",
     "Needs at least USD 500,000: USD 0.01 more.",
     "数字贸易出口额不低于 500,000 美元", "须达到 500,000 美元，还差 0.01 美元。"),
    ("export_value_usd", "gt", 0, 0,
     "Digital-trade exports of more than USD 0",
     "Needs more than USD 0.",
     "数字贸易出口额高于 0 美元", "须高于 0 美元。"),
    ("export_value_usd", "lte", 500000, Decimal("500000.005"),
     "Digital-trade exports of at most USD 500,000",
     "May be at most USD 500,000: USD 0.01 too much.",
     "数字贸易出口额不高于 500,000 美元", "不得超过 500,000 美元，已超出 0.01 美元。"),
    ("export_value_usd", "lt", 500000, 500000,
     "Digital-trade exports of less than USD 500,000",
     "Must be less than USD 500,000.",
     "数字贸易出口额低于 500,000 美元", "须低于 500,000 美元。"),
    ("eligible_cost_cny", "eq", 100, 99,
     "Audited eligible cost is CNY 100",
     "Needs to be CNY 100.",
     "审定费用为100 元", "须为100 元。"),
    ("clients_served", "ne", 3, 3,
     "Enterprises served is not 3",
     "Must not be 3.",
     "服务企业数不为3", "不得为3。"),
    ("clients_served", "gte", 20, 19,
     "Enterprises served: at least 20",
     "Needs at least 20: 1 more.",
     "服务企业数不少于 20", "须达到 20，还差 1。"),
    ("clients_served", "in", [1, 2], 3,
     "Enterprises served is one of: 1, 2",
     "Needs to be one of: 1, 2.",
     "服务企业数为下列之一：1、2", "须为下列之一：1、2。"),
    ("clients_served", "not_in", [1, 2], 2,
     "Enterprises served is none of: 1, 2",
     "Must be none of: 1, 2.",
     "服务企业数不属于下列情形：1、2", "不得属于下列情形：1、2。"),
    ("years_since_registration", "lt", 8, 9,
     "Years since registration: less than 8 years",
     "Must be less than 8 years.",
     "注册满年限少于 8 年", "须低于 8 年。"),
    ("years_since_registration", "gt", 1, 1,
     "Years since registration: more than 1 year",
     "Needs more than 1 year.",
     "注册满年限多于 1 年", "须高于 1 年。"),
    ("foreign_talent_months", "gte", 6, 5,
     "Months worked in Qingdao: at least 6 months",
     "Needs at least 6 months: 1 month more.",
     "在青工作月数不少于 6 个月", "须达到 6 个月，还差 1 个月。"),
    ("warehouse_area_sqm", "lte", 10, 11,
     "Overseas warehouse area: at most 10 m²",
     "May be at most 10 m²: 1 m² too much.",
     "海外仓面积不超过 10 平方米", "不得超过 10 平方米，已超出 1 平方米。"),
    ("growth_pct", "gte", 10, 8,
     "Year-on-year growth of at least 10%",
     "Needs at least 10%: 2 percentage points more.",
     "同比增幅不低于 10%", "须达到 10%，还差 2 个百分点。"),
    ("growth_pct", "gt", 10, 10,
     "Year-on-year growth of more than 10%",
     "Needs more than 10%.",
     "同比增幅高于 10%", "须高于 10%。"),
    ("growth_pct", "lte", 10, Decimal("10.004"),
     "Year-on-year growth of at most 10%",
     "May be at most 10%: 0.01 percentage points too much.",
     "同比增幅不高于 10%", "不得超过 10%，已超出 0.01 个百分点。"),
    ("registered_division", "prefix", "3702", "370102",
     "Place of registration begins with 3702",
     "Needs to begin with 3702.",
     "注册地以 3702 开头", "须以 3702 开头。"),
    ("registered_division", "eq", "370212", "370202",
     "Place of registration is 370212 (Laoshan District)",
     "Needs to be 370212 (Laoshan District).",
     "注册地为370212（青岛市崂山区）", "须为370212（青岛市崂山区）。"),
    ("registered_division", "in", ["370212", "370202"], "370211",
     "Place of registration is one of: 370212 (Laoshan District), 370202 (Shinan District)",
     "Needs to be one of: 370212 (Laoshan District), 370202 (Shinan District).",
     "注册地为下列之一：370212（青岛市崂山区）、370202（青岛市市南区）",
     "须为下列之一：370212（青岛市崂山区）、370202（青岛市市南区）。"),
    ("statistics_reported", "is_true", None, False,
     "Statistics filed on the MOFCOM unified platform",
     "The answer would have to be yes.",
     "在商务部业务系统统一平台如实填报", "该项须为“是”。"),
    ("statistics_reported", "is_false", None, True,
     "Does not apply: Statistics filed on the MOFCOM unified platform",
     "The answer would have to be no.",
     "不存在下列情形：在商务部业务系统统一平台如实填报", "该项须为“否”。"),
    ("statistics_reported", "eq", True, False,
     "Statistics filed on the MOFCOM unified platform",
     "The answer would have to be yes.",
     "在商务部业务系统统一平台如实填报", "该项须为“是”。"),
    ("statistics_reported", "ne", True, True,
     "Does not apply: Statistics filed on the MOFCOM unified platform",
     "The answer would have to be no.",
     "不存在下列情形：在商务部业务系统统一平台如实填报", "该项须为“否”。"),
    ("cost_date", "between_dates", ["2026-01-01", "2026-12-31"], "2027-01-01",
     "Date on the cost voucher from 1 Jan 2026 to 31 Dec 2026",
     "Needs a date from 1 Jan 2026 to 31 Dec 2026.",
     "费用凭证日期在2026年1月1日至2026年12月31日之间", "日期须在2026年1月1日至2026年12月31日之间。"),
    ("cost_date", "gte", "2026-01-01", "2025-12-31",
     "Date on the cost voucher on or after 1 Jan 2026",
     "Needs a date on or after 1 Jan 2026.",
     "费用凭证日期不早于2026年1月1日", "日期不得早于2026年1月1日。"),
    ("cost_date", "gt", "2026-01-01", "2026-01-01",
     "Date on the cost voucher after 1 Jan 2026",
     "Needs a date after 1 Jan 2026.",
     "费用凭证日期晚于2026年1月1日", "日期须晚于2026年1月1日。"),
    ("cost_date", "lte", "2026-01-01", "2026-01-02",
     "Date on the cost voucher on or before 1 Jan 2026",
     "Needs a date on or before 1 Jan 2026.",
     "费用凭证日期不晚于2026年1月1日", "日期不得晚于2026年1月1日。"),
    ("cost_date", "lt", "2026-01-01", "2026-01-01",
     "Date on the cost voucher before 1 Jan 2026",
     "Needs a date before 1 Jan 2026.",
     "费用凭证日期早于2026年1月1日", "日期须早于2026年1月1日。"),
    ("cost_date", "eq", "2026-01-01", "2026-01-02",
     "Date on the cost voucher is 1 Jan 2026",
     "Needs to be 1 Jan 2026.",
     "费用凭证日期为2026年1月1日", "须为2026年1月1日。"),
    ("cost_date", "ne", "2026-01-01", "2026-01-01",
     "Date on the cost voucher is not 1 Jan 2026",
     "Must not be 1 Jan 2026.",
     "费用凭证日期不为2026年1月1日", "不得为2026年1月1日。"),
]  # fmt: skip


def judged(field: str, op: str, value: object, used: object) -> rules.ConditionResult:
    condition = {"field": field, "op": op} | ({} if value is None else {"value": value})
    return next(
        one for one in rules.evaluate(with_conditions(condition), {field: used}).conditions if one.group == "all"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_condition_that_fails_says_what_would_change_it(case):
    field, op, value, used, *expected = case
    one = judged(field, op, value, used)
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said += [one.sentence, one.change]
    assert (one.verdict, said) == ("not_met", expected)


def test_every_operator_of_every_kind_of_field_has_its_sentence():
    """`in` and `not_in` of one value read like `eq` and `ne`; codes, figures and choices share theirs."""
    covered = {(VOCABULARY.fields[field].type, op) for field, op, *_rest in CASES}
    kinds = {"money": "number", "integer": "number", "code": "enum"}
    every = {(kinds.get(kind, kind), op) for kind, ops in ALLOWED.items() for op in ops}
    assert {(kinds.get(kind, kind), op) for kind, op in covered} == every


@pytest.mark.parametrize(
    ("op", "value", "used", "detail"),
    [
        ("gte", 10, "9.999", "Your answer: 9.99%."),
        ("gt", 10, "9.999", "Your answer: 9.99%."),
        ("lte", 10, "10.001", "Your answer: 10.01%."),
        ("lt", 10, "10.001", "Your answer: 10.01%."),
        ("lte", 10, "9.991", "Your answer: 10%."),
    ],
)
def test_a_figure_that_misses_its_mark_never_reads_as_if_it_reached_it(op, value, used, detail):
    with translation.override("en"):
        assert judged("growth_pct", op, value, Decimal(used)).detail == detail


def test_a_condition_that_is_met_or_judged_by_an_official_needs_no_change():
    assert judged("growth_pct", "gte", 10, 10).change == ""
    assert judged("growth_pct", "gte", 10, rules.OFFICIAL).change == ""


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Year-on-year growth: 8% now; 10% would give CNY 100,000, CNY 50,000 more."),
        ("zh-hans", "同比增幅目前为 8%，达到 10% 可获 100,000 元，增加 50,000 元。"),
    ],
)
def test_the_next_tier_says_where_one_stands_and_what_more_would_bring(language, sentence):
    tiers = [{"from": 5, "amount_cny": 50000}, {"from": 10, "amount_cny": 100000}]
    rule_set = with_formula(kind="tiers", base="growth_pct", tiers=tiers)
    result = check(rule_set, export_value_usd=1080000, prev_export_value_usd=1000000)
    with translation.override(language):
        assert (result.amount_cny, result.next_tier.sentence) == (50000, sentence)
        assert result.steps[-1].label == sentence
