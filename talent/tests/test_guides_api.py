"""Service guides for machines: list and detail, each text in the language asked for, an ETag, the same queries."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core.loading import Report
from talent.models import Guide, GuideFact

LIST = "/api/v1/talent/services/"


@pytest.fixture(autouse=True)
def _language() -> Any:
    yield
    translation.activate("zh-hans")


def test_lists_and_shows_guides_in_the_language_asked_for(
    guides: Report, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        answer = client.get(LIST, headers={"accept-language": "ko"})
    assert (answer.status_code, answer["Content-Language"]) == (200, "ko")
    assert "Accept-Language" in answer["Vary"]
    rows = {row["slug"]: row for row in answer.json()["results"]}
    assert rows.keys() == set(Guide.objects.values_list("slug", flat=True))
    assert rows["z-visa"]["name"] == "Z 비자(취업)"
    assert rows["z-visa"]["name_zh"] == "Z字签证（工作）"
    assert rows["z-visa"]["sources"] == ["L"]

    with django_assert_num_queries(4):
        whole = client.get(f"{LIST}z-visa/", headers={"accept-language": "ja"})
    body = whole.json()
    assert body["name"] == "Zビザ(就業)"
    assert {fact["element"] for fact in body["facts"]} >= {"basis", "place", "hours", "phone", "fee", "form"}
    assert body["papers"][1] | {"check_every": 180} == {
        "name": "旅券または国際旅行証明書", "name_zh": "护照或国际旅行证件", "original": "yes", "copy": "ask",
        "translation": "ask", "seal": "ask", "validity": "有効期間が6か月以上残っているもの", "note": "",
        "sources": ["S"], "checked_on": "2026-11-22", "checked_by": "", "check_every": 180, "past_check": False,
        "outdated": False,
    }  # fmt: skip
    again = client.get(f"{LIST}z-visa/", headers={"accept-language": "ja", "if-none-match": whole["ETag"]})
    assert again.status_code == 304
    assert not whole.cookies


def test_says_what_is_out_of_date_and_hides_what_is_not_public(guides: Report, client: Client) -> None:
    fact = GuideFact.objects.get(guide__slug="z-visa", element="condition")
    fact.text_zh = "新"
    fact.save()
    body = client.get(f"{LIST}z-visa/", headers={"accept-language": "ko"}).json()
    assert [row["outdated"] for row in body["facts"] if row["element"] == "condition"] == [True]
    assert not any(row["outdated"] for row in body["papers"])
    Guide.objects.filter(slug="z-visa").update(published_at=None)
    assert client.get(f"{LIST}z-visa/").status_code == 404
    assert "z-visa" not in client.get(LIST).content.decode()
    assert client.get(LIST, {"page_size": 5}).json()["next"]
