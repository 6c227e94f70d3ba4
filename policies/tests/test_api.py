"""The open API: reading without a key, evaluating without keeping anything."""

import json

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.models import Contact, Indicator, Measure, Policy
from policies.tests.conftest import TEST_DATA

VECTORS = yaml.safe_load((TEST_DATA / "subsidy_vectors.yaml").read_text(encoding="utf-8"))["vectors"]
LISTS = ["focus-areas", "policies", "measures", "indicators", "indicators/targets", "bases", "negative-list"]
CONDITION = {"field", "op", "value", "used", "source", "verdict", "clause", "change", "sentence"}


def get(client: Client, path: str, language: str = "en"):
    return client.get(f"/api/v1/{path}", headers={"accept-language": language})


def evaluate(client: Client, code: str, body: object, language: str = "en"):
    data = body if isinstance(body, str) else json.dumps(body)
    path = f"/api/v1/measures/{code}/evaluate/"
    return client.post(path, data, content_type="application/json", headers={"accept-language": language})


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_open_paged_and_cost_the_same_for_every_row(city, client: Client, name: str) -> None:
    def count(size: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{name}/?page_size={size}").status_code == 200
        return len(captured)

    answer = get(client, f"{name}/")
    assert {"results", "next"} <= answer.json().keys()
    assert dict(answer.cookies) == {}
    assert get(client, f"{name}/?page_size=1").json()["next"] is not None
    count(1)
    assert count(1) == count(200)


def test_texts_follow_the_language_that_is_asked_for(city, client: Client) -> None:
    assert get(client, "focus-areas/SUPPLY/").json()["short"] == "Supply"
    assert get(client, "focus-areas/SUPPLY/", "zh-hans").json()["short"] == "供给能级"


def test_a_measure_tells_its_rules_in_words_and_as_data(city, client: Client) -> None:
    measure = get(client, "measures/ENT-01/").json()
    assert measure["window"] == {"open": "2026-11-09", "close": "2026-12-18", "state": "open", "workdays_left": 19}
    assert (measure["budget_cny"], measure["cap_cny"], measure["documents"]) == (3000000, 300000, ["D07", "D09", "D08"])
    assert {"clause": "3.3", "sentence": "Statistics filed on the MOFCOM unified platform"} in measure["conditions"]
    assert measure["subsidy"]["pct"] == 50


def test_a_policy_brings_its_clauses_and_an_unknown_number_is_null(city, client: Client) -> None:
    policy = get(client, "policies/QD-DT-2025-ENTITY/").json()
    assert (policy["document_number"], policy["state"], policy["areas"]) == (None, "in_force", ["ENTITY"])
    assert "2.1" in {clause["number"] for clause in policy["clauses"]}


def test_a_policy_says_what_its_page_says(city, client: Client) -> None:
    old = Policy.objects.create(code="OLD", title_zh="旧", kind="notice", level="city", state="repealed")
    secret = Policy.objects.create(code="SECRET", title_zh="密", kind="notice", level="city", published=False)
    policy = Policy.objects.get(code="QD-DT-2025-ENTITY")
    Policy.objects.filter(pk=policy.pk).update(supersedes=old, audiences=["enterprise"], reading_en="In short.")
    policy.based_on.add(secret)
    Contact.objects.create(policy=policy, name_zh="政策处", phone="demo 000")
    answer = get(client, "policies/QD-DT-2025-ENTITY/").json()
    assert (answer["supersedes"], answer["audiences"], answer["reading_en"]) == ("OLD", ["enterprise"], "In short.")
    assert answer["measures"] == list(policy.measures.values_list("code", flat=True)) != []
    assert answer["based_on"] == list(policy.based_on.filter(published=True).values_list("code", flat=True))
    assert [one["name_zh"] for one in answer["contacts"]] == ["政策处"]
    assert client.get(answer["url"]).status_code == 200
    assert get(client, "policies/OLD/").json()["superseded_by"] == ["QD-DT-2025-ENTITY"]
    Policy.objects.filter(pk=old.pk).update(published=False)
    assert get(client, "policies/QD-DT-2025-ENTITY/").json()["supersedes"] is None


def test_figures_that_nobody_dated_have_no_year(city, client: Client) -> None:
    rows = get(client, "indicators/").json()["results"]
    assert len(rows) == Indicator.objects.count() == 20
    assert [row["value"] for row in rows if row["code"] == "core_digital_industry" and row["year"] is None] == [5600.0]
    bases = {row["code"]: row["title"] for row in get(client, "bases/").json()["results"]}
    assert bases["PB-3"] is None


@pytest.mark.parametrize("path", ["measures/ENT-99/", "policies/NONE/", "focus-areas/NONE/"])
def test_an_unknown_code_is_not_found(city, client: Client, path: str) -> None:
    assert get(client, path).status_code == 404


def test_an_evaluation_says_exactly_this_much(city, client: Client) -> None:
    answer = evaluate(client, "ENT-02", {"facts": {"offshore_exec_usd": 257800}}).json()
    assert answer.keys() == {"verdict", "amount_cny", "provisional", "conditions", "steps"}
    assert (answer["verdict"], answer["amount_cny"], answer["provisional"]) == ("unanswered", 75000, True)
    assert all(condition.keys() == CONDITION for condition in answer["conditions"])
    assert all(step.keys() == {"label", "value", "detail"} for step in answer["steps"])
    assert [one["clause"] for one in answer["conditions"]] == [*(f"2.{n}" for n in range(1, 7)), "4.1", "4.2"]


def test_the_vectors_hold_over_the_api(city, client: Client) -> None:
    for vector in VECTORS:
        answer = evaluate(client, vector["measure"], {"facts": vector["facts"]}).json()
        if vector.get("expect") == "ineligible":
            verdicts = {one["field"]: one["verdict"] for one in answer["conditions"]}
            assert (answer["verdict"], answer["amount_cny"]) == ("not_met", None)
            assert verdicts[vector["because"]] == "not_met"
        else:
            assert answer["amount_cny"] == vector["expect_cny"], vector


def test_the_sentences_of_an_evaluation_are_in_the_language_asked_for(city, client: Client) -> None:
    chinese = evaluate(client, "ENT-02", {"facts": {}}, "zh-hans").json()
    assert chinese["conditions"][0]["sentence"] == "须在青岛市登记注册"


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"offshore_exec_usd": "much"}, {"offshore_exec_usd"}),
        ({"offshore_exec_usd": -1, "statistics_reported": "yes"}, {"offshore_exec_usd", "statistics_reported"}),
        ({"no_such_field": 1}, {"no_such_field"}),
        ({"offshore_exec_usd": [1]}, {"offshore_exec_usd"}),
    ],
)
def test_wrong_facts_are_named_field_by_field(city, client: Client, facts: dict, fields: set[str]) -> None:
    answer = evaluate(client, "ENT-02", {"facts": facts})
    assert (answer.status_code, set(answer.json()["facts"])) == (400, fields)


@pytest.mark.parametrize(
    "body",
    [
        "", "not json", "[]", "{}", '{"facts": []}', '{"facts": null}', "null", '{"facts": {"offshore_exec_usd": NaN}}',
        '{"facts": {"offshore_exec_usd": 1e999}}', '{"facts": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"facts": {"offshore_exec_usd": ' + "9" * 5000 + "}}", '{"facts": {"\\ud800": 1}}',
        '{"facts": {"trade_category": "\\udc00"}}',
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_used_is_refused_and_never_an_error_of_ours(city, client: Client, body: str) -> None:
    assert evaluate(client, "ENT-02", body).status_code == 400


def test_nothing_is_kept_and_other_methods_are_refused(city, client: Client) -> None:
    before = list(Measure.objects.values())
    assert client.post("/api/v1/measures/", {}).status_code == 405
    assert client.delete("/api/v1/measures/ENT-01/").status_code == 405
    assert client.get("/api/v1/measures/ENT-01/evaluate/").status_code == 405
    assert list(Measure.objects.values()) == before


def test_working_days_are_read_like_everything_else(city, client: Client) -> None:
    address = "calendar/working-days/?start=2026-02-09&days=20"
    first = get(client, address)
    again = client.get(f"/api/v1/{address}", headers={"accept-language": "en", "if-none-match": first["ETag"]})
    page = client.get(f"/api/v1/{address}", headers={"accept": "text/html"})
    assert (set(first.json()), again.status_code) == ({"due", "provisional"}, 304)
    assert page["Content-Type"] == "text/html; charset=utf-8"
    wrong = client.get("/api/v1/calendar/working-days/?days=x", headers={"accept": "text/html"})
    assert wrong.status_code == 400
