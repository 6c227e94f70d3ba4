"""The registry and the ledger as files: whose rows, which columns, nothing that a spreadsheet would compute."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from enterprises.enums import State
from enterprises.models import BudgetEntry, Enterprise
from enterprises.tests.factories import (
    SHINAN,
    CallFactory,
    Cast,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    cast,
    district_unit,
    official,
)
from portal.accounts.enums import Role
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
REGISTRY = "admin/enterprises/enterprise/export/"
LEDGER = "admin/enterprises/budgetentry/export/"
XLSX, CSV = "0", "1"
FORMATS = pytest.mark.parametrize("kind", [XLSX, CSV], ids=["xlsx", "csv"])


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def exported(user: User, page: str, kind: str, language: str = "en") -> list[list[Any]]:
    """The rows of the file, the headings first."""
    response = signed_in(user).post(f"/{language}/{page}", {"format": kind, "resource": "0"})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; ")
    if kind == XLSX:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d"}
        return [[cell.value for cell in row] for row in sheet.rows]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def codes(user: User, kind: str) -> set[str]:
    headings, *rows = exported(user, REGISTRY, kind)
    return {row[headings.index("Unified Social Credit Code")] for row in rows}


@FORMATS
def test_a_file_holds_what_its_reader_may_see(people: Cast, kind: str) -> None:
    """Each district sees the enterprises that applied to it; the bureau sees all, also one that never applied."""
    ours = application_in(people=people)
    application_in(State.DRAFT, enterprise=ours.enterprise)
    shinan = cast(SHINAN)
    theirs = application_in(people=shinan, enterprise=EnterpriseFactory(district__code=SHINAN))
    silent = EnterpriseFactory()
    drafted = application_in(State.DRAFT)
    assert codes(people.district, kind) == {ours.enterprise.credit_code}
    assert codes(shinan.district, kind) == {theirs.enterprise.credit_code}
    everyone = {ours.enterprise, theirs.enterprise, silent, drafted.enterprise}
    assert codes(people.case_manager, kind) == {enterprise.credit_code for enterprise in everyone}
    stranger = official(Role.DISTRICT, district_unit("370214"))
    assert codes(stranger, kind) == set()
    assert codes(people.expert, kind) == set()


def test_only_officials_export_and_a_district_never_the_ledger(people: Cast) -> None:
    application_in(State.APPROVED, people=people)
    member = MembershipFactory().user
    for page in (REGISTRY, LEDGER):
        assert Client().get(f"/en/{page}").status_code == 302
        assert Client().post(f"/en/{page}", {"format": CSV}).status_code == 302
        for outsider in (member, UserFactory(is_staff=True)):
            assert signed_in(outsider).post(f"/en/{page}", {"format": CSV}).status_code in {302, 403}
    assert signed_in(people.district).get(f"/en/{LEDGER}").status_code == 403
    assert signed_in(people.district).post(f"/en/{LEDGER}", {"format": CSV}).status_code == 403
    assert list(BudgetEntry.objects.visible_to(people.district)) == []
    assert list(BudgetEntry.objects.visible_to(member)) == []


@FORMATS
def test_what_begins_like_a_formula_is_disarmed(people: Cast, kind: str) -> None:
    texts = ["=1+1", "==1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("x";"y")']
    harmless = ["Sound; =1+1", "A-B", 'He said "=1"', "a\vb"]
    for text in texts + harmless:
        EnterpriseFactory(name=text, name_en=text)
    headings, *rows = exported(people.case_manager, REGISTRY, kind)
    for column in ("Name on the licence", "Name in English"):
        found = {row[headings.index(column)].replace("\r", "\n").replace("\ufffd", "\v") for row in rows}
        assert found == {f"'{text}".replace("\r", "\n") for text in texts} | set(harmless)


def test_no_cell_of_the_csv_ends_at_a_semicolon(people: Cast) -> None:
    """Excel splits at semicolons in some countries; what stands in quotes stays together."""
    EnterpriseFactory(name="Sound;=1+1")
    body = signed_in(people.case_manager).post(f"/en/{REGISTRY}", {"format": CSV}).content.decode("utf-8-sig")
    assert '"Sound;=1+1",' in body
    assert all(line.startswith('"') and line.endswith('"') for line in body.splitlines())


def test_the_columns_of_the_registry(people: Cast) -> None:
    one = EnterpriseFactory(
        name="青岛甲公司", name_en="Jia", district__name_en="Laoshan", counts_from=date(2025, 1, 31)
    )
    headings, row = exported(people.case_manager, REGISTRY, XLSX)
    assert headings == [
        "Unified Social Credit Code", "Name on the licence", "Name in English", "Entity type",
        "District of registration", "Functional zone", "Registered on", "Registered address", "Legal representative",
        "Foreign investment", "Categories of digital trade", "Industries of the 10+1 system",
        "Market entity of digital trade since", "Demo data",
    ]  # fmt: skip
    known = [one.credit_code, "青岛甲公司", "Jia", "Enterprise"]
    assert row == [
        *known, one.district.name_en, None, datetime(2019, 3, 1), *[None] * 5, datetime(2025, 1, 31), "no",
    ]  # fmt: skip
    headings, row = exported(people.case_manager, REGISTRY, CSV, "zh-hans")
    assert headings[0] == "统一社会信用代码"
    assert headings[3] == "主体类型"
    known[3] = "企业"
    assert row == [*known, one.district.name_zh, "", "2019-03-01", *[""] * 5, "2025-01-31", "否"]


def test_the_ledger_in_yuan(people: Cast) -> None:
    """Money out and money back, as numbers that can be added up: a minus sign alone makes no formula."""
    approved = application_in(State.APPROVED, people=people)
    BudgetEntry.objects.create(call=approved.call, application=approved, kind="release", amount_fen=-75_000_50)
    headings, *rows = exported(people.finance, LEDGER, XLSX)
    assert headings == [
        "At", "Call", "Measure", "Application number", "Enterprise", "Unified Social Credit Code", "Kind",
        "Amount in yuan", "By",
    ]  # fmt: skip
    assert [row[7] for row in rows] == [-75_000.5, 75_000]
    assert rows[1][1:6] == [
        approved.call.code, "Subsidy for international certification", approved.number, approved.enterprise.name,
        approved.enterprise.credit_code,
    ]  # fmt: skip
    assert [row[8] for row in rows] == [None, people.leader.name]
    assert [row[7] for row in exported(people.finance, LEDGER, CSV)[1:]] == ["-75000.50", "75000"]


def test_the_search_of_the_list_holds_for_the_file(people: Cast) -> None:
    wanted, _other = EnterpriseFactory(name="Wanted"), EnterpriseFactory(name="Other")
    client = signed_in(people.case_manager)
    listed = client.get("/en/admin/enterprises/enterprise/?q=Wanted").content.decode()
    assert 'href="/en/admin/enterprises/enterprise/export/?q=Wanted"' in listed
    assert 'href="/en/admin/enterprises/enterprise/import/"' in listed
    assert "import/" not in signed_in(people.leader).get("/en/admin/enterprises/enterprise/").content.decode()
    page = client.get(f"/en/{REGISTRY}?q=Wanted")
    assert page.context["count"] == 1
    body = client.post(f"/en/{REGISTRY}?q=Wanted", {"format": CSV}).content.decode("utf-8-sig")
    assert wanted.credit_code in body
    assert "Other" not in body


def test_what_nobody_would_type_is_answered_calmly(people: Cast) -> None:
    EnterpriseFactory()
    client = signed_in(people.case_manager)
    assert client.get(f"/en/{REGISTRY}?counted=x").url == f"/en/{REGISTRY}"
    assert client.get(f"/en/{REGISTRY}?nothing=x").url == f"/en/{REGISTRY}"
    for data in (
        {"resource": "0"},
        {"format": "7"},
        {"format": "x"},
        {"format": CSV, "resource": "9"},
        {"format": CSV, "export_items": "1"},
    ):
        response = client.post(f"/en/{REGISTRY}", data)
        assert response.status_code == 200, data
        assert "attachment" not in response.get("Content-Disposition", ""), data
        assert "There is a problem" in response.content.decode()
    assert signed_in(people.leader).get("/en/admin/enterprises/enterprise/import/").status_code == 403


@FORMATS
def test_as_many_queries_for_one_row_as_for_thirty(people: Cast, kind: str) -> None:
    def count(page: str) -> int:
        exported(people.case_manager, page, kind)
        with CaptureQueriesContext(connection) as queries:
            exported(people.case_manager, page, kind)
        return len(queries)

    call = CallFactory(budget_fen=10_000_000_00)
    one = application_in(State.APPROVED, people=people, call=call)
    few = count(REGISTRY), count(LEDGER)
    for _number in range(29):
        enterprise = EnterpriseFactory(district__code=f"3702{_number:02d}")
        BudgetEntry.objects.create(
            call=CallFactory(), application=one, kind="commit", amount_fen=100, actor=UserFactory()
        )
        assert enterprise.pk
    assert (Enterprise.objects.count(), BudgetEntry.objects.count()) == (30, 30)
    assert (count(REGISTRY), count(LEDGER)) == few
