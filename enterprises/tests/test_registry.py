"""The registry at the desk: what is found, who sees it, and that its cost does not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.enums import Figure
from enterprises.models import Enterprise, YearFigure
from enterprises.tests.factories import (
    LAOSHAN,
    SHINAN,
    DistrictFactory,
    EnterpriseFactory,
    UserFactory,
    application_in,
    cast,
    credit_code,
    official,
)
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.enums import Role
from portal.accounts.models import User

pytestmark = pytest.mark.django_db
LIST = "/en/admin/enterprises/enterprise/"


@pytest.fixture
def manager() -> User:
    return official(Role.CASE_MANAGER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names(user: User, query: str = "") -> list[str]:
    response = signed_in(user).get(f"{LIST}{query}")
    assert response.status_code == 200
    return [row["number"] for row in response.context["rows"]]


def category(code: str = "service") -> TradeCategory:
    return TradeCategory.objects.get_or_create(code=code, defaults={"title_zh": code, "title_en": code.title()})[0]


def test_a_code_finds_its_enterprise_and_a_part_of_the_name_those_that_have_it(manager: User) -> None:
    one = EnterpriseFactory(
        name="青岛海云数字科技有限公司", name_en="Haiyun Digital", credit_code=credit_code(80_000_001)
    )
    EnterpriseFactory(name="青岛山石软件有限公司", credit_code=credit_code(80_000_002))
    wide = "".join(chr(ord(char) + 0xFEE0) for char in one.credit_code)
    for words in (one.credit_code, one.credit_code.lower(), wide, f" {one.credit_code[:8]} {one.credit_code[8:]}",
                  "海云", "haiyun", "Haiyun"):  # fmt: skip
        assert names(manager, f"?q={words}") == [one.name], words
    assert names(manager, f"?q={one.credit_code[:12]}") == ["青岛山石软件有限公司", one.name]
    assert names(manager, f"?q={credit_code(80_000_003)}") == []
    assert names(manager, "?q=%25") == []


def test_each_filter_leaves_what_it_names(manager: User) -> None:
    laoshan = DistrictFactory(code=LAOSHAN)
    zone = DistrictFactory(code="QD-HT", is_zone=True, within=laoshan)
    group = IndustryGroup.objects.create(code="smart", title_zh="智能", title_en="Smart", order=1)
    one = EnterpriseFactory(name="one", district=laoshan, zone=zone, counts_from=date(2025, 1, 1))
    one.categories.add(category())
    one.industries.add(group)
    other = EnterpriseFactory(name="other", district=DistrictFactory(code=SHINAN), counts_from=date(2999, 1, 1))
    other.categories.add(category("product"))
    EnterpriseFactory(name="in the zone", district=zone)
    assert names(manager, f"?district={LAOSHAN}") == ["in the zone", "one"]
    assert names(manager, f"?district={SHINAN}") == ["other"]
    assert names(manager, "?zone=QD-HT") == ["one"]
    assert names(manager, "?category=service") == ["one"]
    assert names(manager, "?industry=smart") == ["one"]
    assert names(manager, "?counted=yes") == ["one"]
    assert names(manager, "?counted=no") == ["in the zone", "other"]
    assert names(manager, f"?district={LAOSHAN}&category=product") == []
    assert names(manager, "?counted=perhaps&after=x&before=-1") == ["in the zone", "other", "one"]


def test_a_row_says_where_it_counts_and_what_is_known_of_its_last_year(manager: User) -> None:
    one = EnterpriseFactory(counts_from=date(2025, 1, 31), district__name_en="Laoshan")
    one.categories.add(category())
    YearFigure.objects.create(enterprise=one, year=2024, code=Figure.REVENUE_CNY, verified=1)
    YearFigure.objects.create(enterprise=one, year=2025, code=Figure.STAFF, declared=20)
    YearFigure.objects.create(
        enterprise=one, year=2025, code=Figure.REVENUE_CNY, declared=5_000_000, verified=4_800_000
    )
    (row,) = signed_in(manager).get(LIST).context["rows"]
    assert [cell["text"] for cell in row["cells"]] == [
        one.credit_code, "Laoshan", "Service", "2025-01-31",
        "2025 · Revenue (CNY): 4,800,000 · verified 1 of 2",
    ]  # fmt: skip


def test_the_pages_go_on_where_the_last_one_ended(manager: User) -> None:
    made = [EnterpriseFactory(name=f"no {number}").name for number in range(120)][::-1]
    client, seen, url = signed_in(manager), [], LIST
    while url:
        context = client.get(url).context
        seen.append([row["number"] for row in context["rows"]])
        url = context["pager"]["next_url"]
    assert seen == [made[:50], made[50:100], made[100:]]
    back = client.get(context["pager"]["previous_url"]).context
    assert [row["number"] for row in back["rows"]] == made[50:100]
    first = client.get(back["pager"]["previous_url"]).context
    assert [row["number"] for row in first["rows"]] == made[:50]
    assert first["pager"]["previous_url"] == ""


def test_counting_stops_at_a_thousand(manager: User) -> None:
    place = DistrictFactory()
    Enterprise.objects.bulk_create(
        Enterprise(credit_code=credit_code(number), name="x", district=place, registered_on=date(2020, 1, 1))
        for number in range(1001)
    )
    client = signed_in(manager)
    assert client.get(LIST).context["count"] == "1,000+"
    assert client.get(f"{LIST}?q={credit_code(5)}").context["count"] == "1"


def test_each_post_sees_what_it_should_and_strangers_nothing() -> None:
    people = cast()
    ours = application_in(people=people)
    EnterpriseFactory(name="elsewhere", district=DistrictFactory(code=SHINAN))
    both = {ours.enterprise.name, "elsewhere"}
    for user in (people.case_manager, people.leader, people.finance, official(Role.DISCIPLINE)):
        assert set(names(user)) == both
    assert names(people.district) == [ours.enterprise.name]
    assert names(people.expert) == names(people.auditor) == []
    assert signed_in(ours.applicant).get(LIST).status_code == 302
    assert signed_in(UserFactory(is_staff=True)).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


@pytest.mark.parametrize("query", ["", "?q=青岛", f"?district={LAOSHAN}&category=service&counted=yes"])
def test_as_many_queries_for_one_row_as_for_thirty_and_twelve_at_most(manager: User, query: str) -> None:
    def one_more() -> None:
        one = EnterpriseFactory(counts_from=date(2025, 1, 31), zone=DistrictFactory(code="QD-HT", is_zone=True))
        one.categories.add(category(), category("product"))
        YearFigure.objects.create(enterprise=one, year=2025, code=Figure.STAFF, declared=20)

    def count() -> int:
        client = signed_in(User.objects.get(pk=manager.pk))
        client.get(f"{LIST}{query}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LIST}{query}").context["rows"]
        return len(queries)

    one_more()
    few = count()
    for _number in range(29):
        one_more()
    assert count() == few
    assert few <= 12


def test_what_a_list_is_narrowed_to_holds_for_its_file(manager: User) -> None:
    EnterpriseFactory(name="Other")
    wanted = EnterpriseFactory(name="Wanted", counts_from=date(2025, 1, 1))
    client = signed_in(manager)
    url = client.get(f"{LIST}?counted=yes").context["export_url"]
    assert url == f"{LIST}export/?counted=yes"
    body = client.post(url, {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    assert wanted.credit_code in body
    assert "Other" not in body
    assert client.get(f"{LIST}export/?counted=perhaps").url == f"{LIST}export/"
