"""The plan's targets over the open API: with published figures, progress by year and district, and sources."""

import pytest
from django.test import Client

from policies.models import Progress, Target
from policies.tests.test_api import get
from portal.accounts.models import District


def test_a_target_carries_its_figures_and_its_progress_with_their_sources(city, client: Client) -> None:
    found = get(client, "indicators/targets/deliverable_services_trade/").json()
    assert (found["year"], found["operator"], found["value"], found["unit"]) == (2027, "gte", 700.0, "CNY 100 million")
    assert found["source"] == "Qingdao Daily, 27 March 2025"
    assert [(one["geo"], one["year"], one["value"]) for one in found["figures"]] == [("QD", 2024, 483.9)]
    assert found["figures"][0]["source"] == "Qingdao Daily, 27 March 2025"


def test_targets_without_a_published_figure_or_in_words_are_there_too(city, client: Client) -> None:
    rows = {one["indicator"]: one for one in get(client, "indicators/targets/").json()["results"]}
    assert rows.keys() == set(Target.objects.values_list("indicator", flat=True))
    assert (rows["market_entities"]["value"], rows["market_entities"]["figures"]) == (3800.0, [])
    assert (rows["export_base_pattern"]["value"], rows["export_base_pattern"]["qualitative"]) == (None, True)
    assert rows["ai_industry_scale"]["note"] != ""
    assert rows["ai_industry_scale"]["source"] == "A published page, not the article"


@pytest.fixture
def supplied(city) -> None:
    Progress.objects.all().delete()
    target = Target.objects.get(indicator="market_entities")
    shinan = District.objects.create(code="370202", name_zh="市南区", name_en="Shinan District")
    given = {"target": target, "source_zh": "市商务局季报", "source_en": "Quarterly report of the bureau"}
    Progress.objects.create(year=2025, value=2900, **given)
    Progress.objects.create(year=2025, value=600, district=shinan, **given)
    Progress.objects.create(year=2026, months=6, value=3000, kind="preliminary", **given)
    Progress.objects.create(year=2026, months=6, value=1, is_demo=True, target=target)


def test_progress_comes_by_year_and_by_district(supplied, client: Client) -> None:
    rows = get(client, "indicators/progress/").json()["results"]
    assert rows[1] == {
        "indicator": "market_entities", "year": 2025, "months": 12, "period": "2025", "district": "370202",
        "district_name": "Shinan District", "value": 600.0, "unit": "enterprises", "kind": "reported",
        "source": "Quarterly report of the bureau", "note": "", "is_demo": False,
    }  # fmt: skip
    assert [(one["year"], one["district"], one["value"]) for one in rows] == [
        (2025, None, 2900.0), (2025, "370202", 600.0), (2026, None, 3000.0),
    ]  # fmt: skip
    assert get(client, "indicators/targets/market_entities/").json()["progress"] == rows


def test_the_queries_are_as_many_for_more_rows(supplied, client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert get(client, "indicators/progress/?page_size=1").json()["next"]
    for year in range(2001, 2020):
        Progress.objects.create(target=Target.objects.get(indicator="market_entities"), year=year, value=year)
    with django_assert_num_queries(1):
        assert len(get(client, "indicators/progress/").json()["results"]) == 22


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("?year=2026", [3000.0]), ("?district=370202", [600.0]), ("?district=370200", [2900.0, 3000.0]),
        ("?indicator=market_entities&year=2025", [2900.0, 600.0]), ("?indicator=none", []),
        ("?district=", [2900.0, 600.0, 3000.0]),
    ],
)  # fmt: skip
def test_progress_is_narrowed(supplied, client: Client, query: str, values: list[float]) -> None:
    rows = get(client, f"indicators/progress/{query}").json()["results"]
    assert [one["value"] for one in rows] == values


@pytest.mark.parametrize("query", ["?year=x", "?year=99999", "?year=2025.5", "?district=" + "9" * 5000])
def test_an_address_that_makes_no_sense_is_refused(supplied, client: Client, query: str) -> None:
    assert get(client, f"indicators/progress/{query}").status_code == 400


def test_a_figure_of_the_city_names_its_target_and_where_its_progress_is(city, client: Client) -> None:
    rows = get(client, "indicators/").json()["results"]
    aims = {(one["code"], one["geo"]): one["target"] for one in rows if one["target"]}
    assert aims.keys() == {("deliverable_services_trade", "QD"), ("ai_industry_scale", "QD")}
    (one,) = [one for one in rows if one["code"] == "deliverable_services_trade" and one["geo"] == "QD"]
    assert (one["target"]["year"], one["target"]["value"]) == (2027, 700.0)
    path = one["progress"].removeprefix("http://testserver")
    assert (
        client.get(path).json()["results"]
        == get(client, "indicators/targets/deliverable_services_trade/", "zh-hans").json()["progress"]
    )
