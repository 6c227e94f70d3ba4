"""Market entities: what counts, where, in which category and since when; and never mixed with the bureau's figures."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises import registry
from enterprises.models import Enterprise
from enterprises.tests.factories import (
    LAOSHAN,
    SHINAN,
    DistrictFactory,
    EnterpriseFactory,
    PolicyFactory,
    cast,
    official,
)
from policies.models import Plan, Progress, Target, TradeCategory
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock, open_data, pagecache

pytestmark = pytest.mark.django_db
PAGE = "/en/admin/enterprises/enterprise/counting/"
NOW = datetime(2026, 11, 23, 10)
TODAY = date(2026, 11, 23)


@pytest.fixture
def categories() -> list[TradeCategory]:
    return [
        TradeCategory.objects.create(code=code, title_zh=code, title_en=code.title(), order=number)
        for number, code in enumerate(("GOODS", "SERVICE"))
    ]


def target() -> Target:
    return Target.objects.create(
        indicator="market_entities", operator="gte", value=3800, unit_zh="家", unit_en="enterprises"
    )


def entity(
    district: str = LAOSHAN, since: date | None = date(2025, 3, 1), *linked: TradeCategory, **given: Any
) -> Enterprise:
    one = EnterpriseFactory(district=DistrictFactory(code=district), counts_from=since, **given)
    one.categories.set(linked)
    return one


def page(user: User, query: str = "") -> Any:
    client = Client()
    client.force_login(user)
    with clock.at(NOW):
        response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.context


def test_an_enterprise_counts_once_in_its_district_and_in_each_of_its_categories(
    categories: list[TradeCategory],
) -> None:
    goods, service = categories
    entity(LAOSHAN, date(2025, 3, 1), goods, service)
    entity(LAOSHAN, TODAY, service)
    entity(SHINAN, date(2026, 1, 1))
    entity(SHINAN, date(2026, 11, 24), goods)
    entity(SHINAN, None, goods)
    zone = DistrictFactory(code="QD-HT", is_zone=True, within=DistrictFactory(code=LAOSHAN))
    EnterpriseFactory(district=zone, counts_from=date(2024, 5, 1)).categories.set([goods])
    found = registry.table(TODAY)
    rows = {row.district.code: (row.total, row.by_category, row.without) for row in found.rows}
    assert rows == {LAOSHAN: (3, {goods.pk: 2, service.pk: 2}, 0), SHINAN: (1, {}, 1)}
    assert (found.total, found.by_category, found.without) == (4, {goods.pk: 2, service.pk: 2}, 1)
    assert registry.by_year(TODAY) == [(2024, 1), (2025, 2), (2026, 4)]
    assert registry.table(date(2025, 12, 31)).total == 2


def test_invented_enterprises_are_never_added_to_real_ones(categories: list[TradeCategory]) -> None:
    entity(is_demo=True)
    assert (registry.table(TODAY).total, registry.table(TODAY).is_demo) == (1, True)
    entity()
    entity()
    assert (registry.table(TODAY).total, registry.table(TODAY).is_demo) == (2, False)


def test_the_page_sets_the_count_against_the_target(categories: list[TradeCategory]) -> None:
    target()
    goods, _service = categories
    entity(LAOSHAN, date(2025, 3, 1), goods)
    entity(SHINAN, date(2026, 1, 1))
    context = page(official(Role.CASE_MANAGER))
    assert [(one["label"], one["value"]) for one in context["figures"]] == [
        ("Counted", "2"), ("Target for 2027", "3,800"), ("Still to go", "3,798"), ("Counted without a category", "1"),
    ]  # fmt: skip
    assert [(row["label"], row["text"]) for row in context["years"]] == [
        ("2025", "1"), ("2026, so far", "2"), ("Target for 2027", "3,800"),
    ]  # fmt: skip
    laoshan = next(row for row in context["districts"] if row["value"] and row["cells"][0]["text"] == "1")
    listed = Client()
    listed.force_login(official(Role.CASE_MANAGER))
    rows = listed.get(laoshan["cells"][0]["url"]).context["rows"]
    assert [row["number"] for row in rows] == [Enterprise.objects.get(categories=goods).name]
    assert page(official(Role.LEADERSHIP), "?year=2025")["figures"][0]["value"] == "1"
    for odd in ("?year=1999", "?year=x", "?year=9999"):
        assert page(official(Role.LEADERSHIP), odd)["figures"][0]["value"] == "2"


def test_only_officials_read_the_page() -> None:
    people = cast()
    for user in (people.district, people.case_manager, people.leader, people.finance):
        assert page(user)["title"] == "Market entities"
    client = Client()
    assert client.get(PAGE).status_code == 302
    client.force_login(official(Role.PUBLIC))
    assert client.get(PAGE).status_code == 403


def test_as_many_queries_for_one_as_for_thirty(categories: list[TradeCategory]) -> None:
    target()
    manager = official(Role.CASE_MANAGER)

    def count() -> int:
        client = Client()
        client.force_login(User.objects.get(pk=manager.pk))
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    entity(LAOSHAN, date(2025, 3, 1), *categories)
    few = count()
    for number in range(30):
        entity(f"3702{number:02d}", date(2000 + number % 20, 3, 1), *categories[: number % 3])
    assert count() == few


def test_the_public_page_shows_the_count_beside_the_bureaus_figures() -> None:
    wanted = target()
    Plan.objects.create(policy=PolicyFactory(), period_from=date(2025, 1, 1), period_to=date(2027, 12, 31))
    Progress.objects.create(target=wanted, year=2025, months=12, value=2500, kind="final")
    anonymous = Client()

    def shown() -> str:
        pagecache.clear()
        with clock.at(NOW):
            return anonymous.get("/en/policies/plan/progress/").content.decode()

    assert "Counted in this portal" not in shown()
    entity()
    assert "Counted in this portal’s registry: 1 on Monday 23 November 2026." in shown()
    with clock.at(NOW):
        chart = anonymous.get("/en/policies/plan/charts/progress-market-entities.csv").content.decode()
    assert "2,500" in chart or "2500" in chart
    assert "registry" not in chart


def test_the_open_data_hold_counts_and_no_enterprise(categories: list[TradeCategory]) -> None:
    goods, _service = categories
    entity(LAOSHAN, date(2025, 3, 1), goods)
    (dataset,) = [one for one in open_data.datasets() if one.name == "market-entities"]
    with clock.at(NOW):
        rows = [tuple(row.values()) for row in dataset.rows()]
    one, two = date(2025, 12, 31), TODAY
    assert rows == [
        (day, LAOSHAN, False, category, number)
        for day in (one, two)
        for category, number in ((None, 1), ("GOODS", 1), ("SERVICE", 0))
    ]
    assert {column.name for column in dataset.columns} == {"on", "district", "category", "count", "is_demo"}
