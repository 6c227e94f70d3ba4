"""Progress by year and district: as it was supplied, with what is missing, and never added up on the quiet."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from policies.districts import districts
from policies.goals import goals
from policies.models import AreaTask, CategoryLink, CentralCategory, Progress, Target
from policies.plan_progress import Section, Supplied
from policies.tests.conftest import DATA, load
from portal.accounts.enums import BUREAU, Role, UnitKind
from portal.accounts.models import District, Post, Unit
from portal.core import pagecache
from portal.core.loading import LoadError, load_files
from portal.core.management.commands.load_plan import shipped_files

DIVISIONS = next(path for path in shipped_files() if path.name == "divisions.yaml")
VOLUME, RATE, ENTITIES = "deliverable_services_trade", "deliverable_services_trade_cagr", "market_entities"
PAGE = "/en/policies/plan/progress/"


@pytest.fixture
def town(city):
    load_files([DIVISIONS])


@pytest.fixture
def supplied(town):
    """The demo figures as they ship."""
    load("progress")


def target(code: str = VOLUME) -> Target:
    return Target.objects.get(indicator=code)


def figure(value: str, district: str = "", code: str = VOLUME, **values) -> Progress:
    place = District.objects.get(code=district) if district else None
    given = {"target": target(code), "year": 2025, "district": place, "value": Decimal(value)}
    return Progress.objects.create(**given | values)


def section(code: str) -> Section:
    with translation.override("en"):
        return next(one for one in Supplied.load().sections() if one.target.indicator == code)


def sentences(code: str = VOLUME) -> list[str]:
    return section(code).panels[0].remarks


def page(client: Client) -> str:
    pagecache.clear()
    return client.get(PAGE).content.decode()


# --- what may be stored ---------------------------------------------------------------------------


def test_a_period_has_one_figure_for_the_city_and_one_for_each_district(town) -> None:
    figure("500")
    figure("100", "370202")
    figure("250", months=6)
    figure("600", year=2026)
    for district in ("", "370202"):
        with pytest.raises(IntegrityError), transaction.atomic():
            figure("1", district)
    assert Progress.objects.count() == 4


@pytest.mark.parametrize("wrong", [{"year": 1999}, {"year": 2101}, {"months": 5}, {"months": 0}])
def test_a_figure_needs_a_plausible_year_and_a_quarter(town, wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        figure("1", **wrong)
    with pytest.raises(ValidationError):
        Progress(target=target(), value=1, **{"year": 2025} | wrong).full_clean()


def test_a_target_with_figures_is_not_deleted_under_them(town) -> None:
    figure("1")
    with pytest.raises(IntegrityError), transaction.atomic():
        target().delete()
    assert Progress.objects.count() == 1


def test_the_districts_are_ten_without_city_zones_and_retired_codes(town) -> None:
    assert sorted(districts().values_list("code", flat=True)) == [
        "370202", "370203", "370211", "370212", "370213", "370214", "370215", "370281", "370283", "370285",
    ]  # fmt: skip


# --- the files ------------------------------------------------------------------------------------


def test_the_shipped_files_load_and_loading_them_again_changes_nothing(town) -> None:
    first = load("tasks", "mapping", "progress")
    assert first.created == {"progress": 58}
    rows = [list(model.objects.values()) for model in (Progress, AreaTask, CentralCategory, CategoryLink)]
    again = load("tasks", "mapping", "progress")
    assert (again.created, again.changed) == ({}, {})
    assert [list(model.objects.values()) for model in (Progress, AreaTask, CentralCategory, CategoryLink)] == rows
    assert set(Progress.objects.values_list("is_demo", flat=True)) == {True}


FAULTS = [
    ("progress.yaml", "indicator: market_entities\n  year: 2025", "indicator: luck\n  year: 2025", "“luck”"),
    ("progress.yaml", "indicator: market_entities\n  year: 2025", "indicator: ten_billion_steps\n  year: 2025", "ten_"),
    ("progress.yaml", "year: 2025\n  city: 561.3", "year: 1999\n  city: 561.3", "2000 or more"),
    ("progress.yaml", "city: 561.3", "city: lots", "must be of type"),
    ("progress.yaml", "city: 561.3", "city: 561.31234", "value: "),
    ("progress.yaml", "months: 6", "months: 5", "not 5"),
    ("progress.yaml", "kind: preliminary", "kind: guessed", "guessed"),
    ("progress.yaml", '"370202": 121.6', '"370200": 121.6', "none of the city’s districts"),
    ("progress.yaml", '"370202": 121.6', '"QD-FTZ": 121.6', "none of the city’s districts"),
    ("progress.yaml", '"370202": 121.6', '"370282": 121.6', "none of the city’s districts"),
    ("progress.yaml", "year: 2026\n  months: 6", "year: 2025", "twice for the same period"),
    ("tasks.yaml", "area: SUPPLY, zh: 海洋数据", "area: SEA, zh: 海洋数据", "no focusarea with the code “SEA”"),
    ("tasks.yaml", "zh: 海洋数据", "zh: 技术与数据贸易", "stands in this area twice"),
    ("tasks.yaml", "sources: [A, S]", "sources: [A, X]", "“X” is no source"),
    ("tasks.yaml", "sources: [A, S]", "sources: []", "names where it was found"),
    ("mapping.yaml", "category: DATAFLOW", "category: MOON", "no tradecategory with the code “MOON”"),
    ("mapping.yaml", "category: DATAFLOW", "category: DATAFLOW, mode: ORDERED", "either a “category” or a “mode”"),
    ("mapping.yaml", "{code: DATA, ", "{code: PRODUCT, ", "twice"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), FAULTS)
def test_a_fault_is_named_by_its_line_and_nothing_is_kept(
    town, tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "file.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    before = [list(model.objects.values()) for model in (Progress, AreaTask, CategoryLink)]
    with pytest.raises(LoadError, match=r"file\.yaml:\d+: ") as caught:
        load_files([tmp_path / "file.yaml"])
    assert reason in caught.value.reason
    assert [list(model.objects.values()) for model in (Progress, AreaTask, CategoryLink)] == before


def test_a_task_or_link_that_the_file_no_longer_has_goes(city, tmp_path: Path) -> None:
    for name, line in (("tasks.yaml", "zh: 海洋数据"), ("mapping.yaml", "central: ORDERED,    mode")):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        (tmp_path / name).write_text("\n".join(one for one in lines if line not in one), encoding="utf-8")
        load_files([tmp_path / name])
    assert not AreaTask.objects.filter(title_zh="海洋数据").exists()
    assert (AreaTask.objects.count(), CategoryLink.objects.count()) == (26, 9)


# --- real figures and invented ones ---------------------------------------------------------------


def test_invented_figures_give_way_to_the_first_real_one_of_their_target(supplied, client: Client) -> None:
    figure("550.5", year=2026, source_zh="商务局", source_en="The bureau")
    shown = Progress.objects.shown()
    assert {row.is_demo for row in shown if row.target.indicator == VOLUME} == {False}
    assert {row.is_demo for row in shown if row.target.indicator == ENTITIES} == {True}
    found = page(client)
    assert "561.3" not in found
    assert "550.5" in found


def test_loading_the_demo_again_brings_none_of_them_back_to_a_target_with_real_figures(town) -> None:
    figure("550.5", year=2025)
    load("progress")
    assert list(Progress.objects.filter(target=target()).values_list("value", "is_demo")) == [(Decimal("550.5"), False)]
    assert Progress.objects.filter(target=target(ENTITIES)).count() == 22


def test_the_meters_take_the_newest_real_figure_of_a_whole_year_and_no_invented_one(supplied) -> None:
    def meter(code: str) -> tuple[str, str]:
        with translation.override("en"):
            found = next(one for one in goals([target(code)]))
        return found.figure, found.source

    assert meter(VOLUME) == ("483.9", "2024 · Qingdao Daily, 27 March 2025")
    assert meter(ENTITIES)[0] == ""
    figure("300", year=2026, months=6)
    assert meter(VOLUME)[0] == "483.9"
    figure("550.5", year=2026, kind="preliminary", source_zh="公报", source_en="Bulletin")
    assert meter(VOLUME) == ("550.5", "2026 · Preliminary figure · Bulletin")
    figure("80", "370202", ENTITIES)
    assert meter(ENTITIES)[0] == ""


# --- what the page says ---------------------------------------------------------------------------


def test_the_greatest_district_comes_first_and_who_supplied_nothing_is_named(supplied) -> None:
    first = section(VOLUME).panels[0].chart
    assert [(item.label, item.text) for item in first.items][:2] == [
        ("Shinan District", "66.1"), ("Huangdao District", "64.8"),
    ]  # fmt: skip
    assert [item.label for item in first.items if item.is_missing] == ["Licang District", "Pingdu City", "Laixi City"]
    assert sentences()[0] == ("3 districts have not supplied their figures: Licang District, Pingdu City, Laixi City.")


def test_a_sum_that_differs_from_the_city_is_named_with_its_difference(supplied) -> None:
    assert sentences()[1] == (
        "The 7 figures that were supplied come to 276.9; the whole city’s figure is 302.4, which is 25.5 more. "
        "The difference is shown as it is and was not shared out."
    )
    Progress.objects.filter(target=target(), year=2026, district=None).update(value=270)
    assert "which is 6.9 less" in sentences()[1]
    Progress.objects.filter(target=target(), year=2026, district=None).delete()
    assert "and this sum does not take its place" in sentences()[1]


def test_a_sum_that_agrees_is_said_to_and_rates_are_not_added_up(supplied) -> None:
    assert sentences(ENTITIES) == ["The 10 figures come to 3,105, as the figure of the whole city does."]
    assert sentences(RATE)[1] == "These are rates: the districts’ rates don’t add up to the city’s."
    assert not any("come to" in sentence for sentence in sentences(RATE))


def test_half_a_year_stands_in_the_table_and_not_in_the_picture(supplied) -> None:
    one = section(VOLUME)
    assert [item.label for item in one.chart.items] == ["2024", "2025", "2027"]
    assert [(row.year, row.months) for row in one.city] == [(2025, 12), (2026, 6)]
    assert one.panels[0].title == "January to June 2026"


def test_a_published_and_an_invented_figure_do_not_look_alike(supplied, client: Client) -> None:
    assert [(item.label, item.mark.value) for item in section(VOLUME).chart.items] == [
        ("2024", "published"), ("2025", "demo"), ("2027", "target"),
    ]  # fmt: skip
    assert 'class="demo-band"' in page(client)
    assert "invented" in client.get("/en/policies/plan/charts/progress-market-entities.svg").content.decode()


def test_without_figures_the_page_says_who_supplies_them(town, client: Client) -> None:
    found = page(client)
    assert found.count("The bureau has supplied no figure for the whole city yet.") == 3
    assert found.count("No district has supplied a figure yet.") == 3
    assert 'class="demo-band"' not in found


def test_every_chart_of_the_page_can_be_downloaded(supplied, client: Client) -> None:
    found = [one.chart.slug for one in (section(code) for code in (VOLUME, RATE, ENTITIES))]
    found += [panel.chart.slug for code in (VOLUME, RATE, ENTITIES) for panel in section(code).panels]
    assert len(found) == 9
    for slug in found:
        for ending in ("svg", "csv"):
            assert client.get(f"/zh-hans/policies/plan/charts/{slug}.{ending}").status_code == 200, slug


def test_the_page_costs_the_same_for_one_figure_and_for_many(town, client: Client) -> None:
    def count() -> int:
        page(client)
        pagecache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        with CaptureQueriesContext(connection) as warm:
            client.get(PAGE)
        assert len(warm) == 0
        return len(captured)

    figure("1")
    few = count()
    for number, district in enumerate(districts()):
        for year in (2024, 2025, 2026):
            Progress.objects.create(target=target(), year=year, district=district, value=number)
    assert count() == few <= 10


# --- the desk -------------------------------------------------------------------------------------


def person(django_user_model, email: str, role: str, unit: str):
    office, _new = Unit.objects.get_or_create(
        code=unit, defaults={"kind": UnitKind.BUREAU, "name_zh": unit, "name_en": unit}
    )
    user = django_user_model.objects.create_user(email, is_staff=True)
    Post.objects.create(user=user, unit=office, role=role)
    return user


def test_the_bureau_enters_figures_and_nobody_else_does(town, client: Client, django_user_model) -> None:
    add = reverse("admin:policies_progress_add")
    fields = {"target": target().pk, "year": 2025, "months": 12, "district": "", "value": "540.2", "kind": "reported"}
    stranger = person(django_user_model, "district@example.test", Role.CASE_MANAGER, "370212")
    stranger.user_permissions.add(*Permission.objects.filter(codename__contains="progress"))
    client.force_login(stranger)
    assert client.post(add, fields).status_code == 403
    client.force_login(person(django_user_model, "division@example.test", Role.CASE_MANAGER, BUREAU))
    assert client.get(reverse("admin:policies_progress_changelist")).status_code == 200
    assert client.post(add, fields).status_code == 302
    assert client.post(add, fields).status_code == 200  # once for the whole city
    row = Progress.objects.get()
    assert (row.value, row.is_demo) == (Decimal("540.2"), False)
    assert client.get(reverse("admin:policies_progress_change", args=[row.pk])).status_code == 200


def test_the_form_offers_targets_in_figures_and_districts_only(town, client: Client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_superuser("desk@example.test"))
    form = client.get(reverse("admin:policies_progress_add")).context["adminform"].form
    assert set(form.fields["district"].queryset) == set(districts())
    assert {one.indicator for one in form.fields["target"].queryset} == {VOLUME, RATE, ENTITIES, "ai_industry_scale"}
