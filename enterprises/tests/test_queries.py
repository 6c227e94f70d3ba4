"""The same number of queries for one row and for thirty, for one event and for a hundred."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.tests.factories import CallFactory, EnterpriseFactory, MembershipFactory, application_in, cast, draft
from portal.accounts.models import User
from portal.calendars.workdays import is_workday
from portal.core import clock, pagecache
from portal.reviews.models import Transition

pytestmark = pytest.mark.django_db


def count(client, page: str) -> int:
    is_workday(clock.today())
    client.get(page)
    pagecache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def again(user: User) -> User:
    """The person as the next request finds them: an instance remembers whom it may act for."""
    return User.objects.get(pk=user.pk)


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=args)


@pytest.mark.parametrize("state", [State.DRAFT, State.CORRECTION, State.DECIDING, State.PUBLICITY, State.PAID])
def test_the_case_page_does_not_grow_with_its_history(client, state):
    application = application_in(state)
    client.force_login(application.applicant)
    page = url("case", application.number)
    few = count(client, page)
    Transition.objects.bulk_create(
        Transition(
            case_id=application.pk,
            step="accept",
            source="submitted",
            target="accepted",
            at=clock.now() - timedelta(days=1),
            actor=application.applicant,
        )
        for _number in range(100)
    )
    assert count(client, page) == few <= 15


def test_my_applications(client):
    owner = MembershipFactory().user
    people = cast()

    def add(number: int) -> None:
        for _place in range(number):
            application_in(State.SUBMITTED, applicant=again(owner), people=people)

    client.force_login(owner)
    add(1)
    one = count(client, url("desk"))
    add(9)
    assert count(client, url("desk")) == one


@pytest.mark.parametrize("page", ["calls", "notices"])
def test_public_lists(client, page):
    people = cast()
    application_in(State.PUBLICITY, people=people)
    one = count(client, url(page))
    for _number in range(9):
        application_in(State.PUBLICITY, people=people)
    assert count(client, url(page)) == one


def test_the_api_lists(client):
    owner, people = MembershipFactory().user, cast()
    client.force_login(owner)
    draft(applicant=owner)
    one = [count(client, f"/api/v1/{name}/") for name in ("calls", "applications")]
    for _number in range(9):
        application_in(State.SUBMITTED, applicant=again(owner), people=people)
    assert [count(client, f"/api/v1/{name}/") for name in ("calls", "applications")] == one


def test_choosing_among_many_enterprises(client):
    owner, call = MembershipFactory().user, CallFactory()
    client.force_login(owner)
    one = count(client, url("apply", call.code))
    for _number in range(9):
        MembershipFactory(user=owner, enterprise=EnterpriseFactory())
    assert count(client, url("apply", call.code)) == one
