"""gunicorn killed by signal 9 while an official's step is under way: made once, or not at all and open again."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.enums import State
from enterprises.tests.factories import application_in, cast
from enterprises.tests.killing.moves import standing
from enterprises.tests.killing.server import serving

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in this process"),
    pytest.mark.django_db(transaction=True),
]
UNDONE = ('sql UPDATE "reviews_case"', 'sql INSERT INTO "notifications_message"')
CSRF = "a" * 32


def signed_in(user):
    client = Client()
    client.force_login(user)
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF}"}


def test_a_step_of_the_desk_survives_the_server(tmp_path):
    people = cast()
    application = application_in(State.SUBMITTED, people=people)
    with translation.override("en"):
        path = reverse("admin:enterprises_application_step", args=[application.pk, "accept"])
    request = (path, signed_in(people.district), {"csrfmiddlewaretoken": CSRF})
    before = standing(application)
    with serving(tmp_path) as server:
        for point in UNDONE:
            server.killed_at(point, *request)
            assert standing(application) == before, point
            server.start()
        server.killed_at("committed", *request)
        after = standing(application)
        assert (after["state"], after["moves"], after["open"]) == (
            State.ACCEPTED, ["submit", "accept"], [("case_mgr", State.ACCEPTED)],
        )  # fmt: skip
        server.start()
        # The official got no answer and clicks again: the page says that it is done, and by whom.
        status, body = server.post(*request)
    assert status == 409
    assert f"{people.district.name} moved this case on" in body.decode()
    assert standing(application) == after
    assert sum(after["messages"].values()) == sum(before["messages"].values()) + 1
