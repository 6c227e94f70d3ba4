"""Role × state → exactly the open steps, with strangers who own or handle another case."""

import pytest

from enterprises.enums import FINAL, State
from enterprises.models import Application
from enterprises.review.exceptions import ReviewRefused
from enterprises.tests.factories import (
    CallFactory,
    MeasureFactory,
    PostFactory,
    application_in,
    cast,
    district_unit,
    official,
)
from enterprises.tests.reviewing import site_checked
from enterprises.workflow import application_flow
from portal.accounts.enums import Role

pytestmark = pytest.mark.django_db

S = State
# The steps each person may take, by state; whoever is not named may take none.
OPEN: dict[str, dict[str, set[str]]] = {
    "applicant": {
        S.DRAFT: {"submit", "withdraw"},
        S.SUBMITTED: {"withdraw"},
        S.CORRECTION: {"resubmit", "withdraw"},
        S.ACCEPTED: {"withdraw"},
        S.FORMAL_REVIEW: {"withdraw"},
        S.PAID: {"submit_report"},
    },
    "district": {S.SUBMITTED: {"accept", "refuse", "request_correction"}},
    "case_manager": {
        S.ACCEPTED: {"begin_review"},
        S.FORMAL_REVIEW: {"send_to_experts", "send_to_verification"},
        S.EXPERT_REVIEW: {"report_scores"},
        S.VERIFICATION: {"draft_decision"},
    },
    "leader": {S.DECIDING: {"return_draft", "sign_approval"}},
    "finance": {
        S.APPROVED: {"suspend_payment"},
        S.SUSPENDED: {"resume_payment", "cancel_award"},
        S.PAID: {"demand_repayment"},
        S.EVALUATED: {"demand_repayment"},
    },
}


def competitive(state: State) -> dict:
    return {"call": CallFactory(measure=MeasureFactory(mode="competitive"))} if state == S.EXPERT_REVIEW else {}


@pytest.mark.parametrize("state", list(State))
def test_open_steps_by_role(state):
    people = cast()
    application = application_in(state, people=people, **competitive(state))
    everybody = {"applicant": application.applicant} | vars(people)
    found = {name: set(application_flow.open_steps(application, person)) for name, person in everybody.items()}
    assert found == {name: OPEN.get(name, {}).get(state, set()) for name in everybody}


@pytest.mark.parametrize("state", list(State))
def test_strangers_have_no_steps_and_do_not_see_the_case(state):
    """Each of them has a case of their own, so that there is something to mix up."""
    people = cast()
    application = application_in(state, people=people, **competitive(state))
    other = application_in(S.SUBMITTED, people=cast("370202"))
    strangers = [other.applicant, official(Role.DISTRICT, district_unit("370203"))]
    for stranger in strangers:
        assert application_flow.open_steps(application, stranger) == {}
        assert application not in Application.objects.visible_to(stranger)


@pytest.mark.parametrize("state", list(State))
def test_one_open_item_unless_final(state):
    application = application_in(state, **competitive(state))
    assert application.work_items.filter(closed_at=None).count() == (0 if state in FINAL else 1)


def test_a_site_check_comes_before_the_decision():
    people = cast()
    call = CallFactory(measure=MeasureFactory(on_site_check=True))
    application = application_in(S.VERIFICATION, people=people, call=call)
    assert application_flow.open_steps(application, people.case_manager) == {}
    assert set(application_flow.open_steps(application, people.auditor)) == {"report_check"}
    for second in (None, official(Role.AUDITOR)):
        with pytest.raises(ReviewRefused):
            application_flow.take(application, "report_check", people.auditor, "一人核查。")
        site_checked(application, people.auditor, second)
    application_flow.take(application, "report_check", people.auditor, "两人现场核查,情况一致。")
    assert set(application_flow.open_steps(application, people.case_manager)) == {"draft_decision"}
    assert application_flow.open_steps(application, people.auditor) == {}


def test_leader_signs_a_rejection_only_as_a_rejection():
    people = cast()
    application = application_in(S.VERIFICATION, people=people)
    application_flow.take(application, "draft_decision", people.case_manager, outcome="reject", reason="费用未能证明。")
    assert set(application_flow.open_steps(application, people.leader)) == {"return_draft", "sign_rejection"}


def test_the_drafter_never_signs():
    """Even somebody who holds both posts."""
    people = cast()
    PostFactory(user=people.case_manager, role=Role.LEADERSHIP, unit=people.leader.posts.get().unit)
    people.case_manager.__dict__.pop("_held", None)
    application = application_in(S.DECIDING, people=people)
    assert application_flow.open_steps(application, people.case_manager) == {}
    assert set(application_flow.open_steps(application, people.leader)) == {"return_draft", "sign_approval"}


def test_a_returned_draft_goes_back_to_the_division():
    people = cast()
    application = application_in(S.DECIDING, people=people)
    application_flow.take(application, "return_draft", people.leader, "请核对金额。")
    assert application_flow.open_steps(application, people.leader) == {}
    assert set(application_flow.open_steps(application, people.case_manager)) == {"redraft_decision"}
