"""The cases for machines: only for their parties, and no more than the person agreed to."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.tests.factories import UserFactory
from enterprises.tests.machines import token_for
from talent.cases.beginning import begin_case
from talent.cases.enums import CaseKind, CaseState
from talent.cases.parties import end_employer_view
from talent.tests.cases import talent_case_in, talent_cast
from talent.tests.people import NUMBER

pytestmark = pytest.mark.django_db
URL = "/api/v1/talent/cases/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def numbers(client: Client, **headers) -> list[str]:
    return [row["number"] for row in client.get(URL, headers=headers).json()["results"]]


def test_only_parties_find_a_case():
    people, other = talent_cast(), talent_cast(2)
    case = talent_case_in(CaseState.CHECKING, people)
    theirs = talent_case_in(CaseState.SUBMITTED, other)
    found = {
        name: numbers(client_of(user))
        for name, user in {"person": people.person.user, "agent": people.agent, "desk": people.desk}.items()
    }
    assert found == {"person": [case.number], "agent": [case.number], "desk": []}
    assert numbers(client_of(other.person.user)) == [theirs.number]
    for stranger in (other.person.user, other.agent, people.desk, UserFactory()):
        assert client_of(stranger).get(f"{URL}{case.number}/").status_code == 404
    assert Client().get(URL).status_code == 401


def test_the_enterprises_software_reads_what_the_person_agreed_to():
    people = talent_cast()
    case = talent_case_in(CaseState.COLLECTED, people)
    secret = {"Authorization": f"Bearer {token_for(people.agent, people.employer)}"}
    client = Client()
    found = client.get(f"{URL}{case.number}/", headers=secret)
    assert found.json()["full"] is True
    assert found.json()["letter"]["code"] == case.letters.get().code
    running = talent_case_in(CaseState.CHECKING, people)
    assert {row["standing"] for row in client.get(f"{URL}{running.number}/", headers=secret).json()["checks"]} == {
        "needed",
        "under_way",
        "done",
    }
    end_employer_view(running, people.person.user)
    closed = client.get(f"{URL}{running.number}/", headers=secret).json()
    assert (closed["full"], closed["checks"], closed["state"]) == (False, [], "checking")
    assert NUMBER not in found.text


def test_a_token_finds_no_cases_of_its_makers_own():
    """The same person may have a case of their own, which is no matter of the enterprise."""
    people, other = talent_cast(), talent_cast(2)
    talent_case_in(CaseState.CHECKING, people)
    secret = token_for(other.agent, other.employer)
    assert numbers(Client(), Authorization=f"Bearer {secret}") == []


def test_the_list_asks_as_often_for_thirty_as_for_one():
    people = talent_cast()
    talent_case_in(CaseState.CHECKING, people)
    client = client_of(people.person.user)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    asked()
    one = asked()
    for _number in range(29):
        begin_case(people.person.user, people.person, CaseKind.R_VISA)
    assert asked() == one
