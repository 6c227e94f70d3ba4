"""What makes the open API pleasant: ETags, pages for browsers, a complete schema; and the negative list's answers."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from policies.models import Measure, NegativeList, NegativeListEntry, Policy

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(client: Client, path: str, **headers: str):
    return client.get(f"/api/v1/{path}", headers={"accept-language": "en", **headers})


@pytest.mark.parametrize("path", ["", "policies/", "measures/ENT-01/", "indicators/", "negative-list/answer/?q=x"])
def test_an_unchanged_answer_is_not_sent_again(city, client: Client, path: str) -> None:
    first = get(client, path)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Accept-Language", "Accept"} <= {name.strip() for name in first["Vary"].split(",")}
    again = get(client, path, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_etag_tells_of_a_change_and_of_the_language(city, client: Client) -> None:
    before = get(client, "measures/ENT-01/")["ETag"]
    assert client.get("/api/v1/measures/ENT-01/", headers={"accept-language": "zh-hans"})["ETag"] != before
    measure = Measure.objects.get(code="ENT-01")
    measure.title_en = "Another title"
    measure.save()
    assert get(client, "measures/ENT-01/", **{"if-none-match": before}).status_code == 200


def test_a_browser_gets_a_page_and_a_program_gets_json(city, client: Client) -> None:
    page = get(client, "measures/?page_size=1", accept=BROWSER)
    text = page.content.decode()
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert 'href="/api/v1/measures/?page_size=1&amp;format=json"' in text
    assert 'href="http://testserver/api/v1/measures/?cursor=' in text
    assert dict(page.cookies) == {}
    assert get(client, "measures/?page_size=1", accept="*/*")["Content-Type"] == "application/json"
    assert get(client, "measures/?page_size=1&format=json", accept=BROWSER)["Content-Type"] == "application/json"


def test_a_page_shows_text_as_text(city, client: Client) -> None:
    Policy.objects.filter(code="QD-DT-2025-ENTITY").update(title_en='<script>"x"</script>')
    text = get(client, "policies/QD-DT-2025-ENTITY/", accept=BROWSER).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_entrance_names_addresses_that_answer(city, client: Client) -> None:
    entrance = get(client, "").json()
    assert "measure" in entrance
    for address in entrance.values():
        path = address.removeprefix("http://testserver")
        # These two answer questions, so that whoever asks none is told what to ask.
        wanted = 400 if path.endswith(("/working-days/", "/talent/plan/")) else 200
        assert client.get(path).status_code == wanted, path


def test_the_schema_is_complete() -> None:
    said, wrong = StringIO(), StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=said, stderr=wrong)
    assert wrong.getvalue() == ""
    assert "EvaluationAnswer" in said.getvalue()


def test_a_body_that_is_far_too_long_is_refused(city, client: Client) -> None:
    body = '{"facts": {"x": "' + "a" * 200_000 + '"}}'
    answer = client.post("/api/v1/measures/ENT-01/evaluate/", body, content_type="application/json")
    assert answer.status_code == 400


def test_words_narrow_the_lists_of_documents_and_measures(city, client: Client) -> None:
    found = get(client, "measures/?q=certification").json()["results"]
    assert "ENT-01" in {row["code"] for row in found}
    assert len(found) < Measure.objects.count()
    Policy.objects.create(code="SECRET", title_zh="机密鲲鹏", kind="notice", level="city", published=False)
    assert get(client, "policies/?q=鲲鹏").json()["results"] == []


@pytest.mark.parametrize("address", ["policies/?", "measures/?", "negative-list/?", "negative-list/answer/?sector=M&"])
@pytest.mark.parametrize("words", ["。，！", '"', "“”", "x" * 101, "海" * 5000])
def test_what_is_no_question_is_refused_with_a_sentence(city, client: Client, address: str, words: str) -> None:
    answer = get(client, f"{address}q={words}")
    assert (answer.status_code, list(answer.json())) == (400, ["q"])
    assert answer.json()["q"][0] in ("There is no word in this, only signs.", "Give at most 100 characters.")


# --- the negative list -------------------------------------------------------------------------------


def ask(client: Client, query: str) -> dict:
    return get(client, f"negative-list/answer/?{query}").json()


def test_what_is_on_the_list_is_restricted(city, client: Client) -> None:
    found = ask(client, "q=customs")
    assert (found["answer"], [one["number"] for one in found["entries"]]) == ("restricted", [46])
    assert ask(client, "q=报关")["entries"] == ask(client, "q=報關")["entries"]
    assert ask(client, "q=报关")["entries"][0]["number"] == 46
    assert ask(client, "sector=M&mode=M4&dimension=NT")["entries"][0]["number"] == 60


def test_what_is_not_on_the_list_is_treated_alike_and_the_gap_is_named(city, client: Client) -> None:
    found = ask(client, "q=cake")
    assert (found["answer"], found["entries"]) == ("treated_alike", [])
    assert "17 of the list’s 71" in found["sentence"]
    NegativeList.objects.filter(code="XB-CN-2024").update(item_count=NegativeListEntry.objects.count())
    assert ask(client, "q=cake")["sentence"] == "Not on the list: foreign and domestic suppliers are treated alike."


def test_commercial_presence_is_another_lists_matter(city, client: Client) -> None:
    assert ask(client, "mode=M3&q=customs")["answer"] == "other_list"


def test_an_edition_without_items_knows_nothing_and_the_zones_edition_shows_the_national_ones(city, client: Client):
    assert ask(client, "list=XB-HN-2021&q=customs")["answer"] == "unknown"
    assert ask(client, "list=XB-FTZ-2024&q=customs")["answer"] == "restricted"


def test_a_newer_edition_takes_over(city, client: Client) -> None:
    newer = NegativeList.objects.create(
        code="XB-CN-2026", title_zh="示例清单", effective_on="2026-01-01", item_count=1, order=9
    )
    NegativeList.objects.filter(code="XB-CN-2024").update(superseded_by=newer)
    NegativeList.objects.filter(code="XB-FTZ-2024").update(superseded_by=newer)
    assert ask(client, "q=customs")["answer"] == "unknown"
    page = client.get("/en/policies/negative-list/?list=XB-CN-2024&q=customs").content.decode()
    assert "This edition was replaced by: 示例清单" in page
    assert "Item 46" in page


@pytest.mark.parametrize("name", ["list", "sector", "mode", "dimension"])
@pytest.mark.parametrize("code", ["ZZ", "M9", "\x00", "M" * 5000])
def test_a_code_that_is_none_is_never_answered_as_if_it_were_free(city, client: Client, name: str, code: str) -> None:
    for address in ("negative-list/", "negative-list/answer/"):
        answer = client.get(f"/api/v1/{address}", {name: code, "q": "customs"}, headers={"accept-language": "en"})
        assert (answer.status_code, answer.json()) == (400, {name: ["There is no such code."]})
    page = client.get("/en/policies/negative-list/", {name: code, "q": "customs"}).content.decode()
    assert "it was left out" in page
    assert "Restricted: 1 of the list’s items apply." in page


@pytest.mark.parametrize("words", ["。，！", '"', "“”、", "-"])
def test_signs_alone_are_no_question_and_nothing_is_called_free(city, client: Client, words: str) -> None:
    page = client.get("/en/policies/negative-list/", {"q": words}).content.decode()
    assert "There is no word in this question, only signs." in page
    assert "treated alike" not in page


def test_quotation_marks_and_spaces_hide_no_restriction(city, client: Client) -> None:
    for words in ('"customs', "“报关”", "报关 业务", "customs, brokers."):
        assert "Restricted:" in client.get("/en/policies/negative-list/", {"q": words}).content.decode(), words
    long = client.get("/en/policies/negative-list/", {"q": "customs" + " x" * 200}).content.decode()
    assert "Only the first 100 characters were looked for." in long


def test_words_that_nearly_fit_are_shown_as_close(city, client: Client) -> None:
    found = ask(client, "q=我想做报关业务")
    assert found["answer"] == "treated_alike"
    assert 46 in [one["number"] for one in found["close"]]


@pytest.mark.parametrize("words", ["a" * 10_000, "“”、。", "%00", '"', "%F0%A0%AE%B7"])
def test_odd_questions_get_an_answer(city, client: Client, words: str) -> None:
    assert client.get(f"/zh-hans/policies/negative-list/?q={words}").status_code == 200


def test_the_page_says_the_same_in_both_languages_and_costs_the_same_for_every_item(
    city, client: Client, django_assert_max_num_queries
) -> None:
    assert (
        "Restricted: 1 of the list’s items apply."
        in client.get("/en/policies/negative-list/?q=customs").content.decode()
    )
    with django_assert_max_num_queries(12):
        client.get("/zh-hans/policies/negative-list/?sector=M")
