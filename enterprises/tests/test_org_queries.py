"""The lists of an enterprise's pages cost the same for one row and for thirty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from enterprises.actions import begin_application
from enterprises.enums import AccountState, FactSource
from enterprises.facts_of import add_fact
from enterprises.models import BankAccount, Invitation
from enterprises.tests.factories import CallFactory, EnterpriseFactory, MembershipFactory, district_unit
from portal.core import clock

pytestmark = pytest.mark.django_db


def people(enterprise, owner, number):
    MembershipFactory(enterprise=enterprise, role="viewer")
    Invitation.objects.create(
        enterprise=enterprise, email=f"a{number}@example.test", role="filer", token_digest=f"{enterprise.pk}-{number}",
        invited_by=owner, expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip


def accounts(enterprise, owner, number):
    BankAccount.objects.create(
        enterprise=enterprise, holder="示例", bank="示例银行", last4="0000", state=AccountState.REPLACED,
        proposed_by=MembershipFactory().user, confirmed_by=owner, confirmed_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip


def history(enterprise, owner, number):
    who = MembershipFactory().user
    add_fact(enterprise, "name", str(number), source=FactSource.DECLARED, as_of=clock.today(), user=who)


def applications(enterprise, owner, number):
    call = CallFactory()
    made = begin_application(owner, enterprise, call, {})
    type(made).objects.filter(pk=made.pk).update(granted_fen=100)


def enterprises(enterprise, owner, number):
    MembershipFactory(user=owner)


LISTS = {
    "org_people": people,
    "org_account": accounts,
    "org_history": history,
    "org_file": applications,
    "org": enterprises,
}


def count(page: str, rows: int) -> int:
    district_unit()
    enterprise = EnterpriseFactory()
    owner = MembershipFactory(enterprise=enterprise).user
    MembershipFactory(user=owner)
    for number in range(rows):
        LISTS[page](enterprise, owner, number)
    client = Client()
    client.force_login(owner)
    with translation.override("en"):
        address = reverse(f"enterprises:{page}", args=[] if page == "org" else [enterprise.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", list(LISTS))
def test_thirty_rows_cost_what_one_costs(page):
    assert count(page, 1) == count(page, 30)
