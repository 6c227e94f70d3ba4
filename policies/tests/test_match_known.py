"""What is known of a person's enterprise fills the check-up: with source and day, for its members only."""

import re
from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.enums import State
from enterprises.tests.factories import (
    EnterpriseFactory,
    MembershipFactory,
    UserFactory,
    application_in,
    official,
)
from policies.tests.conftest import city, today  # noqa: F401  (fixtures)
from policies.tests.test_match_pages import get, heading
from policies.tests.test_self_check import text
from portal.core import clock


def member_of(client: Client, *enterprises):
    user = UserFactory()
    for one in enterprises:
        MembershipFactory(user=user, enterprise=one)
    client.force_login(user)
    return user


@pytest.fixture
def firm(city):  # noqa: F811
    enterprise = EnterpriseFactory(name="崂山示例软件有限公司", registered_on=date(2019, 3, 1))
    # The database's own column says the real day.
    type(enterprise).objects.update(updated_at=clock.now())
    return enterprise


def test_a_member_begins_with_the_facts_of_the_record(firm, client: Client) -> None:
    member_of(client, firm)
    shown = text(get(client))
    assert "崂山示例软件有限公司" in shown
    assert re.search(
        r"Years since registration <span[^>]*>Enterprise record, 23 Nov 2026</span></th><td>7 years", shown
    )
    start = re.search(r'href="(/en/match/\?[^"]*registered_division[^"]*)"', shown)[1]
    assert dict(parse_qsl(urlsplit(start).query)) == {
        "registered_division": "370212", "entity_type": "enterprise", "years_since_registration": "7",
    }  # fmt: skip
    first = client.get(start)
    assert heading(first) == "Your enterprise in general"
    assert 'name="independent_legal_person"' in text(first)
    assert "id_registered_division" not in text(first)


def test_the_newest_application_adds_its_facts_but_not_those_of_its_project(firm, client: Client) -> None:
    with clock.at(datetime(2026, 11, 20, 9)):
        old = application_in(State.SUBMITTED, enterprise=firm, facts={"staff_insured": 11})
    with clock.at(datetime(2026, 11, 21, 9)):
        new = application_in(State.SUBMITTED, enterprise=firm, facts={"staff_insured": 25})
    member_of(client, firm)
    shown = text(get(client))
    assert f"Application {new.number}, 21 Nov 2026" in shown
    assert old.number not in shown
    start = dict(parse_qsl(urlsplit(re.search(r'href="(/en/match/\?[^"]*staff[^"]*)"', shown)[1]).query))
    assert start["staff_insured"] == "25"
    assert not {"items", "eligible_cost_cny", "same_cost_funded_elsewhere"} & start.keys()


def test_the_result_names_the_source_until_the_answer_is_changed(firm, client: Client) -> None:
    member_of(client, firm)
    record = {"registered_division": "370212", "years_since_registration": "7"}
    shown = text(get(client, "result/", record))
    assert shown.count("Enterprise record, 23 Nov 2026") > 2
    changed = text(get(client, "result/", record | {"years_since_registration": "8"}))
    line = re.search(r"<dt>Years since registration</dt><dd>(.*?)</dd>", changed)[1]
    assert line == "8 years"


def test_nobody_else_sees_what_is_known(firm, client: Client) -> None:
    application_in(State.SUBMITTED, enterprise=firm, facts={"staff_insured": 25})
    assert "示例软件" not in text(get(client))
    member_of(client, EnterpriseFactory(name="青岛另一家有限公司"))
    other = text(get(client))
    assert "青岛另一家有限公司" in other
    assert "崂山示例软件有限公司" not in other
    assert "Application " not in other
    client.force_login(official())  # sees the application on the desk, but is no member
    assert "示例软件" not in text(get(client))


def test_a_draft_is_not_known(firm, client: Client) -> None:
    application_in(State.DRAFT, enterprise=firm, facts={"staff_insured": 25})
    member_of(client, firm)
    assert "staff_insured" not in text(get(client))


def test_several_enterprises_take_no_more_queries(firm, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client)
        return len(captured)

    user = member_of(client, firm)
    get(client)
    few = count()
    for _turn in range(10):
        MembershipFactory(user=user, enterprise=EnterpriseFactory())
    assert count() == few


def test_the_link_and_the_address_do_not_name_the_enterprise(firm, client: Client) -> None:
    member_of(client, firm)
    shown = text(get(client))
    start = re.search(r'href="(/en/match/\?[^"]*registered_division[^"]*)"', shown)[1]
    assert firm.credit_code not in start
    assert firm.name not in text(client.get(start)).partition("<main")[2]
