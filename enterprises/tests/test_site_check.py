"""The check on site: two people, and a cost that bounds the amount."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.credit.checking import check
from enterprises.enums import State
from enterprises.evaluation import result_of
from enterprises.exceptions import DecisionError
from enterprises.models import Application, SiteCheck
from enterprises.review.enums import SiteResult
from enterprises.review.exceptions import ReviewRefused
from enterprises.review.site_check import confirm_site_check, write_site_check
from enterprises.tests.factories import CallFactory, Cast, MeasureFactory, application_in, cast, decision, official
from enterprises.tests.reviewing import site_checked
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def application(people: Cast) -> Application:
    call = CallFactory(measure=MeasureFactory(on_site_check=True))
    return application_in(State.VERIFICATION, people=people, call=call)


def post(user: User, application: Application, **data: str) -> int:
    client = Client()
    client.force_login(user)
    with translation.override("en"):
        url = reverse("admin:enterprises_application_site_check", args=[application.pk])
    return client.post(url, data).status_code


def test_nobody_confirms_their_own_report(people: Cast, application: Application) -> None:
    written = site_checked(application, people.auditor)
    seen = written.mark
    with pytest.raises(ReviewRefused):
        confirm_site_check(application, people.auditor, seen=seen)
    assert post(people.auditor, application, confirm="1", seen=seen) == 302
    written.refresh_from_db()
    assert written.second is None
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteCheck.objects.update(second=people.auditor, confirmed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteCheck.objects.update(second=people.leader)


def test_what_is_confirmed_is_what_was_read(people: Cast, application: Application) -> None:
    second = official(Role.AUDITOR)
    old = site_checked(application, people.auditor).mark
    new = site_checked(application, people.auditor, eligible_fen=90_000_00).mark
    assert SiteCheck.objects.count() == 1
    with pytest.raises(ReviewRefused):
        confirm_site_check(application, second, seen=old)
    confirm_site_check(application, second, seen=new)
    with pytest.raises(ReviewRefused):
        site_checked(application, people.auditor)
    with pytest.raises(ReviewRefused):
        confirm_site_check(application, second, seen=new)


def test_only_auditors_at_their_turn(people: Cast, application: Application) -> None:
    for person in (people.case_manager, people.leader, people.district, people.expert):
        with pytest.raises(StepForbidden):
            site_checked(application, person)
        assert post(person, application) in (403, 404)
    hand_over(application, people)
    with pytest.raises(StepForbidden):
        site_checked(application, people.auditor)


def hand_over(application: Application, people: Cast) -> None:
    site_checked(application, people.auditor, official(Role.AUDITOR))
    application_flow.take(application, "report_check", people.auditor, "一致。")


def test_the_day_is_not_ahead_and_bad_input_stays_on_the_page(people: Cast, application: Application) -> None:
    with pytest.raises(ReviewRefused):
        write_site_check(application, people.auditor, on=clock.today() + timedelta(1), place="x", eligible_fen=1,
                         result=SiteResult.AGREES, findings="x")  # fmt: skip
    good = {
        "on": clock.today().isoformat(),
        "place": "崂山",
        "eligible": "90000",
        "result": "agrees",
        "findings": "一致",
    }
    for wrong in ({"eligible": "-1"}, {"eligible": "NaN"}, {"on": "never"}, {"result": "x"}, {"findings": "x" * 4001}):
        assert post(people.auditor, application, **(good | wrong)) == 422
    assert not SiteCheck.objects.exists()
    assert post(people.auditor, application, **good) == 302
    assert SiteCheck.objects.get().eligible_fen == 90_000_00


def test_the_confirmed_cost_bounds_the_decision(people: Cast, application: Application) -> None:
    """Half of the eligible cost: 75,000 of the 150,000 that were claimed, 45,000 of the 90,000 that were found."""
    assert application.computed_fen == 75_000_00
    site_checked(application, people.auditor, official(Role.AUDITOR), eligible_fen=90_000_00)
    application_flow.take(application, "report_check", people.auditor, "部分一致。")
    application = Application.objects.get(pk=application.pk)
    assert application.computed_fen == 45_000_00
    with translation.override("en"):
        steps = [(step.label, step.value) for step in result_of(application).steps]
    assert steps[0] == ("Eligible cost confirmed on site", 90_000)
    check(application, "decision", people.case_manager)
    with pytest.raises(DecisionError):
        application_flow.take(
            application, "draft_decision", people.case_manager, **decision(application) | {"amount_fen": 45_000_01}
        )
    application_flow.take(application, "draft_decision", people.case_manager, **decision(application))
    assert application.state == State.DECIDING


def test_more_than_was_claimed_raises_nothing(people: Cast, application: Application) -> None:
    site_checked(application, people.auditor, official(Role.AUDITOR), eligible_fen=999_000_00)
    application_flow.take(application, "report_check", people.auditor, "一致。")
    assert Application.objects.get(pk=application.pk).computed_fen == 75_000_00


def test_a_report_that_nobody_confirmed_bounds_nothing(people: Cast, application: Application) -> None:
    site_checked(application, people.auditor, eligible_fen=1)
    application.forget()
    assert result_of(application).amount_cny == 75_000
