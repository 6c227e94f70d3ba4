"""The lists of dishonest enterprises as files: in whole or not at all, errors by row, a repair changes its record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from enterprises.credit.enums import CreditCategory
from enterprises.models import CreditRecord
from enterprises.tests.credit_records import CreditRecordFactory
from enterprises.tests.factories import credit_code, official
from policies.tests.imported import brought, csv_file, imported, told, xlsx_file
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock

pytestmark = pytest.mark.django_db
NOUN = "creditrecord"
CODE = credit_code(80_000_001)


@pytest.fixture
def keeper() -> User:
    return official(Role.CASE_MANAGER)


def row(**cells: str) -> dict[str, str]:
    given = {
        "Unified_Social_Credit_Code": CODE, "Name_of_the_enterprise": "青岛示例失信有限公司",
        "List": "Serious tax offender",
        "Source": "信用中国", "Number_of_the_decision_or_case": "青税稽罚〔2026〕1号", "Published_on": "2026-03-01",
    }  # fmt: skip
    return {name.replace("_", " "): text for name, text in (given | cells).items()}


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_a_file_becomes_records_with_whose_it_was(keeper: User, make: Any) -> None:
    other = row(List="Abnormal-operation list", Published_until="2026-12-31")
    with translation.override("en"):
        imported(keeper, make([row(Published_until=""), other]), NOUN)
    found = list(CreditRecord.objects.order_by("pk").values_list("category", "since", "until", "imported_by"))
    assert found == [
        (CreditCategory.TAX, date(2026, 3, 1), None, keeper.pk),
        (CreditCategory.ABNORMAL_OPERATION, date(2026, 3, 1), date(2026, 12, 31), keeper.pk),
    ]


def test_chinese_headings_and_lists(keeper: User) -> None:
    with translation.override("zh-hans"):
        label = str(CreditCategory.JUDGMENT_DEBTOR.label)
    assert label == "失信被执行人"
    with translation.override("en"):
        imported(keeper, csv_file([row(List=label)]), NOUN)
    assert CreditRecord.objects.get().category == CreditCategory.JUDGMENT_DEBTOR


def test_a_repair_changes_the_record_and_no_other(keeper: User) -> None:
    same = {"credit_code": CODE, "reference": "青税稽罚〔2026〕1号", "since": date(2026, 3, 1)}
    one = CreditRecordFactory(**same, category=CreditCategory.TAX)
    other = CreditRecordFactory(**same, category=CreditCategory.WAGES)
    with translation.override("en"):
        imported(keeper, csv_file([row(Repaired_on="2026-10-01")]), NOUN)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.repaired_on, one.imported_by) == (date(2026, 10, 1), keeper)
    assert (other.repaired_on, other.imported_by) == (None, None)


def test_errors_by_row_and_nothing_of_the_file_is_written(keeper: User) -> None:
    tomorrow = (clock.today() + timedelta(1)).isoformat()
    rows = [
        row(Number_of_the_decision_or_case="A1"),
        row(Unified_Social_Credit_Code="913702120000000000"),
        row(List="Bad people", Number_of_the_decision_or_case="A3"),
        row(Published_on=tomorrow, Number_of_the_decision_or_case="A4"),
        row(Published_until="2026-02-28", Number_of_the_decision_or_case="A5"),
        row(Number_of_the_decision_or_case=""),
        row(Number_of_the_decision_or_case="A1"),
    ]
    with translation.override("en"):
        rows[4] |= {"Published until": "2026-02-28"}
        job = brought(keeper, csv_file(rows), NOUN)
    assert not job.may_be_applied
    places = [(place, heading) for place, heading, _text in told(job)]
    assert len(places) == 6
    assert [heading for _place, heading in places] == [
        "Unified Social Credit Code", "List", "Published on", "Published until", "Number of the decision or case",
        "Number of the decision or case",
    ]  # fmt: skip
    assert not CreditRecord.objects.exists()


def test_a_known_row_again_changes_nothing(keeper: User) -> None:
    with translation.override("en"):
        imported(keeper, csv_file([row()]), NOUN)
        job = brought(keeper, csv_file([row()]), NOUN)
    assert (job.same_count, job.new_count, job.changed_count, job.may_be_applied) == (1, 0, 0, False)


def test_the_database_keeps_the_days_in_order_and_each_record_once() -> None:
    one = CreditRecordFactory()
    before = one.since - timedelta(1)
    for wrong in ({"until": before}, {"repaired_on": before}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditRecordFactory(since=one.since, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditRecordFactory(credit_code=one.credit_code, category=one.category, reference=one.reference)


def test_the_list_costs_the_same_for_thirty(keeper: User, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(keeper)
    CreditRecordFactory.create_batch(30)
    client.get("/en/admin/enterprises/creditrecord/")
    with django_assert_max_num_queries(14):
        page = client.get("/en/admin/enterprises/creditrecord/")
    assert page.content.decode().count("信用中国") == 30
    assert client.get("/en/admin/enterprises/creditrecord/import/").status_code == 200
