"""Claims at the desk: who sees them, who decides, and what a decision does."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.claims import begin_claim
from enterprises.enums import ClaimState, MemberRole
from enterprises.models import Claim, Membership
from enterprises.tests.factories import SHINAN, Cast, EnterpriseFactory, UserFactory, cast, district_unit, official, pdf
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.notifications.models import Message

pytestmark = pytest.mark.django_db
LIST = "/en/admin/enterprises/claim/"


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def claim(claimant: User | None = None) -> Claim:
    claimant = claimant or UserFactory()
    return begin_claim(claimant, EnterpriseFactory(), "我是该企业的申报专员。", pdf("licence.pdf"))


def step(one: Claim, name: str) -> str:
    return f"{LIST}{one.pk}/step/{name}/"


def test_open_claims_stand_first_and_decided_ones_behind_a_tab(people: Cast) -> None:
    first, second = claim(), claim()
    client = signed_in(people.district)
    client.post(step(first, "refuse"), {"comment": "材料与企业不符。"})
    third = claim()
    assert [row["number"] for row in client.get(LIST).context["rows"]] == [second.number, third.number]
    assert [row["number"] for row in client.get(f"{LIST}?tab=decided").context["rows"]] == [first.number]
    menu = {item["title"]: item["count"] for group in client.get(LIST).context["desk_menu"] for item in group["items"]}
    assert menu["Claims to enterprises"] == "2"


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.FILER])
def test_a_claim_that_is_granted_makes_a_member(people: Cast, role: str) -> None:
    one = claim()
    client = signed_in(people.district)
    page = client.get(f"{LIST}{one.pk}/change/").content.decode()
    assert "我是该企业的申报专员。" in page
    assert one.claimant.email in page
    assert step(one, "grant") in page
    assert client.post(step(one, "grant"), {}).status_code == 422
    assert client.post(step(one, "grant"), {"role": "agent"}).status_code == 422
    assert not Membership.objects.exists()
    assert client.post(step(one, "grant"), {"role": role}).url == f"{LIST}{one.pk}/change/"
    one.refresh_from_db()
    assert (one.state, Membership.objects.get().role) == (ClaimState.GRANTED, role)
    assert client.post(step(one, "refuse"), {"comment": "x"}, follow=True).context["claim"].state == ClaimState.GRANTED


def test_a_claim_that_is_refused_says_why(people: Cast) -> None:
    one = claim()
    client = signed_in(people.district)
    assert client.post(step(one, "refuse"), {"comment": " "}).status_code == 422
    client.post(step(one, "refuse"), {"comment": "材料与企业不符。"})
    one.refresh_from_db()
    assert (one.state, Membership.objects.count()) == (ClaimState.REFUSED, 0)
    events = client.get(f"{LIST}{one.pk}/change/").context["events"]
    assert [(event["text"], event["comment"]) for event in events] == [("Refused", "材料与企业不符。"), ("Sent", "")]
    assert Message.objects.filter(recipient=one.claimant).count() == 2


def test_the_district_decides_the_city_looks_and_nobody_else_sees_it(people: Cast) -> None:
    one = claim()
    for user in (people.case_manager, people.leader, people.finance, official(Role.DISCIPLINE)):
        page = signed_in(user).get(f"{LIST}{one.pk}/change/").content.decode()
        assert "/step/" not in page
        assert signed_in(user).get(step(one, "grant")).status_code == 403
        assert signed_in(user).post(step(one, "grant"), {"role": "owner"}).status_code == 403
    elsewhere = official(Role.DISTRICT, district_unit(SHINAN))
    assert signed_in(elsewhere).get(LIST).context["rows"] == []
    for page in (f"{LIST}{one.pk}/change/", step(one, "grant"), step(one, "withdraw"), step(one, "nothing")):
        assert signed_in(elsewhere).get(page).status_code == 404
    assert signed_in(people.district).get(step(one, "withdraw")).status_code == 404
    for user in (people.expert, people.auditor, UserFactory(is_staff=True)):
        assert signed_in(user).get(LIST).status_code == 403
        assert signed_in(user).get(f"{LIST}{one.pk}/change/").status_code == 403
    assert signed_in(one.claimant).get(LIST).status_code == 302
    one.refresh_from_db()
    assert one.state == ClaimState.OPEN


def test_an_officer_does_not_decide_on_a_claim_of_their_own(people: Cast) -> None:
    one = claim(people.district)
    assert signed_in(people.district).post(step(one, "grant"), {"role": "owner"}).status_code == 403
    assert not Membership.objects.exists()


def test_as_many_queries_for_one_claim_as_for_thirty(people: Cast) -> None:
    def count() -> int:
        client = signed_in(User.objects.get(pk=people.district.pk))
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).context["rows"]
        return len(queries)

    claim()
    few = count()
    for _number in range(29):
        claim()
    assert count() == few <= 12
