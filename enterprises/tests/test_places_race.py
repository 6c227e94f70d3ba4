"""Two who send at the same moment do not get the last place both."""

import threading

import pytest

from enterprises.enums import AllocationWay, State
from enterprises.exceptions import WindowClosed
from enterprises.models import Application, Call, FormVersion
from enterprises.places import places_left
from enterprises.publishing import new_version
from enterprises.tests.factories import CallFactory, EnterpriseFactory, draft, official
from enterprises.tests.test_budget import needs_postgresql, race
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User

PLACES, PEOPLE = 2, 4


@needs_postgresql
@pytest.mark.django_db(transaction=True)
class TestAtOneMoment:
    def drafts(self) -> tuple[Call, list[Application]]:
        call = CallFactory(allocation=AllocationWay.FIRST_COME, quota=PLACES)
        return call, [draft(call=call, enterprise=EnterpriseFactory()) for _n in range(PEOPLE)]

    def test_the_last_places_go_to_as_many_as_there_are(self):
        call, drafts = self.drafts()

        def submit(place: int) -> None:
            application = Application.objects.for_page().get(pk=drafts[place].pk)
            application_flow.take(application, "submit", User.objects.get(pk=application.applicant_id))

        met = race(PEOPLE, submit)
        assert [type(error) for error in met if error] == [WindowClosed] * (PEOPLE - PLACES)
        assert Application.objects.filter(call=call, state=State.SUBMITTED).count() == PLACES
        assert places_left(call) == 0

    def test_without_the_lock_more_would_get_in(self):
        """The control: whoever only looks first and writes then takes a place that is not there."""
        call, drafts = self.drafts()
        barrier = threading.Barrier(PEOPLE)

        def submit(place: int) -> None:
            free = places_left(Call.objects.get(pk=call.pk))
            barrier.wait()
            if free:
                Application.objects.filter(pk=drafts[place].pk).update(state=State.SUBMITTED)

        assert [error for error in race(PEOPLE, submit) if error] == []
        assert Application.objects.filter(call=call, state=State.SUBMITTED).count() == PEOPLE

    def test_two_who_begin_a_version_get_the_same_one(self):
        call, managers = CallFactory(), [official(Role.CASE_MANAGER) for _n in range(2)]
        met = race(2, lambda place: new_version(call, User.objects.get(pk=managers[place].pk)))
        assert [error for error in met if error] == []
        assert FormVersion.objects.count() == 1
