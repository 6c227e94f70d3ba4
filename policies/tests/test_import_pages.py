"""The pages of an import at the desk, in both languages, for whoever may write the list and for nobody else."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policies.imports import jobs
from policies.imports.nouns import NOUNS
from policies.models import ImportJob, Indicator
from policies.tests.edits import official
from policies.tests.imported import brought, csv_file, figure, keeper, page_of, upload, values
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db: None) -> User:
    return keeper()


@pytest.fixture
def desk(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def send(client: Client, content: bytes, noun: str = "indicator", **data: Any) -> Any:
    return client.post(page_of(noun), {"file": upload(content), "encoding": "", **data})


def body(response: Any) -> str:
    return response.content.decode()


def test_from_the_list_to_the_imported_figure(desk: Client) -> None:
    listed = body(desk.get("/en/admin/policies/indicator/"))
    assert f'href="{page_of("indicator")}"' in " ".join(listed.replace("'", '"').split())
    assert "must be there" in body(desk.get(page_of("indicator")))
    response = send(desk, csv_file([figure(), figure(Year="2024")]))
    page = response["Location"]
    shown = body(desk.get(page))
    assert "Nothing is changed yet" in shown
    assert shown.count('<li class="card">') == 2
    assert values() == {}
    job = ImportJob.objects.get()
    response = desk.post(page, {"fingerprint": job.fingerprint})
    assert (response.status_code, response["Location"]) == (302, page)
    assert "All of this was imported" in body(desk.get(page))
    assert set(values()) == {("dt_total", 2025), ("dt_total", 2024)}


def test_old_and_new_stand_side_by_side(desk: Client, person: User) -> None:
    Indicator.objects.create(
        code="dt_total", geo="QD", year=2025, kind="actual", value=800, unit="亿元", title_zh="数字贸易总额",
        title_en="Digital trade",
    )  # fmt: skip
    job = brought(person, csv_file([figure(Value="1,234.5", Note="<b>neu</b>")]))
    shown = " ".join(body(desk.get(page_of("indicator", "import_job", job.pk))).split())
    assert '<del><span class="visually-hidden">old: </span>800</del>' in shown
    assert '<ins><span class="visually-hidden">new: </span>1,234.5</ins>' in shown
    assert "&lt;b&gt;neu&lt;/b&gt;" in shown
    assert "<b>neu</b>" not in shown


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_errors_are_listed_and_can_be_taken_along(desk: Client, person: User, language: str) -> None:
    job = brought(person, csv_file([figure(Value="=1+1", Place="Qingdoa")]))
    page = page_of("indicator", "import_job", job.pk, language=language)
    shown = body(desk.get(page))
    assert "D2" in shown
    assert "G2" in shown
    assert 'name="fingerprint"' not in shown
    file = desk.get(f"{page}errors.csv")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert len(head) == 4
    assert [row[:2] for row in rows] == [["2", "D"], ["2", "G"]]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_file_that_cannot_be_read_is_refused_at_its_field(desk: Client) -> None:
    response = send(desk, b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert response.status_code == 422
    assert response.context["form"].errors == {"file": ["This is neither an Excel workbook (.xlsx) nor a CSV file."]}
    response = send(desk, "code,title\nQD-1,青岛\n".encode("gb18030"))
    assert set(response.context["form"].errors) == {"encoding"}
    assert 'href="#id_encoding_0"' in body(response)
    assert desk.post(page_of("indicator"), {"encoding": ""}).status_code == 422
    assert ImportJob.objects.count() == 0


def test_a_long_file_shows_how_far_it_is_and_stops_renewing_itself(desk: Client) -> None:
    rows = [figure(Indicator=f"x{number // 100}", Year=str(1950 + number % 100)) for number in range(600)]
    page = send(desk, csv_file(rows))["Location"]
    response = desk.get(page)
    assert response["Refresh"] == "2"
    assert "<progress" in body(response)
    job = ImportJob.objects.get()
    ImportJob.objects.filter(pk=job.pk).update(phase="reading", rows_total=600, rows_done=200)
    assert '<progress aria-labelledby="under-way" max="600" value="200">' in body(desk.get(page))
    jobs.work()
    response = desk.get(page)
    assert "Refresh" not in response
    assert "1–50 of 600" in body(response)
    second = body(desk.get(f"{page}?kind=new&page=12"))
    assert "551–600 of 600" in second
    assert body(desk.get(f"{page}?kind=new&page=999999")).count('<li class="card">') == 0
    assert desk.get(f"{page}?kind=x&page=-1").status_code == 200


def test_a_page_of_the_difference_asks_as_often_for_six_hundred_rows(desk: Client, person: User) -> None:
    def count(rows: int) -> int:
        content = csv_file([figure(Indicator=f"x{n // 100}", Year=str(1950 + n % 100)) for n in range(rows)])
        job = brought(person, content)
        page = page_of("indicator", "import_job", job.pk)
        desk.get(page)
        with CaptureQueriesContext(connection) as queries:
            desk.get(page)
        return len(queries)

    assert count(1) == count(600)


def test_the_form_asks_as_often_for_ten_jobs(desk: Client, person: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page_of("indicator"))
        return len(queries)

    brought(person, csv_file([figure()]))
    count()
    few = count()
    for number in range(12):
        brought(keeper(f"k{number}"), csv_file([figure()]))
    assert count() == few


def test_only_who_brought_it_imports_it_or_puts_it_aside(client: Client, person: User) -> None:
    job = brought(person, csv_file([figure()]))
    page = page_of("indicator", "import_job", job.pk)
    client.force_login(keeper("other"))
    assert "Whoever brought the file may import it" in body(client.get(page))
    for data in ({"fingerprint": job.fingerprint}, {"discard": "1"}):
        assert client.post(page, data).status_code == 403
    job.refresh_from_db()
    assert (job.phase, values()) == ("checked", {})
    client.force_login(person)
    client.post(page, {"discard": "1"})
    job.refresh_from_db()
    assert (job.phase, job.pieces.count(), job.batches.count()) == ("failed", 0, 0)
    assert client.post(page, {"fingerprint": job.fingerprint}).status_code == 302
    assert values() == {}


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_who_may_not_write_the_list_gets_no_page(client: Client, person: User, noun: str) -> None:
    job = brought(person, csv_file([figure()]))
    ImportJob.objects.filter(pk=job.pk).update(noun=noun)
    pages = [page_of(noun), page_of(noun, "import_job", job.pk), page_of(noun, "import_errors", job.pk)]
    reader = User.objects.create_user("reader@example.test", is_staff=True)
    stranger = User.objects.create_user("stranger@example.test")
    elsewhere = official("elsewhere", code="QD-370202")
    for user, status in ((reader, {403}), (stranger, {302, 403}), (elsewhere, {403})):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} <= status
        assert client.post(pages[0], {"file": upload(b"a,b\n")}).status_code in status
        assert client.post(pages[1], {"fingerprint": job.fingerprint}).status_code in status
    assert ImportJob.objects.count() == 1


def test_a_job_of_another_list_is_not_found(desk: Client, person: User) -> None:
    job = brought(person, csv_file([figure()]))
    assert desk.get(page_of("base", "import_job", job.pk)).status_code == 404
    assert desk.get(page_of("base", "import_errors", job.pk)).status_code == 404


def test_editors_import_documents_and_the_administrator_alone_does_not(client: Client) -> None:
    """Whoever administers the portal without a post in the bureau drafts nothing."""
    client.force_login(User.objects.create_superuser("root@example.test"))
    assert client.get(page_of("policy")).status_code == 403
    assert client.get(page_of("indicator")).status_code == 200
    client.force_login(official("editor"))
    assert client.get(page_of("policy")).status_code == 200
    assert client.get(page_of("indicator")).status_code == 403
    listed = body(client.get("/en/admin/policies/policy/"))
    assert "import_link" in listed
    assert "export_link" in listed
