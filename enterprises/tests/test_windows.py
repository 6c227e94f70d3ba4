"""When a call takes no application, it says why: not opened yet, closed early, all places taken."""

from datetime import timedelta

import pytest
from django.utils import translation

from enterprises.enums import AllocationWay, State
from enterprises.exceptions import WindowClosed
from enterprises.models import Call
from enterprises.places import places_left
from enterprises.publishing import close_early
from enterprises.tests.factories import (
    CallFactory,
    EnterpriseFactory,
    UserFactory,
    application_in,
    cast,
    draft,
    official,
)
from enterprises.windows import why_closed
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refusal(application) -> str:
    with pytest.raises(WindowClosed) as refused:
        application_flow.take(application, "submit", application.applicant)
    application.refresh_from_db()
    assert application.state == State.DRAFT
    return refused.value.message


def test_an_open_call_says_nothing():
    assert why_closed(CallFactory(), clock.now()) == ""


def test_a_call_that_closed_early_takes_nothing_and_says_why_and_what_replaces_it():
    """The page was drawn before: the call on it still looks open."""
    application, other = draft(), CallFactory()
    other.measure.title_en = "Warehouses abroad"
    other.measure.save()
    with clock.at(clock.now()):
        close_early(application.call, official(Role.LEADERSHIP), "政策调整", "the policy has changed.", other)
    said = refusal(application)
    assert said.startswith("This call closed early on ")
    assert said.endswith(
        f": the policy has changed. It is replaced by Warehouses abroad ({other.code}). "
        "Your draft is kept; a later call can take it up."
    )
    with translation.override("zh-hans"):
        assert "政策调整" in why_closed(Call.objects.get(pk=application.call_id), clock.now())


def test_a_call_that_was_taken_back_takes_nothing():
    application = draft()
    Call.objects.update(published_at=None)
    assert refusal(application).startswith("This call has not been opened yet.")


def test_a_draft_waits_until_the_window_opens():
    application = draft()
    with clock.at(application.call.opens_at - timedelta(seconds=1)):
        assert refusal(application).endswith("Your draft is kept until then.")


# --- first come ----------------------------------------------------------------------------------


def few_places(quota: int) -> Call:
    return CallFactory(allocation=AllocationWay.FIRST_COME, quota=quota)


def test_places_are_taken_in_the_order_of_submission():
    call, people = few_places(2), cast()
    drafts = [draft(call=call, enterprise=EnterpriseFactory()) for _n in range(3)]
    left = [places_left(call)]
    for application in drafts[:2]:
        application_flow.take(application, "submit", application.applicant)
        left.append(places_left(call))
    assert left == [2, 1, 0]
    assert refusal(drafts[2]) == (
        "All places of this call (2) are taken, in the order of submission. "
        "Your draft is kept: a place becomes free when another application is withdrawn or refused."
    )
    application_flow.take(drafts[0], "refuse", people.district, "不属于申报范围")
    assert places_left(call) == 1
    application_flow.take(drafts[2], "submit", drafts[2].applicant)
    assert places_left(call) == 0


@pytest.mark.parametrize(
    ("state", "takes"),
    [(State.DRAFT, 0), (State.SUBMITTED, 1), (State.CORRECTION, 1), (State.PAID, 1), (State.WITHDRAWN, 0),
     (State.LAPSED, 0), (State.NOT_ACCEPTED, 0), (State.REJECTED, 0)],
)  # fmt: skip
def test_who_holds_a_place(state, takes):
    call = few_places(5)
    application_in(state, call=call, applicant=UserFactory())
    application_in(State.SUBMITTED)
    assert places_left(call) == 5 - takes


def test_a_call_by_entitlement_counts_no_places():
    assert places_left(CallFactory(quota=1)) is None
