"""The pages of the plan: what stands where, what is said beside the figures, and what it costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.models import Base, Indicator, Measure, Plan, Policy, Safeguard, Target, TradeCategory
from policies.tests.conftest import load
from portal.core import pagecache
from portal.core.loading import load_files
from portal.core.management.commands.load_plan import shipped_files

PAGES = ["plan/", "plan/figures/", "plan/progress/", "plan/places/", "plan/scope/"]


def page(client: Client, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/policies/{path}")
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, anchor: str) -> str:
    """From the anchor to the next heading of the same level, without markup."""
    level, rest = re.search(rf'<h(\d)[^>]* id="{anchor}"[^>]*>(.*)', html, re.DOTALL).groups()
    return re.sub(r"<[^>]+>", " ", re.split(rf"<h[2-{level}]\b", rest)[0])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_in_both_languages_sets_no_cookie_and_is_free_when_warm(city, client: Client, path: str) -> None:
    for language in ("zh-hans", "en"):
        response = client.get(f"/{language}/policies/{path}")
        html = response.content.decode()
        assert (response.status_code, dict(response.cookies)) == (200, {})
        assert f'<html lang="{language}"' in html
        assert "csrfmiddlewaretoken" not in html
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/{language}/policies/{path}")
        assert len(captured) == 0


@pytest.mark.parametrize("path", PAGES)
def test_each_page_leads_to_all_the_others(city, client: Client, path: str) -> None:
    html = page(client, path)
    assert [f'href="/en/policies/{other}"' in html for other in PAGES] == [True] * 5
    assert html.count('aria-current="page"') == 2  # its tab and the end of the breadcrumb
    assert len(re.findall(r"<h1\b", html)) == 1


def test_no_page_without_a_published_plan(city, client: Client) -> None:
    Policy.objects.filter(plan__isnull=False).update(published=False)
    assert [client.get(f"/en/policies/{path}").status_code for path in PAGES] == [404] * 5
    Plan.objects.all().delete()
    assert [client.get(f"/en/policies/{path}").status_code for path in PAGES] == [404] * 5


def test_every_anchor_on_a_page_is_there(city, client: Client) -> None:
    load_files([next(path for path in shipped_files() if path.name == "divisions.yaml")])
    load("progress")
    for path in PAGES:
        html = page(client, path)
        wanted, there = set(re.findall(r'href="#([^"]+)"', html)), re.findall(r' id="([^"]+)"', html)
        assert wanted - {"main"} <= set(there), path
        assert sorted(there) == sorted(set(there)), path


# --- targets --------------------------------------------------------------------------------------


def test_the_two_targets_stand_apart_with_the_reason(city, client: Client) -> None:
    html = page(client, "plan/")
    shown = part(html, "targets") + part(html, "apart")
    for words in ("483.9", "700 × CNY 100 million", "15% or more a year", "3,800 enterprises"):
        assert words in shown, words
    assert "takes 13.1% a year, while 15% a year would lead to 736" in shown
    assert "Neither is derived from the other here." in shown
    table = re.sub(r"\s+", " ", part(html, "apart"))
    assert "2024 483.9 reported" in table
    assert re.findall(r"(20\d\d) ([\d.]+) derived", table) == [("2025", "556.5"), ("2026", "640"), ("2027", "736")]


def test_a_target_in_words_is_shown_in_words_and_the_steps_are_of_ten_billion(city, client: Client) -> None:
    html = page(client, "plan/")
    for words in ("negative list applied in full", "One speciality per district", "CNY 10 billion each, not of 100"):
        assert words in html, words
    assert "from the 10+1 system, not from the digital-trade plan" in html


# --- figures --------------------------------------------------------------------------------------


def test_every_indicator_stands_with_value_unit_year_place_and_source(city, client: Client) -> None:
    html = page(client, "plan/figures/")
    rows = [
        [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
        if row.count("<td") == 6
    ]
    assert len(rows) == Indicator.objects.count() == 20
    assert all(all(cell for cell in row) for row in rows)
    article = "Qingdao Daily, 27 March 2025"
    for row in (
        ["about 828.5", "CNY 100 million", "2023", "Qingdao", "Reported figure", article],
        ["about 0.37", "CNY 100 million", "not stated", "Qingdao", "Reported figure", article],
        ["more than 5,600", "CNY 100 million", "not stated", "Qingdao", "Reported figure", article],
        ["7.13", "USD trillion", "2023", "World", "Reported figure", article],
        ["50 or more", "percent", "2035", "China", "Target", "A published page, not the article"],
    ):
        assert row in rows, row


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("total", ["518.6", "309.9", "the figures are not one series", "about 745 in 2022 (derived)", "51,800"]),
        ("deliverable", ["the figures are not one series", "about 1,561 in 2024 (derived)"]),
        ("world", ["10.7% a year) is quoted as its source gives it"]),
        ("industries", ["belongs to the 10+1 system of industries, not to this plan", "growth above 20%"]),
        ("outsourcing", ["the year stays empty"]),
        ("china", ["These are national targets"]),
    ],
)
def test_a_trap_is_named_where_its_figure_stands(city, client: Client, group: str, words: list[str]) -> None:
    shown = part(page(client, "plan/figures/"), group)
    assert [one for one in words if one not in shown] == []


def test_a_figure_that_the_bureau_adds_is_never_lost(city, client: Client) -> None:
    Indicator.objects.create(
        code="new", title_zh="新指标", title_en="A new one", geo="QD", year=2025, value=7, unit="t"
    )
    shown = part(page(client, "plan/figures/"), "others")
    assert "A new one" in shown
    assert " t " in shown


def test_a_figure_that_is_missing_takes_its_remark_along(city, client: Client) -> None:
    Indicator.objects.filter(code__in=["delivered_share", "deliverable_services_trade"]).delete()
    Target.objects.filter(indicator="deliverable_services_trade_cagr").delete()
    html = page(client, "plan/") + page(client, "plan/figures/") + page(client, "plan/scope/")
    assert "not one series." not in html
    assert "Neither is derived" not in html


# --- places and scope -----------------------------------------------------------------------------


def test_bases_venues_industries_and_clusters_have_their_place(city, client: Client) -> None:
    load_files([next(path for path in shipped_files() if path.name == "divisions.yaml")])
    html = page(client, "plan/places/")
    for anchor in (
        "base-nb-hr", "base-nb-lang", "base-pb-iip", "base-pb-rcep", "base-pb-3", "venue-ciftis", "venue-cbec-zone",
        "venue-intl-gateway", "venue-ai-pilot", "venue-qd-dip", "venue-qd-port", "zone-qd-sco", "industries-leading",
        "industries-future", "venues-fair", "venues-park",
    ):  # fmt: skip
        assert f'id="{anchor}"' in html, anchor
    for words in (
        "USD 15,600,000", "Third base: to be supplied by the bureau", "names two; the third must come", "95,593,000",
        "Techo International Airport", "Terahertz", "Pingdu City", "in Jiaozhou City", "2,000 × CNY 100 million",
    ):  # fmt: skip
        assert words in html, words


def test_the_third_base_shows_its_name_once_it_has_one(city, client: Client) -> None:
    Base.objects.filter(code="PB-3").update(title_zh="第三基地", title_en="The third base", note="")
    html = page(client, "plan/places/")
    assert "The third base" in html
    assert "Third base: to be supplied" not in html


def test_the_three_splits_stand_apart_with_a_table_between_them(city, client: Client) -> None:
    html = page(client, "plan/scope/")
    for anchor in (
        "category-goods", "category-tech", "category-service", "category-dataflow", "mode-delivered", "mode-ordered",
        "safeguard-org", "safeguard-support", "safeguard-ipr", "safeguard-talent", "central-product", "central-data",
    ):  # fmt: skip
        assert f'id="{anchor}"' in html, anchor
    table = re.sub(r"\s+", " ", part(html, "mapping"))
    assert "Trade in digital products Trade in digital goods only digitised content" in table
    assert "Digitally ordered trade Trade in digital goods only the online sale of tangible goods" in table
    assert "62.6% of Qingdao’s digital trade in 2023" in html
    assert "计算器" in part(html, "category-tech")


def test_categories_and_safeguards_list_what_serves_them_and_nothing_unpublished(city, client: Client) -> None:
    policy = Policy.objects.get(code="QD-DT-2025-MARKET")
    policy.categories.add(TradeCategory.objects.get(code="TECH"))
    hidden = Policy.objects.create(code="H", title_zh="未发布", kind="notice", level="city", published=False)
    hidden.categories.add(*TradeCategory.objects.all())
    hidden.safeguards.add(*Safeguard.objects.all())
    html = page(client, "plan/scope/")
    tech, goods, ipr = (part(html, anchor) for anchor in ("category-tech", "category-goods", "safeguard-ipr"))
    assert policy.title_en in tech
    assert policy.title_en not in goods
    assert policy.title_en in ipr
    assert Measure.objects.get(code="SUP-02").title_en in tech
    assert Measure.objects.get(code="SUP-02").title_en not in goods
    assert "未发布" not in html


@pytest.mark.parametrize("path", ["plan/", "plan/figures/", "plan/places/", "plan/scope/"])
def test_a_page_costs_the_same_for_few_and_for_many_rows(city, client: Client, path: str) -> None:
    def count() -> int:
        page(client, path)
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            page(client, path)
        return len(captured)

    few = count()
    for number in range(30):
        policy = Policy.objects.create(code=f"N-{number}", title_zh="通知", kind="notice", level="city")
        policy.categories.add(TradeCategory.objects.get(code="GOODS"))
        policy.safeguards.add(Safeguard.objects.get(code="ORG"))
        Indicator.objects.create(code=f"n{number}", title_zh="数", title_en="n", geo="QD", year=2025, value=1, unit="t")
        Base.objects.create(code=f"B-{number}", level="provincial", title_zh="基地", title_en="A base")
    assert count() == few <= 16
