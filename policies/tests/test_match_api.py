"""The check-up for machines: the same three groups, the next question, errors by field."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.matching import library
from policies.models import Measure
from policies.rules import evaluate
from policies.tests.rulebook import RULES, SOUND, USD_CNY
from policies.tests.test_match_pages import multiply

pytestmark = pytest.mark.urls("policies.match_api")
CERTIFIED = SOUND | {
    "certificate_type": "ISO27001", "cost_date": "2026-01-15", "statistics_reported": True, "items": [150_000],
}  # fmt: skip


def post(client: Client, body: object, language: str = "en"):
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post("/check-up/", data, content_type="application/json", headers={"accept-language": language})


def test_the_questions_come_in_their_static_order_with_type_unit_and_options(city, client: Client) -> None:
    answer = client.get("/check-up/", headers={"accept-language": "en"})
    asked = {one["field"]: one for one in answer.json()}
    assert list(asked) == list(library().catalogue.asked_codes)
    assert list(asked)[:6] == list(SOUND)
    assert asked["policy_type"] == {
        "field": "policy_type", "type": "choice", "unit": "", "label": "Credit-insurance product",
        "help": "The paper that shows it: Policy and premium invoice", "may_be_none": True,
        "options": [
            {"value": "short_term_export", "label": "Short-term export credit insurance"},
            {"value": "service_trade", "label": "Services-trade credit insurance"},
            {"value": "domestic", "label": "Domestic credit insurance"},
        ],
    }  # fmt: skip
    assert (asked["export_value_usd"]["type"], asked["export_value_usd"]["unit"]) == ("money", "USD")
    assert dict(answer.cookies) == {}


def test_the_library_is_sorted_as_each_measure_is_evaluated(city, client: Client) -> None:
    answer = post(client, {"facts": CERTIFIED}).json()
    assert set(answer) == {"meets", "needs_answer", "does_not", "next_question"}
    told = {one["code"]: one for name in ("meets", "needs_answer", "does_not") for one in answer[name]}
    assert sorted(told) == sorted(RULES)
    assert [one["code"] for one in answer["meets"]] == ["ENT-01"]
    alone = {code: evaluate(rules, CERTIFIED, usd_cny=USD_CNY) for code, rules in RULES.items()}
    for code, one in told.items():
        assert (one["verdict"], one["amount_cny"]) == (alone[code].verdict, alone[code].as_dict()["amount_cny"])
        assert [line["verdict"] for line in one["conditions"]] == [line.verdict for line in alone[code].conditions]
    assert told["ENT-01"] | {"conditions": []} == {
        "code": "ENT-01", "title": "Subsidy for international certification", "verdict": "met", "amount_cny": 75000,
        "provisional": False, "cap_cny": 300000, "missing": [], "conditions": [],
        "window": {"open": "2026-11-09", "close": "2026-12-18", "state": "open", "workdays_left": 19},
    }  # fmt: skip
    assert told["ENT-01"]["conditions"][6] == {
        "field": "certificate_type", "op": "in", "used": "ISO27001", "source": "applicant", "verdict": "met",
        "value": ["CMMI3", "CMMI5", "ISO27001", "ISO20000", "ISO27701", "ISO27018", "SOC2", "PCIDSS"], "change": "",
        "clause": f"{Measure.objects.get(code='ENT-01').article}.1",
        "sentence": "Certificate is one of: CMMI level 3, CMMI level 5, ISO 27001, ISO 20000, ISO 27701, ISO 27018, "
                    "SOC 2, PCI DSS",
    }  # fmt: skip


def test_the_next_question_is_the_one_that_decides_most_and_none_when_all_is_known(city, client: Client) -> None:
    first = post(client, {"facts": {}}).json()["next_question"]
    assert [first["field"], *(one["field"] for one in first["together"])] == list(SOUND)
    assert first["settles"] == 18
    second = post(client, {"facts": CERTIFIED}).json()["next_question"]
    assert second["field"] not in CERTIFIED
    outside = post(client, {"facts": {"registered_division": "110000"}}).json()
    assert (outside["next_question"], len(outside["does_not"])) == (None, 18)


def test_what_an_enterprise_has_none_of_can_be_said(city, client: Client) -> None:
    answer = post(client, {"facts": SOUND, "none": ["policy_type", "people"]}).json()
    assert {one["code"] for one in answer["does_not"]} == {"MKT-03", "OPN-02"}
    wrong = post(client, {"facts": SOUND, "none": ["staff_insured", "unheard_of", 7]})
    assert wrong.status_code == 400
    assert set(wrong.json()["facts"]) == {"staff_insured", "unheard_of", "7"}


def test_texts_follow_the_language_that_is_asked_for(city, client: Client) -> None:
    chinese = post(client, {"facts": CERTIFIED}, "zh-hans").json()["meets"][0]
    assert chinese["title"] == "国际资质认证补助"
    assert chinese["conditions"][0]["sentence"] == "须在青岛市登记注册"
    assert (
        post(client, {"facts": CERTIFIED}).json()["meets"][0]["conditions"][0]["sentence"]
        == "Must be registered in Qingdao"
    )


def test_facts_that_cannot_be_used_are_named_by_field(city, client: Client) -> None:
    answer = post(
        client, {"facts": {"staff_insured": -4, "trade_category": "X", "unheard_of": 1, "cost_date": "2026-02-31"}}
    )
    assert answer.status_code == 400
    assert set(answer.json()["facts"]) == {"staff_insured", "trade_category", "unheard_of", "cost_date"}
    assert answer.json()["facts"]["staff_insured"] == "Give a number of zero or more."


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "7", "null", '"x"', '{"facts": []}', '{"facts": null}', '{"none": []}', '{"facts": {}, "none": {}}',
     '{"facts": {}, "none": ' + json.dumps(["people"] * 101) + "}",
     "[" * 5000, '{"facts": {"staff_insured": ' + "[" * 5000 + "]" * 5000 + "}}",
     '{"facts": {"staff_insured": NaN}}', '{"facts": {"staff_insured": 1e999}}',
     '{"facts": {"staff_insured": ' + "9" * 5000 + "}}",
     '{"facts": {"people": [["A"]]}}', '{"facts": {"people": {"a": 1}}}', '{"facts": {"": 1}}',
     '{"facts": {"x": "' + "a" * 200_000 + '"}}',
     '{"facts": ' + json.dumps({f"f{n}": 1 for n in range(1001)}) + "}"],
    ids=lambda body: body[:24],
)  # fmt: skip
def test_a_body_that_cannot_be_used_is_refused(city, client: Client, body: str) -> None:
    assert post(client, body).status_code == 400


def test_a_larger_library_takes_no_more_queries(city, client: Client) -> None:
    def count() -> int:
        post(client, {"facts": CERTIFIED})
        with CaptureQueriesContext(connection) as captured:
            assert post(client, {"facts": CERTIFIED}).status_code == 200
        return len(captured)

    few = count()
    multiply(2)
    assert count() == few <= 3


def test_the_schema_knows_it() -> None:
    from drf_spectacular.generators import SchemaGenerator

    paths = SchemaGenerator(urlconf="policies.match_api").get_schema(request=None, public=True)["paths"]
    assert set(paths["/check-up/"]) == {"get", "post"}
    reference = paths["/check-up/"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert reference.endswith("/CheckUpAnswer")
