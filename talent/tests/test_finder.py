"""Every way through the finder, and its pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core.loading import Report
from talent.finder.tree import MOST_QUESTIONS, Question, walk, ways
from talent.models import Agency, Guide

ARRIVAL = ["lodging-registration", "health-check", "work-permit", "residence-permit", "social-security-card"]
# What is answered, in order, and which guides and authorities that leads to.
WAYS = {
    "work abroad yes yes short": (["r-visa"], ["STB", "MISSION"]),
    "work abroad yes yes long": (["r-visa", "work-permit-notice", *ARRIVAL], ["STB", "MISSION", "PSB"]),
    "work abroad yes no": (["work-permit-notice", "z-visa", *ARRIVAL], ["STB", "MISSION", "PSB"]),
    "work abroad no yes": (["k-visa"], ["MISSION"]),
    "work abroad no no": ([], ["STB"]),
    "work china new": (["cancellation", "change"], ["STB", "PSB"]),
    "work china renew": (["renewal"], ["STB", "PSB"]),
    "work china no yes": (["work-permit-notice", "work-permit", "residence-permit"], ["STB", "PSB"]),
    "work china no no": (["work-permit-notice", "z-visa"], ["STB", "MISSION"]),
    "visit yes": (["transit-240", "lodging-registration"], ["PSB"]),
    "visit no business": (["m-visa"], ["MISSION"]),
    "visit no exchange": (["f-visa"], ["MISSION", "FAO"]),
    "visit no urgent": (["port-visa"], ["PSB"]),
    "family foreigner": (["family", "lodging-registration"], ["MISSION", "PSB"]),
    "family citizen": ([], ["MISSION", "PSB"]),
    "here arrived": (ARRIVAL, ["PSB", "STB"]),
    "here lodging": (["lodging-registration"], ["PSB"]),
    "here expires": (["renewal"], ["STB", "PSB"]),
    "here change": (["cancellation", "change"], ["STB", "PSB"]),
    "here end": (["cancellation"], ["STB"]),
    "stay": (["permanent-residence"], ["PSB"]),
}


def test_every_way_leads_where_the_table_says() -> None:
    found = {
        " ".join(given.answer.value for given in way): (
            [slug for slug, _why in outcome.guides],
            [code for code, _why in outcome.authorities],
        )
        for way, outcome in ways()
    }
    assert found == WAYS


def test_no_way_asks_more_than_six_questions_or_the_same_twice_and_each_gives_reasons() -> None:
    for way, outcome in ways():
        names = [given.question.name for given in way]
        assert len(names) <= MOST_QUESTIONS
        assert len(names) == len(set(names))
        assert outcome.authorities
        assert all(str(why) for _what, why in (*outcome.guides, *outcome.authorities))
        given, place = walk({one.question.name: one.answer.value for one in way})
        assert (given, place) == (list(way), outcome)


def test_every_guide_is_found_and_every_way_leads_to_guides_that_exist(guides: Report) -> None:
    slugs = {slug for _way, outcome in ways() for slug, _why in outcome.guides}
    assert slugs == set(Guide.objects.published().values_list("slug", flat=True))
    codes = {code for _way, outcome in ways() for code, _why in outcome.authorities}
    assert codes <= set(Agency.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("answers", "question"),
    [({}, "aim"), ({"aim": "fly"}, "aim"), ({"where": "china"}, "aim"), ({"aim": "work", "where": "moon"}, "where")],
)
def test_an_answer_that_does_not_belong_there_is_asked_again(answers: dict[str, str], question: str) -> None:
    _given, place = walk(answers)
    assert isinstance(place, Question)
    assert place.name == question


@pytest.fixture(autouse=True)
def _language() -> Any:
    yield
    translation.activate("zh-hans")


@pytest.mark.parametrize("language", ["zh-hans", "en", "ko", "ja"])
def test_a_walk_by_links_alone(guides: Report, client: Client, language: str) -> None:
    address, pages = f"/{language}/talent/finder/", 0
    while True:
        page = client.get(address).content.decode()
        pages += 1
        # The links of the answers stand in a list of their own; the last one is "no" or the like.
        found = re.search(r'(?s)<ul class="rows card">(.*?)</ul>', page.split("<main")[1])
        links = re.findall(r'href="([^"]*finder/\?[^"]*)"', found[1]) if found else []
        if not links:
            break
        address = links[0].replace("&amp;", "&")
    assert pages == 6
    assert address == f"/{language}/talent/finder/?aim=work&where=abroad&offer=yes&talent=yes&days=short"
    assert f'href="/{language}/talent/services/r-visa/"' in page
    assert f'href="/{language}/talent/finder/?aim=work&amp;where=abroad&amp;offer=yes&amp;talent=yes"' in page
    assert "<script" not in page
    assert "csrf" not in page


def test_a_guide_that_is_not_public_is_left_out(guides: Report, client: Client) -> None:
    Guide.objects.filter(slug="r-visa").update(published_at=None)
    page = client.get("/en/talent/finder/?aim=work&where=abroad&offer=yes&talent=yes&days=short")
    assert page.status_code == 200
    assert "/services/r-visa/" not in page.content.decode()
