"""Service guides: whole before they are published, the same in four languages, and honest about their age."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from portal.core import clock, pagecache
from portal.core.loading import Report, load_files
from talent.enums import FactElement, GuideElement
from talent.guides.care import care
from talent.guides.publishing import GuideIncomplete, publish, withdraw
from talent.models import Agency, Guide, GuideFact, GuidePaper, GuideStep, GuideVersion
from talent.models.words import told, translate
from talent.tests.conftest import SHIPPED

SLUGS = {
    "work-permit-notice", "z-visa", "r-visa", "k-visa", "m-visa", "f-visa", "lodging-registration", "health-check",
    "work-permit", "social-security-card", "residence-permit", "renewal", "change", "cancellation", "family",
    "permanent-residence", "transit-240", "port-visa",
}  # fmt: skip
LANGUAGES = ("zh-hans", "en", "ko", "ja")


@pytest.fixture(autouse=True)
def _language() -> Any:
    yield
    translation.activate("zh-hans")


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def test_there_is_a_guide_for_each_procedure_and_loading_again_changes_nothing(guides: Report) -> None:
    rows = Guide.objects.with_parts()
    assert {row.slug for row in rows} == SLUGS
    for row in rows:
        assert (row.missing, row.version, row.published_at is not None) == ("", 1, True), row
        assert {fact.element for fact in row.facts.all()} == set(FactElement.values), row
        for part in (row, *row.facts.all(), *row.papers.all(), *row.steps.all()):
            assert part.source_kinds, part
            assert part.checked_on == dt.date(2026, 11, 22)
    again = load_files([SHIPPED.with_name("guides.yaml")])
    assert (again.created, again.changed) == ({}, {})
    assert GuideVersion.objects.count() == len(SLUGS)


def test_nothing_is_invented_about_whom_to_call(guides: Report) -> None:
    """Only the three hotlines that are known; what is not known is marked as such."""
    texts = " ".join(GuideFact.objects.values_list("text_zh", flat=True))
    assert set(re.findall(r"(?<!\d)\d{5,}(?!\d)", texts)) <= {"12345", "12367", "12333"}
    assert not re.search(r"0532|\d{7,}", texts)
    assert GuideFact.objects.filter(known=False, element="fee").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_shows_every_element_in_each_language(guides: Report, client: Client, language: str) -> None:
    with translation.override(language):
        row = Guide.objects.with_parts().get(slug="residence-permit")
        facts = [row.name, row.who, row.result, row.name_zh, row.agency.name_zh]
        facts += [element.label for element in FactElement] + [fact.text for fact in row.facts.all()]
        facts += [
            text for paper in row.papers.all() for text in (paper.name, paper.validity, paper.note, paper.name_zh)
        ]
        facts += [text for step in row.steps.all() for text in (step.name, step.place, step.days, step.result)]
        own = {fact.language for fact in facts if hasattr(fact, "language") and fact}
    response = client.get(f"/{language}/talent/services/residence-permit/")
    assert own == {language[:2]}
    assert [fact for fact in facts if str(fact) not in words(response)] == []
    with translation.override(language):
        assert translation.gettext("due to be checked again") not in words(response)
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_what_stands_in_another_language_is_marked(guides: Report, client: Client, language: str) -> None:
    """Chinese for the counter is marked as Chinese; English that stands in for a translation as English."""
    page = client.get(f"/{language}/talent/services/z-visa/").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    plain = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>[^<]*</\1>', "", main)
    if language == "ko":
        assert re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"<[^>]+>", "", plain)) == []
    assert '<span lang="zh-Hans">Z字签证（工作）</span>' in main


def test_without_an_element_a_guide_cannot_be_published(guides: Report, client: Client) -> None:
    guide = Guide.objects.get(slug="z-visa")
    guide.facts.get(element="phone").delete()
    guide.refresh_from_db()
    assert (guide.missing, guide.published_at) == ("phone", None)
    with translation.override("en"), pytest.raises(GuideIncomplete, match="Missing: Phone"):
        publish(guide)
    assert client.get("/en/talent/services/z-visa/").status_code == 404
    assert "/services/z-visa/" not in client.get("/en/talent/services/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Guide.objects.filter(pk=guide.pk).update(published_at=clock.now())
    GuideFact.objects.create(guide=guide, element="phone", text_zh="12345", text_en="12345")
    guide.refresh_from_db()
    assert (guide.missing, guide.published_at) == ("", None)
    assert publish(guide).number == 2
    assert client.get("/en/talent/services/z-visa/").status_code == 200


def test_an_empty_guide_names_all_that_it_lacks(db: None) -> None:
    guide = Guide.objects.create(slug="new", group="visa", name_zh="新", name_en="new")
    guide.recount()
    assert set(guide.missing.split(",")) == set(GuideElement.values) - {"name"}
    withdraw(guide)
    assert not GuideVersion.objects.exists()


def test_a_version_keeps_what_was_published(guides: Report) -> None:
    guide = Guide.objects.get(slug="f-visa")
    before = guide.versions.get(number=1).content
    fact = guide.facts.filter(element="condition").first()
    fact.text_zh = "新的条件"
    fact.save()
    after = publish(guide).content
    assert fact.text_zh in [row["text_zh"] for row in after["facts"]]
    assert fact.text_zh not in [row["text_zh"] for row in before["facts"]]
    assert guide.versions.get(number=1).content == before


def test_a_translation_that_is_older_than_its_chinese_says_so(guides: Report, client: Client) -> None:
    fact = GuideFact.objects.get(guide__slug="z-visa", element="condition")
    fact.text_zh = "已取得《外国人工作许可通知》原件"
    fact.save()
    pagecache.clear()
    for language, remark in (("ko", "이 번역 이후"), ("ja", "翻訳後に"), ("en", "The Chinese has changed since")):
        assert words(client.get(f"/{language}/talent/services/z-visa/")).count(remark) == 1
    assert "中文原文已更新" not in words(client.get("/zh-hans/talent/services/z-visa/"))
    translate(fact, "ko", {"text": "취업허가 통지서 원본을 받았을 것"})
    fact.save()
    pagecache.clear()
    assert "이 번역 이후" not in words(client.get("/ko/talent/services/z-visa/"))


def test_a_fact_past_its_interval_says_so(guides: Report, client: Client) -> None:
    with clock.at(dt.datetime(2027, 3, 1)):
        old = words(client.get("/en/talent/services/transit-240/"))
        pagecache.clear()
        young = words(client.get("/en/talent/services/z-visa/"))
    # 90 days for the transit, whose lists change by announcement, 180 for the others.
    assert Guide.objects.get(slug="transit-240").check_every == 90
    with clock.at(dt.datetime(2027, 3, 1)):
        assert Guide.objects.get(slug="transit-240").past_check
    assert "due to be checked again" not in young
    pagecache.clear()
    with clock.at(dt.datetime(2027, 6, 1)):
        assert "due to be checked again" in words(client.get("/en/talent/services/z-visa/"))
    assert "Compiled by the portal’s makers: 22 November 2026" in old


def test_warm_pages_take_no_query_and_cold_ones_as_many_for_thirty(
    guides: Report, client: Client, django_assert_num_queries: Any
) -> None:
    addresses = ("/ko/talent/services/", "/ko/talent/services/z-visa/")
    for address, count in zip(addresses, (1, 4), strict=True):
        with django_assert_num_queries(count):
            cold = client.get(address)
        with django_assert_num_queries(0):
            assert client.get(address).content == cold.content
        assert not cold.cookies
    guide = Guide.objects.get(slug="z-visa")
    agency = Agency.objects.first()
    for number in range(30):
        GuideFact.objects.create(guide=guide, element="condition", text_zh="件", order=number + 5)
        GuidePaper.objects.create(guide=guide, name_zh="纸", order=number + 9)
        GuideStep.objects.create(guide=guide, name_zh="步", actor="both", order=number + 9)
        Guide.objects.create(
            slug=f"x{number}",
            group="visa",
            name_zh="名",
            name_en="n",
            agency=agency,
            missing="",
            published_at=clock.now(),
        )
    pagecache.clear()
    for address, count in zip(addresses, (1, 4), strict=True):
        with django_assert_num_queries(count):
            client.get(address)


def test_every_text_of_the_shipped_guides_is_translated(guides: Report) -> None:
    rows = [*Guide.objects.all(), *GuideFact.objects.all(), *GuidePaper.objects.all(), *GuideStep.objects.all()]
    lacking = [
        (row, text.name, language)
        for row in rows
        for text in told(type(row))
        for language in ("en", "ko", "ja")
        if text.in_language(row, "zh") and not text.in_language(row, language)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The authority has yet to confirm: Opening hours · Fee"),
        ("zh-hans", "主管机关尚待确认： 办理时间 · 收费标准"),
        ("ko", "담당 기관의 확인을 기다리는 항목: 접수 시간 · 수수료"),
        ("ja", "担当機関の確認待ちの項目: 受付時間帯 · 手数料"),
    ],
)
def test_a_guide_says_above_which_elements_nobody_has_confirmed(
    guides: Report, client: Client, language: str, said: str
) -> None:
    assert said in words(client.get(f"/{language}/talent/services/work-permit-notice/"))
    GuideFact.objects.filter(guide__slug="work-permit-notice").update(known=True)
    pagecache.bump()
    label = re.match(r"[^:：]+[:：]", said)[0]
    assert label not in words(client.get(f"/{language}/talent/services/work-permit-notice/"))


def test_whoever_publishes_a_guide_is_told_what_it_does_not_know(guides: Report, client: Client) -> None:
    """A sentence that says whom to ask is an element; that nothing more is known is said and listed."""
    client.force_login(get_user_model().objects.create_superuser("li@example.test", "a long password", name="Li"))
    guide = Guide.objects.get(slug="work-permit-notice")
    sent = {"action": "publish_chosen", "_selected_action": [guide.pk]}
    page = client.post("/en/admin/talent/guide/", sent, follow=True).content.decode()
    assert "not known yet, and whom to ask: Opening hours, Fee." in html.unescape(page)
    with translation.override("en"):
        unknown = next(one for one in care()["sections"] if one.title == "What guides say is not known yet")
    assert unknown.count == GuideFact.objects.filter(known=False).count()
