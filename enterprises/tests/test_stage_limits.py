"""A call may promise other times than the process table: the clocks, the timeline and the start page keep to them."""

import pytest
from django.utils import translation

from enterprises.enums import AllocationWay, State
from enterprises.offers import offers
from enterprises.tests.factories import CallFactory, application_in, cast, take
from enterprises.timeline import timeline
from portal.reviews.exceptions import StepRefused

pytestmark = pytest.mark.django_db


def open_limit(application) -> int:
    return application.work_items.get(closed_at=None).limit_number


def test_the_clock_of_a_stage_runs_as_long_as_the_call_says():
    people, call = cast(), CallFactory(stage_limits={"acceptance": 2, "formal": 7})
    application = application_in(State.SUBMITTED, people=people, call=call)
    assert open_limit(application) == 2
    take(application, "accept", people)
    assert open_limit(application) == 7
    usual = application_in(State.SUBMITTED, people=people)
    assert open_limit(usual) == 5


def test_what_is_ahead_is_said_with_the_call_s_own_times():
    application = application_in(State.SUBMITTED, call=CallFactory(stage_limits={"decision": 3}))
    with translation.override("en"):
        ahead = {str(event.title): event.limit.n for event in timeline(application) if event.kind == "next"}
    assert (ahead["Decision"], ahead["Verification of figures"]) == (3, 20)


def test_the_promised_working_days_are_those_of_the_call():
    call, usual = CallFactory(stage_limits={"acceptance": 1, "formal": 2}), CallFactory()
    found = offers([call.measure, usual.measure])
    assert (found[call.measure_id].promised_workdays, found[usual.measure_id].promised_workdays) == (33, 45)


def test_a_call_that_is_competitive_goes_to_the_experts():
    people, call = cast(), CallFactory(allocation=AllocationWay.COMPETITIVE)
    application = application_in(State.FORMAL_REVIEW, people=people, call=call)
    with pytest.raises(StepRefused):
        take(application, "send_to_verification", people)
    take(application, "send_to_experts", people)
    assert application.state == State.EXPERT_REVIEW
