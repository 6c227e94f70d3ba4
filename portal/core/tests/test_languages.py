"""Korean and Japanese stay within the talent pages and the account; elsewhere they lead to a language that is there."""

import re

import pytest
from django.utils import translation

from portal.core.languages import in_language, languages_at

ALL = ["zh-hans", "en", "ko", "ja"]


@pytest.fixture(autouse=True)
def _back():
    yield
    translation.activate("zh-hans")


def test_where_each_language_is_read():
    assert languages_at("/en/talent/") == languages_at("/api/v1/talent/services/") == ALL
    assert languages_at("/en/accounts/login/") == ALL
    assert languages_at("/en/policies/") == languages_at("/") == languages_at("/en/talented/") == ALL[:2]


def test_the_same_address_in_another_language():
    assert in_language("/ko/talent/path/", "zh-hans") == "/zh-hans/talent/path/"
    assert in_language("/files/7/", "en") == "/files/7/"
    assert in_language("/kontakt/", "en") == "/kontakt/"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("ko,en;q=0.8,zh;q=0.5", "en"), ("ko,zh-CN;q=0.8", "zh-hans"), ("ja", "en"), ("fr", "en"), (None, "en")],
)
def test_a_page_that_is_not_read_in_korean_leads_to_one_that_is(client, asked, language):
    headers = {"accept-language": asked} if asked else {}
    response = client.get("/ko/policies/?q=data", headers=headers)
    assert response.status_code == 307
    assert response["Location"] == f"/{language}/policies/?q=data"
    assert "Accept-Language" in response["Vary"]


def test_a_foreign_host_cannot_stand_in_the_way(client):
    assert client.get("/ko//example.test/")["Location"] == "/en//example.test/"


@pytest.mark.parametrize(("asked", "language"), [("ko", "en"), ("ja,zh;q=0.5", "zh-hans"), ("fr", "zh-hans")])
def test_the_front_door_opens_in_a_language_of_the_portal(client, asked, language):
    assert client.get("/", headers={"accept-language": asked})["Location"] == f"/{language}/"


@pytest.mark.django_db
def test_software_is_answered_in_english_where_korean_is_not_spoken(client):
    response = client.get("/api/v1/policies/", headers={"accept-language": "ko"})
    assert response["Content-Language"] == "en"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "codes"), [("/en/talent/points/?age=30", ALL), ("/en/policies/?q=a", ALL[:2])])
def test_the_switch_offers_the_languages_that_are_there_and_keeps_the_place(client, address, codes):
    page = client.get(address).content.decode()
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page)
    assert [code for code, _url in found] == codes
    assert {url for _code, url in found} == {
        address.replace("/en/", f"/{code}/").replace("&", "&amp;") for code in codes
    }
    switch = re.search(r'<ul class="languages".*?</ul>', page)[0]
    assert re.findall(r'lang="([^"]+)" hreflang', switch) == [code for code in codes if code != "en"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ko", "페이지를 찾을 수 없습니다"), ("ja", "ページが見つかりません")])
def test_an_error_page_keeps_the_language_and_the_way_to_the_others(client, language, words):
    response = client.get(f"/{language}/talent/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in page
    assert words in page
    assert 'href="/en/talent/nowhere/"' in page
