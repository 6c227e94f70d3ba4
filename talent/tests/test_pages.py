"""The talent pages in both languages: what stands on them, and how many queries they take."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core import pagecache
from portal.core.loading import Report
from talent.models import (
    Agency,
    EntryWithoutVisa,
    Hotline,
    Paper,
    PathStep,
    PermitClass,
    PermitRoute,
    StepFee,
    StepLimit,
    StepPaper,
    VisaType,
)

pytestmark = pytest.mark.urls("talent.tests.urls")
PAGES = ("", "path/", "visas/", "classes/")
LANGUAGES = (("en", "en"), ("zh-hans", "zh"))
MISSING = "to be supplied by the bureau"
COMPILED = "Compiled by the portal’s makers on 22 November 2026; no official has checked it yet"


@pytest.fixture(autouse=True)
def _pages_forgotten(db: None) -> Iterator[None]:
    pagecache.bump()
    # The next request looks for other processes' changes at once, so none clears the cache in mid-test.
    pagecache._state["looked"] = 0.0
    yield
    pagecache.bump()
    translation.activate("zh-hans")


def words(response: Any) -> str:
    """The text of a page as it is read: no tags, no doubled spaces."""
    text = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(style|script).*?</\1>", "", response.content.decode()))
    return re.sub(r"\s+", " ", html.unescape(text))


def card(page: str, heading: str) -> str:
    """The words of one card, by the anchor of its heading."""
    found = re.search(rf'(?s)<(section|article) class="card"[^>]*>\s*<h[23] id="{heading}">.*?</\1>', page)
    assert found, heading
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", found[0])))


@pytest.mark.parametrize(("language", "half"), LANGUAGES)
def test_the_path_shows_every_step_with_all_its_facts(talent: Report, client: Client, language: str, half: str) -> None:
    page = client.get(f"/{language}/talent/path/").content.decode()
    steps = PathStep.objects.with_parts()
    assert re.findall(r'<h2 id="step-(\d+)">', page) == [str(number) for number in range(1, 13)]
    for step in steps:
        text = card(page, f"step-{step.number}")
        facts = [getattr(step, f"{name}_{half}") for name in ("title", "place", "basis", "validity", "note")]
        facts += [step.title_zh]
        with translation.override(language):
            facts += [limit.sentence for limit in step.limits.all()]
            facts += [limit.get_kind_display() for limit in step.limits.all() if limit.kind]
            facts += [fee.amount for fee in step.fees.all()] + [step.get_actor_display()]
        facts += [getattr(agency, f"name_{half}") for agency in step.agencies.all()]
        for entry in step.step_papers.all():
            facts += [getattr(entry.paper, f"{name}_{half}") for name in ("name", "rule", "when", "who")]
            facts += [entry.paper.name_zh]
        missing = [fact for fact in facts if str(fact) not in text]
        assert missing == [], step
        assert {"en": "22 November 2026", "zh": "2026年11月22日"}[half] in text


def test_what_is_not_known_is_said_to_be_missing(talent: Report, client: Client) -> None:
    page = client.get("/en/talent/path/").content.decode()
    step = card(page, "step-7")
    assert f"Where{MISSING}" in step.replace(" ", "").replace(MISSING.replace(" ", ""), MISSING)
    assert COMPILED in step
    hotlines = words(client.get("/en/talent/"))
    assert hotlines.count(MISSING) >= Hotline.objects.count()


RULES_MISSING = "Rules and sources not named here: to be supplied by the bureau."


def test_what_is_not_known_of_papers_is_said_once_a_list(talent: Report, client: Client) -> None:
    """Not at each paper; and not at all where everything is known."""
    page = client.get("/en/talent/path/").content.decode()
    steps = [step for step in PathStep.objects.with_parts() if step.step_papers.all()]
    for step in steps:
        text = card(page, f"step-{step.number}")
        papers = [entry.paper for entry in step.step_papers.all()]
        unknown = any(not paper.rule or not paper.kinds for paper in papers)
        assert text.count(RULES_MISSING) == int(unknown), step
        assert text.count("Rule: ") == sum(bool(paper.rule) for paper in papers), step
        assert text.count("Provided by: ") == sum(bool(paper.who) for paper in papers), step
        shared = bool(papers[0].kinds) and len({paper.source_kinds for paper in papers}) == 1
        # The step's own source, and that of each paper where they differ.
        assert text.count("Source: ") == 1 + (0 if shared else sum(bool(paper.kinds) for paper in papers)), step
        assert text.count("Source of all these papers: ") == int(shared), step
    assert len(steps) == 5
    assert words(client.get("/en/talent/path/")).count(RULES_MISSING) == len(steps) + 1

    Paper.objects.update(rule_en="as the counter asks", source_kinds="S")
    pagecache.bump()
    assert RULES_MISSING not in words(client.get("/en/talent/path/"))
    Paper.objects.filter(code="L02").update(source_kinds="")
    pagecache.bump()
    page = client.get("/en/talent/path/").content.decode()
    assert words(client.get("/en/talent/path/")).count(RULES_MISSING) == 2
    assert card(page, "step-12").count("Source: published page") == 3


def test_general_knowledge_is_marked_and_written_out(talent: Report, client: Client) -> None:
    page = client.get("/en/talent/path/").content.decode()
    for number in (5, 7, 11, 12):
        text = card(page, f"step-{number}")
        assert "to be verified from general knowledge, to be verified by the operator" in text, number
    for number in (2, 6, 9, 10):
        assert "general knowledge" not in card(page, f"step-{number}"), number


def test_the_special_papers_residence_and_fines_follow_the_steps(talent: Report, client: Client) -> None:
    text = words(client.get("/en/talent/path/"))
    for fact in (
        "Evidence for the talent class",
        "application inside China",
        "deputy general manager or associate professor and above",
        "CNY 5,000 to 20,000",
        "5 to 15 days of detention",
        "CNY 5,000 per person, at most CNY 50,000 for a person and 100,000 for an entity",
    ):
        assert fact in text


@pytest.mark.parametrize(("language", "half"), LANGUAGES)
def test_the_front_page_names_hotlines_and_authorities(
    talent: Report, client: Client, language: str, half: str
) -> None:
    response = client.get(f"/{language}/talent/")
    text = words(response)
    for line in Hotline.objects.all():
        assert line.number in text
        assert getattr(line, f"name_{half}") in text
    for agency in Agency.objects.all():
        assert getattr(agency, f"name_{half}") in text
        assert getattr(agency, f"does_{half}") in text
    assert f'href="/{language}/talent/path/"' in response.content.decode()


@pytest.mark.parametrize(("language", "half"), LANGUAGES)
def test_visas_and_entry_without_one(talent: Report, client: Client, language: str, half: str) -> None:
    page = client.get(f"/{language}/talent/visas/").content.decode()
    for visa in VisaType.objects.all():
        text = card(page, f"visa-{visa.code}")
        for name in ("name", "needs", "condition", "leads_to", "validity", "family", "warning"):
            assert getattr(visa, f"{name}_{half}") in text, (visa, name)
    for way in EntryWithoutVisa.objects.all():
        text = card(page, f"entry-{way.code}")
        for name in ("name", "qingdao_ports", "area", "allowed", "not_allowed", "grounds", "papers", "basis", "note"):
            assert getattr(way, f"{name}_{half}") in text, (way, name)
    if language == "en":
        assert "as of 5 November 2025" in card(page, "entry-T240")
        assert "no date: check before you travel" in card(page, "entry-UNI")
        assert "no work allowed" in card(page, "visa-M")
        assert "no work allowed" not in card(page, "visa-Z")


@pytest.mark.parametrize(("language", "half"), LANGUAGES)
def test_classes_with_their_routes(talent: Report, client: Client, language: str, half: str) -> None:
    page = client.get(f"/{language}/talent/classes/").content.decode()
    for row in PermitClass.objects.prefetch_related("routes"):
        text = card(page, f"class-{row.code}")
        facts = [getattr(row, f"{name}_{half}") for name in ("name", "quota", "general")]
        facts += getattr(row, f"benefits_{half}").splitlines()
        for route in row.routes.all():
            facts += [route.code, getattr(route, f"name_{half}"), getattr(route, f"includes_{half}"), route.name_zh]
        assert [fact for fact in facts if fact not in text] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_date_authority_of_the_chinese_legend_and_working_contents(
    talent: Report, client: Client, page: str
) -> None:
    response = client.get(f"/en/talent/{page}")
    text, source = words(response), response.content.decode()
    assert "Compiled by the portal’s makers: 22 November 2026" in text
    assert "No official of the bureau has checked them yet." in text
    assert "The Chinese text is authoritative." in text
    assert "from general knowledge, to be verified by the operator" in text
    anchors = re.findall(r'href="#([^"]+)"', source)
    identifiers = re.findall(r' id="([^"]+)"', source)
    assert set(anchors) <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))
    # One script, without which the page loses nothing: another language keeps the place.
    assert re.findall(r"<script[^>]*js/([\w-]+)", source) == ["language"]
    assert source.count("<script") == 1
    assert not re.search(r"\bGK\b", text)


def test_chinese_inside_english_is_marked_for_voices_and_fonts(talent: Report, client: Client) -> None:
    source = client.get("/en/talent/path/").content.decode()
    body = re.sub(r'<(\w+)[^>]* lang="zh[^"]*"[^>]*>[^<]*</\1>', "", source.split("<main")[1].split("</main>")[0])
    assert re.findall(r"[\u4e00-\u9fff]+", body) == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_without_any_facts_say_so(client: Client, page: str) -> None:
    response = client.get(f"/en/talent/{page}")
    assert response.status_code == 200
    assert "Nobody has checked it yet" in words(response)


@pytest.mark.parametrize("page", PAGES)
def test_a_warm_page_takes_no_query_and_sets_no_cookie(
    talent: Report, client: Client, page: str, django_assert_num_queries: Any
) -> None:
    cold = client.get(f"/en/talent/{page}")
    with django_assert_num_queries(0):
        warm = client.get(f"/en/talent/{page}")
    assert warm.content == cold.content
    assert not cold.cookies
    assert not warm.cookies
    assert warm["ETag"]


def test_a_change_shows_after_the_commit(
    talent: Report, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.get("/en/talent/path/")
    with django_capture_on_commit_callbacks(execute=True):
        step = PathStep.objects.get(number=7)
        step.place_en = "Port clinic"
        step.save()
    assert "Port clinic" in words(client.get("/en/talent/path/"))


def many() -> None:
    """Thirty more of everything, each step with parts of its own."""
    row = PermitClass.objects.create(code="Z", name_zh="类", name_en="class")
    agency = Agency.objects.get(code="STB")
    for number in range(30):
        named = {"name_zh": f"名{number}", "name_en": f"name {number}"}
        Agency.objects.create(code=f"X{number}", **named)
        Hotline.objects.create(number=f"9{number}", **named)
        VisaType.objects.create(code=f"X{number}", **named)
        EntryWithoutVisa.objects.create(code=f"X{number}", **named)
        PermitRoute.objects.create(code=f"X{number}", permit_class=row, **named)
        step = PathStep.objects.create(number=100 + number, actor="both", title_zh="步", title_en="step")
        step.agencies.add(agency)
        paper = Paper.objects.create(code=f"X{number}", **named)
        StepPaper.objects.create(step=step, paper=paper)
        StepLimit.objects.create(step=step, most=3, unit="day")
        StepFee.objects.create(step=step, band="under_1y", amount_fen=100)


@pytest.mark.parametrize(("page", "count"), [("", 4), ("path/", 9), ("visas/", 2), ("classes/", 2)])
def test_a_cold_page_takes_as_many_queries_for_one_row_as_for_thirty(
    talent: Report, client: Client, page: str, count: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(count):
        client.get(f"/en/talent/{page}")
    many()
    pagecache.bump()
    with django_assert_num_queries(count):
        client.get(f"/en/talent/{page}")


def test_only_reading_is_answered(client: Client, db: None) -> None:
    assert client.post("/en/talent/path/").status_code == 405
