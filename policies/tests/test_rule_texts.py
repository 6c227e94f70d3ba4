"""Sentences in both languages, from one and the same result."""

from decimal import Decimal

import pytest
from django.utils import translation

from policies import rules

from .rulebook import RULES, SOUND, check, with_conditions, with_formula


def texts(result: rules.Result, field: str, language: str) -> tuple[str, str, str]:
    one = next(one for one in result.conditions if one.field == field)
    with translation.override(language):
        return one.sentence, one.detail, one.change


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Digital-trade exports of at least USD 500,000",
                "Your answer: USD 380,000.",
                "Needs at least USD 500,000: USD 120,000 more.",
            ),
        ),
        (
            "zh-hans",
            (
                "数字贸易出口额不低于 500,000 美元",
                "您的回答：380,000 美元。",
                "须达到 500,000 美元，还差 120,000 美元。",
            ),
        ),
    ],
)
def test_what_is_asked_found_and_lacking(language, expected):
    assert texts(check("SUP-01", export_value_usd=380000), "export_value_usd", language) == expected


def test_wording_given_with_the_rule_wins():
    result = check("SUP-01", registered_division="370102")
    assert texts(result, "registered_division", "en")[0] == "Must be registered in Qingdao"
    assert texts(result, "registered_division", "zh-hans")[0] == "须在青岛市登记注册"


def test_values_are_shown_by_their_names():
    result = check("ENT-01", certificate_type="CMMI3")
    assert texts(result, "certificate_type", "en")[1] == "Your answer: CMMI level 3."
    assert texts(result, "certificate_type", "zh-hans")[1] == "您的回答：CMMI 3级。"


def test_the_source_is_named():
    sources = {"registered_division": "credit_code", "independent_legal_person": "工商登记"}
    result = rules.evaluate(RULES["ENT-01"], SOUND, sources=sources)
    assert texts(result, "registered_division", "en")[1] == "Your credit code says 370212 (Laoshan District)."
    assert texts(result, "independent_legal_person", "zh-hans")[1] == "工商登记：是。"
    assert result.conditions[0].source == "credit_code"


def test_growth_just_below_the_threshold_never_reads_as_reached():
    result = check("SUP-01", export_value_usd=1099999, prev_export_value_usd=1000000)
    _sentence, detail, change = texts(result, "growth_pct", "en")
    assert detail == "Year-on-year growth is 9.99%, worked out from your figures."
    assert change == "Needs at least 10%: 0.01 percentage points more."


def test_growth_without_a_base_says_why_an_official_judges():
    result = check("SUP-01", export_value_usd=600000, prev_export_value_usd=0)
    assert texts(result, "growth_pct", "zh-hans") == (
        "同比增幅不低于 10%",
        "上期数为零，无法计算同比增幅，由工作人员核定。",
        "",
    )


def test_what_is_unanswered_asks_for_the_figures_behind_it():
    result = check("SUP-01", export_value_usd=600000)
    assert texts(result, "growth_pct", "en")[1:] == (
        "Not answered yet.",
        "Please give: Exports in the previous period.",
    )


@pytest.mark.parametrize(
    ("condition", "used", "sentence", "change"),
    [
        (
            {"field": "entity_type", "op": "not_in", "value": ["association", "institution"]},
            "association",
            "Entity type is none of: Association, Public institution",
            "Must be none of: Association, Public institution.",
        ),
        (
            {"field": "entity_type", "op": "in", "value": ["enterprise"]},
            "association",
            "Entity type is Enterprise",
            "Needs to be Enterprise.",
        ),
        (
            {"field": "years_since_registration", "op": "lte", "value": 8},
            9,
            "Years since registration: at most 8 years",
            "May be at most 8 years: 1 year too much.",
        ),
        (
            {"field": "cost_date", "op": "between_dates", "value": ["2025-07-01", "2026-06-30"]},
            "2026-07-01",
            "Date on the cost voucher from 1 Jul 2025 to 30 Jun 2026",
            "Needs a date from 1 Jul 2025 to 30 Jun 2026.",
        ),
        (
            {"field": "cost_date", "op": "gte", "value": "2026-01-01"},
            "2025-12-31",
            "Date on the cost voucher on or after 1 Jan 2026",
            "Needs a date on or after 1 Jan 2026.",
        ),
        (
            {"field": "export_base_member", "op": "is_false"},
            True,
            "Does not apply: Tenant of a national or provincial export base",
            "The answer would have to be no.",
        ),
        (
            {"field": "eligible_cost_cny", "op": "gt", "value": 0},
            0,
            "Audited eligible cost of more than CNY 0",
            "Needs more than CNY 0.",
        ),
    ],
)
def test_sentences_by_operator(condition, used, sentence, change):
    result = check(with_conditions(condition), **{condition["field"]: used})
    found = texts(result, condition["field"], "en")
    assert (found[0], found[2]) == (sentence, change)


def test_the_steps_read_like_a_calculation():
    result = check("SUP-01", export_value_usd=1200000, prev_export_value_usd=1000000)
    with translation.override("en"):
        assert [(step.label, step.display) for step in result.steps] == [
            ("Digital-trade exports", "USD 1,200,000"),
            ("Exports in the previous period", "USD 1,000,000"),
            ("The increase", "USD 200,000"),
            ("3% of it", "USD 6,000"),
            ("Converted at the exchange rate fixed for the call", "CNY 42,000"),
            ("At most CNY 500,000 for each applicant and year", "within the ceiling"),
            ("Subsidy, before any pro-rata cut", "CNY 42,000"),
        ]


def test_persons_without_a_case_are_told_so():
    with translation.override("zh-hans"):
        lines = [(step.label, step.detail) for step in check("OPN-02", people=["A", "C"]).steps[:2]]
    assert lines == [("第 1 人：A类", ""), ("第 2 人：C类", "C类不在支持范围。")]


def test_the_next_tier_is_offered():
    tier = check("ENT-03", export_value_usd=400000).next_tier
    with translation.override("en"):
        expected = "Digital-trade exports: USD 400,000 now; USD 1,000,000 would give CNY 150,000, CNY 100,000 more."
        assert (tier.sentence, tier.lacking) == (expected, 600000)
    with translation.override("zh-hans"):
        assert (
            tier.sentence == "数字贸易出口额目前为 400,000 美元，达到 1,000,000 美元 可获 150,000 元，增加 100,000 元。"
        )


def test_certificates_are_called_certificates():
    with translation.override("en"):
        assert rules.formula_sentences(RULES["ENT-01"]) == [
            "50% of audited eligible cost, at most CNY 100,000 for each certificate, CNY 300,000 in all",
            "Not more than 3 of them count (certificate)",
        ]
        steps = check("ENT-01", items=[300000, 1, 1, 1]).steps
        assert steps[1].label == "Certificate 1"
        assert steps[4].detail == "Not counted: at most 3 are supported."
    with translation.override("zh-hans"):
        assert rules.formula_sentences(RULES["ENT-01"]) == [
            "审定费用的 50%，每项认证最高 100,000 元，合计最高 300,000 元",
            "最多支持 3 项认证",
        ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", RULES)
def test_every_measure_speaks_both_languages(code, language):
    chinese = language == "zh-hans"
    result = rules.evaluate(RULES[code], {}, usd_cny=Decimal(7))
    with translation.override(language):
        spoken = rules.formula_sentences(RULES[code])
        for one in result.conditions:
            spoken += [one.sentence, one.detail, one.change]
        for question in rules.questions(RULES[code]):
            spoken += [question.label, question.help or question.label]
    assert all(spoken)
    assert [text for text in spoken if any("一" <= letter <= "鿿" for letter in text) is not chinese] == []


def test_the_api_speaks_the_language_it_is_asked_for():
    result = check("ENT-01")
    with translation.override("zh-hans"):
        assert result.as_dict("en")["conditions"][1]["sentence"] == "Must be an independent legal person"
        assert result.as_dict()["conditions"][1]["sentence"] == "须具有独立法人资格"


def test_questions_put_the_hardest_filter_first():
    asked = {question.field: question for question in rules.questions(RULES["OPN-02"])}
    assert list(asked)[:4] == ["people", "foreign_talent_months", "staff_insured", "registered_division"]
    assert (asked["people"].kind, asked["staff_insured"].kind) == ("people", "integer")
    with translation.override("en"):
        assert asked["people"].choices == [("A", "class A"), ("B", "class B"), ("C", "class C")]
        assert ("370212", "Laoshan District") in asked["registered_division"].choices


def test_questions_ask_for_figures_not_for_what_follows_from_them():
    fields = [question.field for question in rules.questions(RULES["SUP-01"])]
    assert fields[:5] == [
        "years_since_registration", "trade_category", "export_value_usd", "prev_export_value_usd",
        "statistics_reported",
    ]  # fmt: skip
    assert "growth_pct" not in fields


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("certificate_type", "choice"),
        ("cost_date", "date"),
        ("statistics_reported", "bool"),
        ("items", "items"),
        ("registered_division", "choice"),
    ],
)
def test_kinds_of_questions(field, kind):
    assert {question.field: question.kind for question in rules.questions(RULES["ENT-01"])}[field] == kind


def test_facts_that_cannot_be_used_are_explained_in_the_readers_language():
    with pytest.raises(rules.FactsError) as caught:
        rules.evaluate(RULES["ENT-01"], {"ip_right_type": "x", "cost_date": "today"})
    with translation.override("en"):
        assert caught.value.errors == {
            "ip_right_type": "Choose one of: Trademark, Patent, Copyright.",
            "cost_date": "Give a date such as 2026-06-30.",
        }
    with translation.override("zh-hans"):
        assert caught.value.errors["ip_right_type"] == "请从下列选项中选择：商标、专利、版权。"


def test_a_sum_and_a_unit_in_words():
    unit = with_formula(kind="per_unit", base="offshore_exec_usd", unit=10000, amount_per_unit_cny=3000, cap_cny=9000)
    with translation.override("en"):
        assert rules.formula_sentences(unit) == [
            "CNY 3,000 for each full USD 10,000 of executed offshore outsourcing, at most CNY 9,000"
        ]
        assert rules.formula_sentences(RULES["MKT-01"])[-1] == "At most CNY 100,000 in all"
    with translation.override("zh-hans"):
        assert rules.formula_sentences(unit) == ["离岸服务外包执行额每满 10,000 美元 给予 3,000 元，最高 9,000 元"]
