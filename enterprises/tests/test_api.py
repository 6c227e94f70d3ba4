"""The API goes through the same doors as the pages."""

import pytest

from enterprises.enums import State
from enterprises.models import Application
from enterprises.tests.factories import application_in, cast, draft

pytestmark = pytest.mark.django_db


def take(client, application, **body):
    address = f"/api/v1/applications/{application.number}/take/"
    return client.post(address, body, content_type="application/json", HTTP_ACCEPT_LANGUAGE="en")


def test_calls_are_open_to_all_with_their_state(client):
    application = draft()
    found = client.get("/api/v1/calls/").json()["results"]
    assert [(call["code"], call["state"]) for call in found] == [(application.call.code, application.call.state)]


def test_applications_are_for_their_people(client):
    mine, other = draft(), application_in(State.SUBMITTED)
    assert client.get("/api/v1/applications/").status_code == 401
    client.force_login(mine.applicant)
    found = client.get("/api/v1/applications/").json()["results"]
    assert [(row["number"], row["steps"]) for row in found] == [(mine.number, ["submit", "withdraw"])]
    assert client.get(f"/api/v1/applications/{other.number}/").status_code == 404
    assert take(client, other, step="withdraw").status_code == 404


def test_a_step_is_taken_through_the_one_door(client):
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    client.force_login(people.district)
    answer = take(client, application, step="accept")
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    assert application.transitions.last().actor == people.district


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"step": "fly"}, 400),
        ({"step": "sign_approval"}, 409),
        ({"step": "withdraw"}, 403),
        ({"step": "refuse"}, 409),
        ({"step": "accept", "comment": "x" * 2001}, 400),
    ],
)
def test_what_can_not_be_taken_changes_nothing(client, body, status):
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    client.force_login(people.district)
    answer = take(client, application, **body)
    assert answer.status_code == status
    assert answer.json()
    assert Application.objects.get(pk=application.pk).state == State.SUBMITTED


def test_the_drafter_does_not_sign_through_the_api(client):
    people = cast()
    application = application_in(State.DECIDING, people=people, drafter=None)
    client.force_login(people.case_manager)
    assert take(client, application, step="sign_approval").status_code == 403
    client.force_login(people.leader)
    assert take(client, application, step="sign_approval").status_code == 200


@pytest.mark.parametrize("text", ["", "{", "[]", '"step"', "\x00"])
def test_a_body_that_is_no_object(client, text):
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    client.force_login(people.district)
    answer = client.post(f"/api/v1/applications/{application.number}/take/", text, content_type="application/json")
    assert answer.status_code == 400


def test_working_days(client):
    def ask(**query):
        return client.get("/api/v1/calendar/working-days/", query)

    assert ask(start="2026-02-30", days="5").status_code == 400
    assert ask(start="2026-02-09", days="-1").status_code == 400
    assert ask(start="2026-02-09", days="²").status_code == 400
    assert ask(start="2026-02-09").status_code == 400
    assert ask(start="2026-02-09", days="0").json()["due"] == "2026-02-09"
