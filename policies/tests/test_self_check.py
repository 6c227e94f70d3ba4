"""The self-check: every verdict, wrong answers kept and named, the address carries it all."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

from django.http import QueryDict
from django.test import Client
from django.utils import translation

from policies.forms import FactsForm, facts_from_json, facts_to_json, shown_fact
from policies.models import Measure
from policies.rulebook import rule_set
from policies.rules import OFFICIAL, questions

SOUND = {
    "registered_division": "370212",
    "independent_legal_person": "yes",
    "on_serious_dishonesty_list": "no",
    "in_abnormal_operation_list": "no",
    "fiscal_funds_owed": "no",
    "same_cost_funded_elsewhere": "no",
}
CERTIFICATE = {
    "certificate_type": "ISO27001",
    "cost_date": "2026-01-15",
    "statistics_reported": "yes",
    "items": "150,000",
}


def check(client: Client, code: str = "ent-01", language: str = "en", **answers: str):
    return client.get(f"/{language}/items/{code}/check/", answers)


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def test_all_conditions_met_gives_the_amount(city, client: Client) -> None:
    page = text(check(client, **SOUND, **CERTIFICATE))
    assert '<h2 class="headline">You may get CNY 75,000.</h2>' in page
    assert "9 conditions met." in page
    assert "Show 6 general conditions that are met" in page
    assert "Your answer: ISO 27001." in page


def test_one_missing_answer_is_asked_for_in_place_with_the_others_kept(city, client: Client) -> None:
    answers = {**SOUND, **CERTIFICATE, "same_cost_funded_elsewhere": "official"}
    del answers["statistics_reported"]
    page = text(check(client, **answers))
    assert "You may get CNY 75,000. One answer is missing." in page
    assert "7 conditions met, 1 needs an answer, 1 will be judged by an official." in page
    following = re.search(r'href="(/en/items/ent-01/check/\?[^"#]*statistics_reported=yes[^"#]*)#result"', page)
    assert following
    assert "You may get CNY 75,000. An official has the last word on it." in text(client.get(following[1]))


def test_a_condition_that_is_not_met_says_what_would_change_it(city, client: Client) -> None:
    page = text(check(client, **SOUND, **CERTIFICATE | {"certificate_type": "OTHER"}))
    assert "As things stand, you cannot get this support." in page
    assert "8 conditions met, 1 not met." in page
    assert "Needs to be one of: CMMI level 3" in page
    assert "How the amount comes about" not in page
    assert 'href="/en/policies/areas/entity/"' in page


def test_growth_is_worked_out_and_the_gap_is_named(city, client: Client) -> None:
    answers = {"export_value_usd": "1050000", "prev_export_value_usd": "1000000"}
    page = text(check(client, "sup-01", **answers))
    assert "Year-on-year growth is 5%, worked out from your figures." in page
    assert "5 percentage points more" in page


def test_a_previous_year_of_zero_is_left_to_an_official(city, client: Client) -> None:
    facts = {"years_since_registration": "3", "trade_category": "TECH", "statistics_reported": "yes"}
    page = text(check(client, "sup-01", **SOUND, **facts, export_value_usd="900000", prev_export_value_usd="0"))
    assert "An official will judge this." in page
    assert "You may get" not in page


def test_one_of_several_conditions_is_enough_and_the_others_fall_silent(city, client: Client) -> None:
    facts = {"years_since_registration": "3", "export_value_usd": "1000000", "staff_insured": "12"}
    page = text(check(client, "ent-03", **SOUND, **facts, export_base_member="yes", prev_export_value_usd="1000000"))
    assert "You may get CNY 150,000." in page
    assert "Year-on-year growth of at least 30%" not in page.split("Your answers")[0]
    assert "would give CNY 300,000" in page


def test_an_alternative_that_fails_does_not_count_while_another_may_hold(city, client: Client) -> None:
    facts = {"years_since_registration": "3", "export_value_usd": "1000000", "staff_insured": "12"}
    open_end = text(check(client, "ent-03", **SOUND, **facts, prev_export_value_usd="900000"))
    assert "10 conditions met, 1 needs an answer." in open_end
    assert "18.89 percentage points more" in open_end
    facts["export_base_member"] = "no"
    assert "10 conditions met, 2 not met." in text(
        check(client, "ent-03", **SOUND, **facts, prev_export_value_usd="900000")
    )


def test_people_are_listed_one_by_one(city, client: Client) -> None:
    facts = {"foreign_talent_months": "8", "staff_insured": "20", "people": "a, B B"}
    assert "You may get CNY 140,000." in text(check(client, "opn-02", **SOUND, **facts))


def test_the_rate_of_the_measure_converts_dollars(city, client: Client) -> None:
    facts = {"years_since_registration": "3", "trade_category": "TECH", "statistics_reported": "yes"}
    page = text(check(client, "sup-01", **SOUND, **facts, export_value_usd="1200000", prev_export_value_usd="1000000"))
    assert "You may get CNY 42,000." in page


def test_wrong_answers_are_named_at_the_top_and_at_the_field_and_stay_as_typed(city, client: Client) -> None:
    page = text(check(client, **CERTIFICATE | {"items": "a lot", "cost_date": "2026-02-31"}))
    assert "<title>Error: " in page
    assert page.count("Give a number.") == 2
    assert '<a href="#id_items">' in page
    assert " a lot</textarea>" in page
    assert 'value="2026-02-31"' in page
    assert "You may get" not in page


def test_whatever_is_typed_gets_an_answer(city, client: Client) -> None:
    places = [("ent-01", "items"), ("ent-02", "offshore_exec_usd"), ("opn-02", "people"), ("ent-01", "cost_date")]
    for value in ("-5", "1e999", "NaN", "9" * 60, "\x00", "１２,０００", "' OR 1=1", "年", "1\n" * 200):
        for code, field in places:
            assert check(client, code, **{field: value}).status_code == 200, (field, value)


def test_an_open_form_is_not_an_error_and_unknown_parameters_are_left_alone(city, client: Client) -> None:
    assert "There is a problem" not in text(check(client))
    assert "headline" not in text(check(client))
    assert "headline" not in text(check(client, utm_source="mail"))
    page = text(check(client, utm_source="mail", items=""))
    assert "Nothing speaks against it so far. 10 answers are missing." in page
    assert "utm_source=mail" not in page.split("<main")[1]


def test_the_result_sets_no_cookie_and_reads_in_chinese(city, client: Client) -> None:
    response = check(client, language="zh-hans", **SOUND, **CERTIFICATE)
    assert dict(response.cookies) == {}
    assert "ISO 27001" in text(response)
    assert "75,000 元" in text(response)


# --- the form that applications reuse ---------------------------------------------------------------


def form_for(code: str, data: str | None = None, **options) -> FactsForm:
    rules = rule_set(Measure.objects.get(code=code))
    return FactsForm(rules, None if data is None else QueryDict(data), **options)


def test_facts_are_typed(city) -> None:
    form = form_for(
        "ENT-01", "certificate_type=SOC2&cost_date=2026-01-15&statistics_reported=official&items=1,000%0A2.5"
    )
    assert form.is_valid(), form.errors
    assert form.facts() == {
        "certificate_type": "SOC2",
        "cost_date": date(2026, 1, 15),
        "statistics_reported": OFFICIAL,
        "items": [Decimal(1000), Decimal("2.5")],
    }


def test_what_is_wrong_is_left_out_of_the_facts(city) -> None:
    form = form_for("ENT-01", "certificate_type=NONE&items=x&statistics_reported=no")
    assert not form.is_valid()
    assert form.facts() == {"statistics_reported": False}
    assert set(form.errors) == {"certificate_type", "items"}


def test_a_complete_form_wants_every_answer_and_excluded_questions_are_not_asked(city) -> None:
    form = form_for("ENT-02", "", partial=False, exclude=frozenset(SOUND))
    assert not form.is_valid()
    assert set(form.errors) == {"offshore_exec_usd", "statistics_reported"}
    assert form_for("ENT-02", "").is_valid()


def test_facts_survive_a_json_column_and_fill_the_form_again(city) -> None:
    facts = {
        "cost_date": date(2026, 1, 15), "items": [Decimal("0.10"), Decimal(1000)], "statistics_reported": OFFICIAL,
        "certificate_type": "SOC2", "fiscal_funds_owed": False,
    }  # fmt: skip
    assert facts_from_json(facts_to_json(facts)) == facts
    html = str(form_for("ENT-01", initial=facts))
    assert 'value="2026-01-15"' in html
    assert "0.1\n1000</textarea>" in html
    assert re.search(r'value="official"[^>]*id="id_statistics_reported_2"[^>]* checked', html)
    assert re.search(r'value="no"[^>]*id="id_fiscal_funds_owed_1"[^>]* checked', html)


def test_facts_are_shown_as_a_reader_writes_them(city) -> None:
    asked = {one.field: one for one in questions(rule_set(Measure.objects.get(code="ENT-01")))}
    shown = {"certificate_type": "ISO27001", "items": [Decimal(1500)], "cost_date": date(2026, 1, 15)}
    with translation.override("en"):
        assert {code: shown_fact(asked[code], value) for code, value in shown.items()} == {
            "certificate_type": "ISO 27001", "items": "CNY 1,500", "cost_date": "15 Jan 2026",
        }  # fmt: skip
        assert shown_fact(asked["statistics_reported"], True) == "yes"
        assert shown_fact(asked["statistics_reported"], OFFICIAL) == "Left to an official"
