"""A roster of enterprises as a file: in whole or not at all, with every value's source kept, and out again."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.enums import EntityType, FactSource
from enterprises.models import Enterprise, EnterpriseFact
from enterprises.tests.factories import (
    LAOSHAN,
    SHINAN,
    DistrictFactory,
    EnterpriseFactory,
    UserFactory,
    credit_code,
    official,
)
from policies.imports.nouns import noun_of
from policies.imports.shown import problems
from policies.models import ImportJob, IndustryGroup, TradeCategory
from policies.tests.imported import FORMATS, brought, csv_file, imported, told, upload, xlsx_file
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core import clock
from portal.core.tests.sheets import workbook

pytestmark = pytest.mark.django_db
NOUN = "enterprise"


def own_code(number: int) -> str:
    """Far from the codes that the factories number."""
    return credit_code(70_000_000 + number)


HEADINGS = ("credit_code", "name", "district", "registered_on")


@pytest.fixture
def keeper() -> User:
    for number, (code, zh, en) in enumerate(
        [("product", "数字产品贸易", "Trade in digital products"), ("service", "数字服务贸易", "Trade in services")]
    ):
        TradeCategory.objects.create(code=code, title_zh=zh, title_en=en, order=number)
    IndustryGroup.objects.create(code="smart-home", title_zh="智能家电", title_en="Smart appliances", order=1)
    DistrictFactory(code=LAOSHAN, name_zh="崂山区", name_en="Laoshan District")
    DistrictFactory(code=SHINAN, name_zh="市南区", name_en="Shinan District")
    DistrictFactory(code="QD-HT", name_zh="青岛高新区", name_en="Qingdao High-tech Zone", is_zone=True)
    return official(Role.CASE_MANAGER)


def row(**cells: str) -> dict[str, str]:
    given = {
        "Unified_Social_Credit_Code": own_code(1), "Name_on_the_licence": "青岛甲数字科技有限公司",
        "District_of_registration": "崂山区", "Registered_on": "2019-03-01",
    }  # fmt: skip
    return {name.replace("_", " "): text for name, text in (given | cells).items()}


def full(**cells: str) -> dict[str, str]:
    rest = {
        "Name_in_English": "Jia Digital", "Entity_type": "Enterprise", "Functional_zone": "青岛高新区",
        "Registered_address": "崂山区示例路 1 号", "Legal_representative": "王宁",
        "Categories_of_digital_trade": "数字服务贸易、product", "Market_entity_of_digital_trade_since": "2025-01-31",
    }  # fmt: skip
    return row(**(rest | cells)) | {"Industries of the 10+1 system": "Smart appliances"}


def facts(enterprise: Enterprise) -> dict[str, Any]:
    return dict(enterprise.fact_rows.values_list("code", "value"))


def test_a_new_row_becomes_an_enterprise_with_the_source_of_each_value(keeper: User) -> None:
    with clock.at(datetime(2026, 11, 23, 10)):
        job = imported(keeper, csv_file([full()]), NOUN)
    one = Enterprise.objects.get()
    assert (one.credit_code, one.name, one.name_en) == (own_code(1), "青岛甲数字科技有限公司", "Jia Digital")
    assert (one.district.code, one.zone.code, one.entity_type) == (LAOSHAN, "QD-HT", EntityType.ENTERPRISE)
    assert (one.registered_on, one.counts_from, one.is_demo) == (date(2019, 3, 1), date(2025, 1, 31), False)
    assert {category.code for category in one.categories.all()} == {"product", "service"}
    assert [industry.code for industry in one.industries.all()] == ["smart-home"]
    assert facts(one) == {
        "name": "青岛甲数字科技有限公司", "name_en": "Jia Digital", "entity_type": "enterprise", "district": LAOSHAN,
        "zone": "QD-HT", "registered_on": "2019-03-01", "address": "崂山区示例路 1 号", "legal_representative": "王宁",
        "categories": ["product", "service"], "industries": ["smart-home"], "counts_from": "2025-01-31",
    }  # fmt: skip
    assert set(one.fact_rows.values_list("source", "as_of", "recorded_by")) == {
        (FactSource.ROSTER, date(2026, 11, 23), keeper.pk)
    }
    verbs = set(Entry.objects.filter(scope=f"import:{job.pk}").values_list("verb", "actor"))
    assert verbs == {("import-rows", keeper.pk), ("import", keeper.pk)}


def test_a_known_code_changes_what_the_file_speaks_of_and_nothing_else(keeper: User) -> None:
    known = EnterpriseFactory(credit_code=own_code(1), name="旧名称", address="旧地址", name_en="Old")
    other = EnterpriseFactory(name="不在名录中")
    before = known.updated_at
    job = imported(keeper, csv_file([row(Registered_address="新地址 9 号")]), NOUN)
    known.refresh_from_db()
    other.refresh_from_db()
    assert (job.new_count, job.changed_count) == (0, 1)
    assert (known.name, known.address, known.name_en, other.name) == (
        "青岛甲数字科技有限公司", "新地址 9 号", "Old", "不在名录中",
    )  # fmt: skip
    assert facts(known) == {"name": "青岛甲数字科技有限公司", "address": "新地址 9 号"}
    assert not other.fact_rows.exists()
    assert known.updated_at > before


def test_a_roster_in_gb18030_with_a_full_width_code_is_read_as_what_it_stands_for(keeper: User) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in own_code(1).lower())
    with translation.override("zh-hans"):
        headings = [str(Enterprise._meta.get_field(name).verbose_name) for name in HEADINGS]
    content = csv_file(
        [dict(zip(headings, [f"　{wide} ", "青岛甲公司", "３７０２１２", "2019年3月1日"], strict=True))], "gb18030"
    )
    imported(keeper, content, NOUN)
    one = Enterprise.objects.get()
    assert (one.credit_code, one.name, one.district.code) == (own_code(1), "青岛甲公司", LAOSHAN)


def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_imported(keeper: User) -> None:
    wrong = own_code(2)[:17] + ("0" if own_code(2)[17] != "0" else "1")
    bad = [
        row(Unified_Social_Credit_Code=wrong),
        row(Unified_Social_Credit_Code="913702I2000000000X"),
        row(Unified_Social_Credit_Code="9.13702E+17"),
        row(District_of_registration="崂山"),
        row(Unified_Social_Credit_Code=own_code(4), Registered_on="2027-01-01"),
        row(Unified_Social_Credit_Code=own_code(5), Market_entity_of_digital_trade_since="2018-12-31"),
        row(Unified_Social_Credit_Code=own_code(6)),
        row(Unified_Social_Credit_Code=own_code(6)),
    ]
    for one in bad:
        one.setdefault("Market entity of digital trade since", "")
    with clock.at(datetime(2026, 11, 23, 10)):
        job = brought(keeper, csv_file(bad), NOUN)
    said = told(job)
    places = [(place, heading) for place, heading, _text in said]
    code, district, day = "Unified Social Credit Code", "District of registration", "Registered on"
    counts = "Market entity of digital trade since"
    assert places == [
        ("A2", code),
        ("A3", code),
        ("A4", code),
        ("C5", district),
        ("D6", day),
        ("E7", counts),
        ("A9", code),
    ]
    assert "check character does not fit" in said[0][2]
    assert "has 18 characters; this one has 11" in said[2][2]
    with translation.override("zh-hans"):
        assert "校验码不符" in next(problems(noun_of(NOUN), job))["text"]
    assert "崂山区" in said[3][2]
    assert not job.may_be_applied
    assert Enterprise.objects.count() == 0


def test_a_merged_heading_is_refused_with_the_place_and_what_to_do(keeper: User) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("B1:C1")

    with translation.override("en"):
        job = brought_through_the_page(keeper, workbook([list(row()), list(row().values())], merge))
    assert job is None
    assert not ImportJob.objects.exists()


def brought_through_the_page(person: User, content: bytes) -> ImportJob | None:
    client = Client()
    client.force_login(person)
    response = client.post(reverse("admin:enterprises_enterprise_import"), {"file": upload(content, "roster.xlsx")})
    if response.status_code == 302:
        return ImportJob.objects.latest("pk")
    assert response.status_code == 422
    assert "Cells are merged (B1:C1). Unmerge them and fill in each." in response.content.decode()
    return None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
def test_an_exported_roster_comes_back_unchanged(keeper: User, kind: str, language: str) -> None:
    imported(keeper, csv_file([full(), full(Unified_Social_Credit_Code=own_code(2), Name_in_English="=1+1")]), NOUN)
    EnterpriseFactory(district=DistrictFactory(code="QD-HT"), is_demo=True)
    with translation.override(language):
        page = reverse("admin:enterprises_enterprise_export")
    client = Client()
    client.force_login(keeper)
    content = client.post(page, {"format": FORMATS[kind], "resource": "0"}).content
    job = brought(keeper, content, NOUN)
    assert (told(job), job.refusal) == ([], {})
    assert (job.same_count, job.new_count, job.changed_count) == (3, 0, 0)


def test_more_than_five_hundred_rows_are_a_job_for_a_worker(keeper: User) -> None:
    content = xlsx_file([row(Unified_Social_Credit_Code=own_code(number)) for number in range(600)])
    job = brought_through_the_page(keeper, content)
    assert job is not None
    assert job.is_at_work
    job = imported(keeper, content, NOUN)
    assert (job.new_count, Enterprise.objects.count()) == (600, 600)
    assert EnterpriseFact.objects.count() == 600 * 3


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASE_MANAGER])
def test_nobody_but_the_responsible_division_brings_a_roster_in(keeper: User, role: Role) -> None:
    job = brought(keeper, csv_file([row()]), NOUN)
    client = Client()
    client.force_login(official(role))
    page, own = (
        reverse("admin:enterprises_enterprise_import"),
        reverse("admin:enterprises_enterprise_import_job", args=[job.pk]),
    )
    errors = reverse("admin:enterprises_enterprise_import_errors", args=[job.pk])
    assert [client.get(url).status_code for url in (page, own, errors)] == [403] * 3
    assert client.post(page, {"file": upload(csv_file([row()]))}).status_code == 403
    assert client.post(own, {"fingerprint": job.fingerprint}).status_code == 403
    assert Enterprise.objects.count() == 0
    client.force_login(UserFactory())
    assert client.post(own, {"fingerprint": job.fingerprint}).status_code == 302
    assert Enterprise.objects.count() == 0
