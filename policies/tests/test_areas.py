"""The page of a focus area: what is open, its tasks with their sources, documents, days, news and contacts."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies import offers
from policies.models import AreaTask, Change, Contact, FocusArea, Measure, Policy
from policies.offers import Offer
from portal.core import clock, pagecache
from portal.core.clock import now

SLUGS = ["supply", "transform", "entity", "market", "open", "platform"]


def page(client: Client, slug: str, language: str = "en"):
    pagecache.clear()
    response = client.get(f"/{language}/policies/areas/{slug}/")
    assert response.status_code == 200
    return response


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_each_area_reads_in_both_languages_without_cookie_or_query(city, client: Client, slug: str) -> None:
    for language in ("zh-hans", "en"):
        response = page(client, slug, language)
        assert dict(response.cookies) == {}
        assert f'href="/{language}/feeds/areas/{slug}.atom"' in text(response)
        assert f'href="/{language}/alerts/follow/areas/{slug}/"' in text(response)
        assert f'href="/{language}/calendar/?area={slug}"' in text(response)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/{language}/policies/areas/{slug}/")
        assert len(captured) == 0


@pytest.mark.parametrize("slug", ["nothing", "e", "entity-", "x" * 200])
def test_an_unknown_area_is_not_found(city, client: Client, slug: str) -> None:
    assert client.get(f"/en/policies/areas/{slug}/").status_code == 404


def test_the_areas_lead_to_their_neighbours_in_the_order_of_the_plan(city, client: Client) -> None:
    def around(slug: str) -> tuple[str | None, str | None]:
        context = page(client, slug).context
        return tuple(one.slug if one else None for one in (context["previous_area"], context["next_area"]))

    assert [around(slug) for slug in SLUGS] == list(zip([None, *SLUGS[:-1]], [*SLUGS[1:], None], strict=True))


def test_tasks_say_in_words_where_they_were_found(city, client: Client) -> None:
    html = text(page(client, "market"))
    assert "Export-credit insurance" in html
    assert "found in a published page; from general knowledge, to be verified" in html
    assert "The plan’s own list of tasks is to be supplied by the bureau." in html
    assert "Export-credit insurance" not in text(page(client, "open"))
    assert set(AreaTask.objects.values_list("area__code", flat=True)) == {slug.upper() for slug in SLUGS}
    assert [task for task in AreaTask.objects.all() if not task.source_labels] == []


@pytest.fixture
def call(city):
    """A call for ENT-01 as another app hands it in."""
    measure = Measure.objects.get(code="ENT-01")
    offer = Offer(
        measure_id=measure.pk, call_code="C-1", state="closing", opens_on=date(2026, 11, 9),
        closes_on=date(2026, 11, 30), workdays_left=5, budget_cny=Decimal(1), apply_url="/en/apply/C-1/",
    )  # fmt: skip

    def provide(measures) -> dict[int, Offer]:
        return {one.pk: offer for one in measures if one.pk == measure.pk}

    offers.register(provide)
    yield measure
    offers.forget(provide)


def test_what_is_open_can_be_applied_for_and_the_days_ahead_are_listed(call, client: Client) -> None:
    response = page(client, "entity")
    assert 'href="/en/apply/C-1/"' in text(response)
    assert [row.measure.code for row in response.context["open_rows"]] == ["ENT-01"]
    days = [(day.date, day.what) for day in response.context["days"]]
    assert days[0] == (date(2026, 11, 30), "Window closes")
    assert days == sorted(days)
    assert {day for day, _what in days} >= {date(2027, 1, 11)}
    assert "/en/apply/C-1/" not in text(page(client, "market"))


def test_a_day_that_is_over_is_not_ahead(call, client: Client) -> None:
    with clock.at(datetime(2026, 12, 1)):
        days = page(client, "entity").context["days"]
    assert min(day.date for day in days) > date(2026, 12, 1)


def test_documents_in_force_come_first_the_newest_on_top_and_the_lapsed_apart(city, client: Client) -> None:
    area = FocusArea.objects.get(code="ENTITY")
    made = {
        "OLD": {"issued_on": date(2024, 1, 1)},
        "NEW": {"issued_on": date(2026, 1, 1)},
        "OVER": {"issued_on": date(2026, 2, 1), "expires_on": date(2026, 3, 1)},
        "GONE": {"state": "repealed"},
        "AMENDED": {"issued_on": date(2025, 1, 1), "state": "amended"},
        "HIDDEN": {"issued_on": date(2026, 5, 1), "published": False},
    }
    for code, values in made.items():
        Policy.objects.create(code=code, title_zh=code, title_en=code, kind="notice", level="city", **values)
    area.policies.set(Policy.objects.filter(code__in=made))
    other = Policy.objects.create(code="OTHER", title_zh="OTHER", title_en="OTHER", kind="notice", level="city")
    other.areas.add(FocusArea.objects.get(code="OPEN"))
    context = page(client, "entity").context
    assert [line.title.text for line in context["policies"]] == ["NEW", "AMENDED", "OLD"]
    assert [line.title.text for line in context["lapsed"]] == ["OVER", "GONE"]


def test_contacts_and_news_are_those_of_the_area(city, client: Client) -> None:
    areas = {area.code: area for area in FocusArea.objects.all()}
    assert "The contact is to be supplied by the bureau." in text(page(client, "entity"))
    Contact.objects.create(area=areas["ENTITY"], name_zh="服贸处（示例）", name_en="Services trade desk (demo)")
    measure = Measure.objects.get(code="ENT-01")
    Change.objects.all().delete()
    for one in (measure, Measure.objects.get(code="OPN-01")):
        sentence = f"{one.code} changed"
        Change.objects.create(
            policy=one.policy, measure=one, kind="amended", at=now(), sentence_zh=sentence, sentence_en=sentence
        )
    entity, open_page = text(page(client, "entity")), text(page(client, "open"))
    assert ("Services trade desk (demo)" in entity, "Services trade desk (demo)" in open_page) == (True, False)
    assert ("ENT-01 changed" in entity, "OPN-01 changed" in entity) == (True, False)


def test_an_area_costs_the_same_for_one_of_each_and_for_thirty(city, client: Client) -> None:
    def count() -> int:
        page(client, "entity")
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/policies/areas/entity/")
        return len(captured)

    area, measure = FocusArea.objects.get(code="ENTITY"), Measure.objects.get(code="ENT-01")
    few = count()
    for number in range(30):
        policy = Policy.objects.create(code=f"N-{number}", title_zh="通知", kind="notice", level="city")
        policy.areas.add(area)
        AreaTask.objects.create(area=area, title_zh=f"任务{number}", title_en="Task", sources=["S"])
        Contact.objects.create(area=area, name_zh="处")
        Change.objects.create(policy=policy, kind="new", sentence_zh="新")
        Measure.objects.create(
            code=f"X-{number}", policy=measure.policy, area=area, title_zh="事项", mode=measure.mode,
            period_from=measure.period_from, period_to=measure.period_to, subsidy=measure.subsidy,
            window_open=measure.window_open, window_close=measure.window_close, budget_fen=1,
        )  # fmt: skip
    assert count() == few <= 14
    context = page(client, "entity").context
    assert (len(context["days"]), len(context["changes"]), context["more_policies"] > 0) == (8, 5, True)
