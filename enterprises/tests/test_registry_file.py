"""An enterprise's file at the desk: what stands there, who corrects it, who verifies a figure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.enums import FactSource, Figure, MemberRole, State
from enterprises.models import Enterprise, EnterpriseFact, YearFigure
from enterprises.tests.factories import (
    LAOSHAN,
    SHINAN,
    Cast,
    DistrictFactory,
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    cast,
    official,
)
from policies.models import TradeCategory
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(enterprise: Enterprise, page: str = "change") -> str:
    return f"/en/admin/enterprises/enterprise/{enterprise.pk}/{page}/"


def form(enterprise: Enterprise, **changes: Any) -> dict[str, Any]:
    """The correction form as its page fills it in, with something changed."""
    given = {
        "credit_code": enterprise.credit_code, "name": enterprise.name, "name_en": enterprise.name_en,
        "entity_type": enterprise.entity_type, "district": enterprise.district_id, "zone": enterprise.zone_id or "",
        "registered_on": enterprise.registered_on.isoformat(), "address": enterprise.address,
        "legal_representative": enterprise.legal_representative,
        "categories": list(enterprise.categories.values_list("pk", flat=True)),
        "industries": list(enterprise.industries.values_list("pk", flat=True)),
        "counts_from": enterprise.counts_from.isoformat() if enterprise.counts_from else "",
        "source": "register", "as_of": "2026-01-15", "reason": "与登记机关核对",
        "seen": enterprise.updated_at.isoformat(),
    }  # fmt: skip
    return given | changes


def facts(enterprise: Enterprise) -> dict[str, Any]:
    rows = EnterpriseFact.objects.filter(enterprise=enterprise, source=FactSource.REGISTER)
    return dict(rows.values_list("code", "value"))


def test_a_correction_writes_what_differs_with_its_source_and_leaves_a_trace(people: Cast) -> None:
    one = EnterpriseFactory(name="旧名称", address="旧地址")
    category = TradeCategory.objects.create(code="service", title_zh="服务", title_en="Services")
    given = form(one, name="新名称", counts_from="2025-01-31", categories=[category.pk])
    response = signed_in(people.case_manager).post(url(one, "correct"), given)
    assert (response.status_code, response.url) == (302, url(one))
    one.refresh_from_db()
    assert (one.name, one.address, one.counts_from) == ("新名称", "旧地址", date(2025, 1, 31))
    assert [found.code for found in one.categories.all()] == ["service"]
    assert facts(one) == {"name": "新名称", "counts_from": "2025-01-31", "categories": ["service"]}
    entries = Entry.objects.filter(scope=f"enterprise:{one.pk}")
    assert {entry.actor_id for entry in entries} == {people.case_manager.pk}
    told = {code: value for entry in entries for code, value in entry.data["after"].items()}
    assert told == {"name": "新名称", "counts_from": "2025-01-31", "categories": ["service"]}
    assert {entry.data["reason"] for entry in entries} == {"与登记机关核对"}


def test_a_correction_on_an_old_page_changes_nothing(people: Cast) -> None:
    one = EnterpriseFactory(name="甲")
    old = form(one, name="乙")
    signed_in(people.case_manager).post(url(one, "correct"), form(one, name="丙"))
    response = signed_in(people.case_manager).post(url(one, "correct"), old)
    assert response.status_code == 409
    assert "Somebody changed this file meanwhile." in response.content.decode()
    one.refresh_from_db()
    assert one.name == "丙"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"credit_code": "913702120000000000"}, "credit_code"),
        ({"name": ""}, "name"),
        ({"registered_on": "2999-01-01"}, "registered_on"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"counts_from": "2001-01-01"}, "counts_from"),
        ({"source": "declared"}, "source"),
        ({"source": "roster"}, "source"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_can_not_be_right_is_refused_at_its_field(people: Cast, changes: dict[str, str], field: str) -> None:
    one = EnterpriseFactory()
    response = signed_in(people.case_manager).post(url(one, "correct"), form(one, **changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not EnterpriseFact.objects.exists()


def test_a_zone_of_another_district_and_the_code_of_another_enterprise_are_refused(people: Cast) -> None:
    one, other = EnterpriseFactory(), EnterpriseFactory()
    zone = DistrictFactory(code="QD-XX", is_zone=True, within=DistrictFactory(code=SHINAN))
    client = signed_in(people.case_manager)
    response = client.post(url(one, "correct"), form(one, zone=zone.pk, credit_code=other.credit_code))
    assert set(response.context["form"].errors) == {"zone", "credit_code"}


def figure(enterprise: Enterprise, **given: Any) -> YearFigure:
    return YearFigure.objects.create(
        enterprise=enterprise, **({"year": 2025, "code": Figure.REVENUE_CNY, "declared": 5_000_000} | given)
    )


def test_a_figure_is_verified_beside_what_was_declared(people: Cast) -> None:
    one = EnterpriseFactory()
    row = figure(one)
    client = signed_in(people.case_manager)
    page = client.get(f"{url(one, 'verify')}?year=2025&code=revenue_cny")
    assert "CNY 5,000,000" in page.content.decode()
    assert "verified" not in page.context["form"].initial or page.context["form"].initial["verified"] is None
    given = {
        "year": 2025,
        "code": "revenue_cny",
        "verified": "4800000",
        "basis": "审计报告 2026-12",
        "seen": "5000000.00",
    }
    response = client.post(url(one, "verify"), given)
    assert response.url == f"{url(one)}#figures"
    row.refresh_from_db()
    assert (row.declared, row.verified, row.basis) == (Decimal(5_000_000), Decimal(4_800_000), "审计报告 2026-12")
    assert (row.verified_by, row.verified_at is not None) == (people.case_manager, True)
    (fact,) = one.fact_rows.all()
    assert (fact.code, fact.value, fact.source) == ("revenue_cny-2025", "4800000", FactSource.OFFICIAL)
    entry = Entry.objects.get(scope=f"enterprise:{one.pk}", verb="verify_figure")
    assert entry.data == {"declared": "5000000.00", "verified": "4800000", "basis": "审计报告 2026-12"}


def test_a_figure_that_was_declared_anew_must_be_looked_at_first(people: Cast) -> None:
    one = EnterpriseFactory()
    figure(one)
    given = {"year": 2025, "code": "revenue_cny", "verified": "1", "basis": "x", "seen": "4000000"}
    response = signed_in(people.case_manager).post(url(one, "verify"), given, follow=True)
    assert "The enterprise declared another figure meanwhile." in response.content.decode()
    assert YearFigure.objects.get().verified is None
    blind = given | {"seen": ""}
    signed_in(people.case_manager).post(url(one, "verify"), blind)
    assert YearFigure.objects.get().verified is None


def test_an_official_may_verify_what_was_never_declared(people: Cast) -> None:
    one = EnterpriseFactory()
    given = {"year": 2025, "code": "staff", "verified": "12", "basis": "社保清单", "seen": ""}
    client = signed_in(people.case_manager)
    assert client.post(url(one, "verify"), given | {"verified": "12.5"}).status_code == 422
    assert client.post(url(one, "verify"), given | {"verified": "-1"}).status_code == 422
    assert client.post(url(one, "verify"), given | {"basis": ""}).status_code == 422
    assert client.post(url(one, "verify"), given | {"year": "1999"}).status_code == 422
    assert not YearFigure.objects.exists()
    assert client.post(url(one, "verify"), given).status_code == 302
    assert YearFigure.objects.get().verified == 12


def test_each_role_reads_what_it_should_and_only_the_division_writes(people: Cast) -> None:
    ours = application_in(State.APPROVED, people=people)
    one = ours.enterprise
    MembershipFactory(
        enterprise=one, role=MemberRole.FILER, user=UserFactory(name="王晓宁", email="wang.xn@example.test")
    )
    figure(one)
    for user, names in (
        (people.case_manager, True), (people.district, True), (people.leader, False), (people.finance, False),
        (official(Role.DISCIPLINE), False),
    ):  # fmt: skip
        body = signed_in(user).get(url(one)).content.decode()
        assert ("王晓宁" in body) is names
        assert ("王**" in body) is not names
        assert "wang.xn@" not in body
        assert "w***@example.test" in body
        keeps = user == people.case_manager
        assert (url(one, "correct") in body) is keeps
        assert (url(one, "verify") in body) is keeps
        for page in ("correct", "verify"):
            assert signed_in(user).get(url(one, page)).status_code == (200 if keeps else 403)
            if not keeps:
                assert signed_in(user).post(url(one, page), form(one, name="x")).status_code == 403
    elsewhere = official(Role.DISTRICT, cast(SHINAN).district.posts.get().unit)
    for user in (people.expert, people.auditor, elsewhere):
        for page in ("change", "correct", "verify"):
            assert signed_in(user).get(url(one, page)).status_code == 404
    assert signed_in(ours.applicant).get(url(one)).status_code == 302
    for odd in ("0", "x", "99999999999999999999"):
        assert signed_in(people.case_manager).get(f"/en/admin/enterprises/enterprise/{odd}/change/").status_code == 404


def test_the_file_shows_facts_cases_and_what_was_granted(people: Cast) -> None:
    one = EnterpriseFactory(district=DistrictFactory(code=LAOSHAN), counts_from=date(2025, 1, 31))
    application_in(State.APPROVED, people=people, enterprise=one)
    context = signed_in(people.case_manager).get(url(one)).context
    assert context["awarded"] == "CNY 75,000"
    assert [case["granted"] for case in context["cases"]] == ["CNY 75,000"]
    assert context["counts"]["text"] == "counted since Friday 31 January 2025"


def test_as_many_queries_for_a_long_file_as_for_a_short_one(people: Cast) -> None:
    one = EnterpriseFactory()

    def more(number: int) -> None:
        application_in(people=people, enterprise=one)
        MembershipFactory(enterprise=one)
        figure(one, year=1980 + number)
        one.fact_rows.create(code="name", value=f"名{number}", source="roster", as_of=date(2026, 1, 1))

    def count() -> int:
        client = signed_in(User.objects.get(pk=people.case_manager.pk))
        client.get(url(one))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(one)).status_code == 200
        return len(queries)

    more(0)
    few = count()
    for number in range(1, 12):
        more(number)
    assert count() == few
