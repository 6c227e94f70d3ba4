"""Every way through the finder, and its pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core import pagecache
from portal.core.loading import Report
from talent.finder.tree import MOST_QUESTIONS, Question, walk, ways
from talent.models import Agency, Guide, Referral

ARRIVAL = ["lodging-registration", "health-check", "work-permit", "residence-permit", "social-security-card"]
# What is answered, in order, and which guides and matters of other authorities that leads to.
WAYS = {
    "work abroad yes yes short": (["r-visa"], ["permit", "visa"]),
    "work abroad yes yes long": (["r-visa", "work-permit-notice", *ARRIVAL], ["permit", "visa", "residence"]),
    "work abroad yes no": (["work-permit-notice", "z-visa", *ARRIVAL], ["permit", "visa", "residence"]),
    "work abroad no yes": (["k-visa"], ["visa"]),
    "work abroad no no": ([], ["permit"]),
    "work china new": (["cancellation", "change"], ["permit", "residence"]),
    "work china renew": (["renewal"], ["permit", "residence"]),
    "work china no yes": (["work-permit-notice", "work-permit", "residence-permit"], ["permit", "residence"]),
    "work china no no": (["work-permit-notice", "z-visa"], ["permit", "visa"]),
    "visit yes": (["transit-240", "lodging-registration"], ["residence"]),
    "visit no business": (["m-visa"], ["visa"]),
    "visit no exchange": (["f-visa"], ["visa", "invitation"]),
    "visit no urgent": (["port-visa"], ["residence"]),
    "family foreigner": (["family", "lodging-registration"], ["visa", "residence"]),
    "family citizen": ([], ["visa", "residence"]),
    "here arrived": (ARRIVAL, ["residence", "permit"]),
    "here lodging": (["lodging-registration"], ["residence"]),
    "here expires": (["renewal"], ["permit", "residence"]),
    "here change": (["cancellation", "change"], ["permit", "residence"]),
    "here end": (["cancellation"], ["permit"]),
    "stay": (["permanent-residence"], ["residence"]),
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
    assert codes <= set(Referral.objects.values_list("code", flat=True))


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
    assert re.findall(r"<script[^>]*js/([\w-]+)", page) == ["language"]
    assert "csrf" not in page


def test_a_guide_that_is_not_public_is_left_out(guides: Report, client: Client) -> None:
    Guide.objects.filter(slug="r-visa").update(published_at=None)
    page = client.get("/en/talent/finder/?aim=work&where=abroad&offer=yes&talent=yes&days=short")
    assert page.status_code == 200
    assert "/services/r-visa/" not in page.content.decode()


def test_an_authority_that_has_taken_a_matter_over_is_named_at_once(guides: Report, client: Client) -> None:
    """Competence has moved before: who decides is a record that the desk edits."""
    address, taker = "/en/talent/finder/?aim=here&matter=end", Agency.objects.get(code="HRSS")
    assert taker.name_zh not in client.get(address).content.decode()
    matter = Referral.objects.get(code="permit")
    matter.agency = taker
    matter.save()
    pagecache.bump()
    page = client.get(address).content.decode()
    assert taker.name_zh in page
    assert "青岛市科学技术局" not in page
