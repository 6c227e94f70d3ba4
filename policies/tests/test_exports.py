"""The plan's figures as a file, for whoever looks after them."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from policies.models import Indicator

XLSX, CSV = "0", "1"


@pytest.fixture
def page(db: None) -> str:
    return reverse("admin:policies_indicator_export")


@pytest.fixture
def desk(client: Client, django_user_model) -> Client:
    client.force_login(django_user_model.objects.create_superuser("desk@example.test"))
    return client


def rows(client: Client, page: str, kind: str) -> list[list[object]]:
    body = client.post(page, {"format": kind}).content
    if kind == XLSX:
        return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(body)).active.rows]
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_every_figure_is_in_the_file(city, desk: Client, page: str, kind: str) -> None:
    english = page.replace("/zh-hans/", "/en/")
    headings, *found = rows(desk, english, kind)
    assert headings[:5] == ["Indicator", "Title in Chinese", "Title in English", "Place", "Year"]
    assert headings[-2:] == ["Source", "Note"]
    assert len(headings) == 17
    assert [row[0] for row in found] == list(Indicator.objects.values_list("code", flat=True))
    values = list(Indicator.objects.values_list("value", flat=True))
    assert [float(row[7]) for row in found] == [float(value) for value in values]
    if kind == XLSX:
        assert all(isinstance(row[7], (int, float)) for row in found)


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_notes_are_disarmed_and_falling_figures_are_not(desk: Client, page: str, kind: str) -> None:
    given = {"title_zh": "数", "title_en": "@n", "geo": "QD", "value": -3, "unit": "%", "note": "=1+1"}
    Indicator.objects.create(code="growth", **given)
    (row,) = rows(desk, page.replace("/zh-hans/", "/en/"), kind)[1:]
    assert (row[2], float(row[7]), row[16]) == ("'@n", -3, "'=1+1")


def test_chinese_headings_and_a_button_on_the_list(city, desk: Client, page: str) -> None:
    chinese, english = page.replace("/en/", "/zh-hans/"), page.replace("/zh-hans/", "/en/")
    assert rows(desk, chinese, CSV)[0][:2] == ["指标", "中文标题"]
    for language, word in (("zh-hans", "导出"), ("en", "Export")):
        listed = desk.get(f"/{language}/admin/policies/indicator/?geo__exact=QD").content.decode()
        assert f'export/?geo__exact=QD" class="export_link">{word}</a>' in listed
    body = desk.post(f"{english}?geo__exact=QD", {"format": CSV}).content.decode("utf-8-sig")
    assert body.count("\n") == Indicator.objects.filter(geo="QD").count() + 1


def test_officials_without_the_right_get_none(city, client: Client, page: str, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_user("other@example.test", is_staff=True))
    assert client.get(page).status_code == 403
    assert client.post(page, {"format": CSV}).status_code == 403


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_as_many_queries_for_one_row_as_for_thirty(desk: Client, page: str, kind: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            rows(desk, page, kind)
        return len(queries)

    given = {"title_zh": "数", "title_en": "n", "geo": "QD", "value": 1, "unit": "%"}
    Indicator.objects.create(code="0", **given)
    count()
    few = count()
    Indicator.objects.bulk_create(Indicator(code=str(number), **given) for number in range(1, 30))
    assert count() == few
