"""The open pages: in both languages, without a cookie, without a query when warm, marked where data are invented."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from policies import offers, windows
from policies.models import Contact, FocusArea, Measure, Policy
from policies.offers import Offer
from policies.overview import areas_with_offers
from portal.core import clock, pagecache

PAGES = [
    "policies/",
    "policies/plan/",
    "policies/areas/entity/",
    "policies/qd-dt-2025/",
    "policies/qd-dt-2025-entity/",
    "items/ent-01/",
    "items/ent-01/check/",
]
DEMO_BAND = 'class="demo-band"'


def text(response) -> str:
    return response.content.decode()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_in_both_languages_sets_no_cookie_and_is_free_when_warm(city, client: Client, path: str) -> None:
    for language in ("zh-hans", "en"):
        address = f"/{language}/{path}"
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {})
        assert f'<html lang="{language}"' in text(response)
        assert "csrfmiddlewaretoken" not in text(response)
        assert queries(client, address) == 0


def test_pages_with_invented_data_say_so_and_the_plan_does_not(city, client: Client) -> None:
    shown = {path: DEMO_BAND in text(client.get(f"/zh-hans/{path}")) for path in PAGES}
    assert [path for path, demo in shown.items() if not demo] == ["policies/plan/", "policies/qd-dt-2025/"]
    Measure.objects.update(is_demo=False)
    pagecache.clear()
    assert DEMO_BAND not in text(client.get("/zh-hans/items/ent-01/"))


@pytest.mark.parametrize(
    "path", ["policies/nothing/", "policies/areas/nothing/", "items/nothing/", "items/nothing/check/"]
)
def test_what_is_not_there_is_not_found(city, client: Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


def test_a_draft_exists_for_officials_only(city, client: Client, django_user_model) -> None:
    policy = Policy.objects.get(code="QD-DT-2025-ENTITY")
    policy.published = False
    policy.save()
    paths = ["/en/policies/qd-dt-2025-entity/", "/en/items/ent-01/", "/en/items/ent-01/check/"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert "ent-01" not in text(client.get("/en/policies/"))
    assert client.get("/api/v1/measures/ENT-01/").status_code == 404
    client.force_login(django_user_model.objects.create_user("officer@example.test", is_staff=True))
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]


def test_a_change_of_content_shows_at_once(city, client: Client, django_capture_on_commit_callbacks) -> None:
    assert "A new title" not in text(client.get("/en/items/ent-01/"))
    with django_capture_on_commit_callbacks(execute=True):
        measure = Measure.objects.get(code="ENT-01")
        measure.title_en = "A new title"
        measure.save()
    assert "A new title" in text(client.get("/en/items/ent-01/"))


def test_a_condition_links_to_its_clause_on_the_page_of_the_document(city, client: Client) -> None:
    measure, policy = text(client.get("/en/items/ent-02/")), text(client.get("/en/policies/qd-dt-2025-entity/"))
    assert 'href="/en/policies/qd-dt-2025-entity/#clause-4-1"' in measure
    assert 'href="/en/policies/qd-dt-2025-entity/#clause-2-6"' in measure
    assert 'id="clause-4-1"' in policy
    assert 'id="clause-2-6"' in policy


def test_what_nobody_has_supplied_is_called_missing_and_not_invented(city, client: Client) -> None:
    assert text(client.get("/en/policies/qd-dt-2025/")).count("to be supplied by the bureau") >= 5
    assert "Third base: to be supplied by the bureau" in text(client.get("/en/policies/plan/places/"))
    assert "not stated" in text(client.get("/en/policies/plan/figures/"))


def test_a_measure_names_whom_to_ask_of_its_document_or_else_of_its_area(city, client: Client) -> None:
    measure, missing = Measure.objects.get(code="ENT-02"), "<dt>Contact</dt><dd>to be supplied by the bureau"
    page = f"/en/items/{measure.slug}/"
    measure.policy.contacts.all().delete()
    measure.area.contacts.all().delete()
    pagecache.clear()
    assert missing in text(client.get(page))
    Contact.objects.create(area=measure.area, name_zh="服务处", name_en="Service division", phone="demo 000")
    pagecache.clear()
    assert "Service division · demo 000" in text(client.get(page))
    Contact.objects.create(policy=measure.policy, name_zh="政策处", name_en="Policy division")
    pagecache.clear()
    shown = text(client.get(page))
    assert ("Policy division" in shown, "Service division" in shown, missing in shown) == (True, False, False)


def test_the_plan_page_warns_of_what_its_figures_do_not_say(city, client: Client) -> None:
    plan = text(client.get("/en/policies/plan/"))
    for part in (
        "13.1% a year",
        "would lead to 736",
        "CNY 10 billion each",
        "518.6",
        "309.9",
        "1,561",
        "51,800",
        "计算机",
    ):
        assert part in plan, part


def test_the_library_filters_by_words_area_level_and_state(city, client: Client) -> None:
    def found(query: str) -> set[str]:
        page = text(client.get(f"/en/policies/?{query}"))
        return {
            slug for slug in ("ent-01", "opn-03", "sup-01", "qd-dt-2025/", "basis-2024-08-17") if f"/{slug}" in page
        }

    assert found("state=open&area=entity") == {"ent-01"}
    assert found("state=closed") == {"opn-03"}
    assert found("state=upcoming&area=supply") == {"sup-01"}
    assert found("level=national") == {"basis-2024-08-17"}
    assert found("q=certification") == {"ent-01"}
    assert found("q=资质认证") == {"ent-01"}
    assert found("state=repealed") == set()
    assert "Nothing found" in text(client.get("/en/policies/?q=%00zz"))
    assert client.get("/en/policies/?page=99&level=moon&state=odd&area=x").status_code == 200


def test_a_document_whose_last_day_is_over_has_lapsed(city, client: Client) -> None:
    policy = Policy.objects.get(code="QD-DT-2025-OPEN")
    policy.expires_on = date(2026, 11, 22)
    policy.save()
    assert "qd-dt-2025-open/" in text(client.get("/en/policies/?state=lapsed"))
    assert "qd-dt-2025-open/" not in text(client.get("/en/policies/?state=in_force"))
    assert ">No longer in force<" in text(client.get("/en/policies/qd-dt-2025-open/"))


@pytest.mark.parametrize("path", ["policies/?state=open", "policies/areas/entity/", "policies/qd-dt-2025-entity/"])
def test_a_list_costs_the_same_for_one_row_and_for_thirty(city, client: Client, path: str) -> None:
    Measure.objects.exclude(code="ENT-01").delete()
    few = _cold_queries(client, path)
    _multiply(30)
    assert _cold_queries(client, path) == few


def _cold_queries(client: Client, path: str) -> int:
    """The first visit may also read the calendar, which stays in the process."""
    client.get(f"/en/{path}")
    pagecache.clear()
    return queries(client, f"/en/{path}")


def test_a_list_of_documents_costs_the_same_for_one_and_for_thirty(city, client: Client) -> None:
    Measure.objects.all().delete()
    area = FocusArea.objects.get(code="OPEN")
    Policy.objects.exclude(areas=area).update(published=False)
    paths = ["policies/?state=in_force", "policies/areas/open/"]
    few = [_cold_queries(client, path) for path in paths]
    for number in range(30):
        policy = Policy.objects.create(code=f"N-{number}", title_zh="通知", kind="notice", level="city")
        policy.areas.add(area)
    assert [_cold_queries(client, path) for path in paths] == few


def _multiply(number: int) -> None:
    original = Measure.objects.get(code="ENT-01")
    Measure.objects.bulk_create(_copy(original, n) for n in range(number))


def _copy(original: Measure, n: int) -> Measure:
    names = [field.attname for field in Measure._meta.concrete_fields if field.name != "id"]
    values = {name: getattr(original, name) for name in names}
    return Measure(**values | {"code": f"X-{n}", "slug": f"x-{n}", "article": 100 + n})


# --- windows and offers ---------------------------------------------------------------------------


@pytest.fixture
def offer_for_entity(city):
    """A call for ENT-01 with five working days left, as another app would hand it in."""
    measure = Measure.objects.get(code="ENT-01")

    call = Offer(
        measure_id=measure.pk,
        call_code="C-1",
        state="closing",
        opens_on=date(2026, 11, 9),
        closes_on=date(2026, 11, 30),
        workdays_left=5,
        budget_cny=Decimal(3_000_000),
        committed_percent=62,
        usd_cny=Decimal("7.1"),
        apply_url="/en/apply/C-1/",
        promised_workdays=35,
    )

    def provide(measures) -> dict[int, Offer]:
        return {one.pk: call for one in measures if one.pk == measure.pk}

    offers.register(provide)
    yield measure
    offers.forget(provide)


def test_an_offer_outranks_the_announced_window(offer_for_entity, client: Client) -> None:
    page = text(client.get("/en/items/ent-01/"))
    for part in ("5 working days left", "about 62% committed", "within 35 working days", 'href="/en/apply/C-1/"'):
        assert part in page, part


@pytest.mark.parametrize(
    ("moment", "chip", "applicable"),
    [
        ((2026, 11, 6), "Opening soon", False),
        ((2026, 11, 9), "29 working days left", True),
        ((2026, 12, 18, 23), "Last day today", True),
        ((2026, 12, 19), "Closed", False),
    ],
)
def test_the_announced_window_counts_whole_days(city, moment: tuple, chip: str, applicable: bool) -> None:
    with clock.at(datetime(*moment)), translation.override("en"):
        window = offers.announced(Measure.objects.get(code="ENT-01"))
        assert (windows.chip(window), window.is_open) == (chip, applicable)


def test_the_overview_names_the_open_ones_the_nearest_deadline_and_what_opens_next(offer_for_entity) -> None:
    with translation.override("en"):
        tiles = {tile.area.code: (tile.chip, tile.tone, tile.aside) for tile in areas_with_offers()}
    assert tiles == {
        "SUPPLY": ("1 open now", "pine", "next deadline 18 December"),
        "TRANSFORM": ("1 open now", "pine", "next deadline 18 December"),
        "ENTITY": ("5 working days left", "tile", "1 open now"),
        "MARKET": ("1 open now", "pine", "next deadline 18 December"),
        "OPEN": ("Opening soon", "plain", "from 11 January"),
        "PLATFORM": ("Opening soon", "plain", "from 1 March"),
    }


def test_the_overview_costs_the_same_for_many_measures(city) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(areas_with_offers())
        return len(captured)

    count()  # reads the calendar, which stays in the process
    few = count()
    _multiply(30)
    assert count() == few
