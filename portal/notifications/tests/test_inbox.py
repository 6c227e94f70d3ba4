"""The inbox, its settings and its number: each person sees their own and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core import clock
from portal.notifications import kinds
from portal.notifications.context import unread
from portal.notifications.models import Message, Preference
from portal.notifications.tests.factories import facts, official, person, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = person()
    client.force_login(user)
    return user


def inbox_of(client, query=""):
    return [notice.pk for notice in client.get(reverse("notifications:inbox") + query).context["notices"]]


def test_shows_ones_own_messages_newest_first(client, reader):
    with clock.at(clock.now() - timedelta(days=1)):
        old = told(reader)
    new = told(reader)
    told(person(), context=facts(number="SECRET"))
    told(reader, sensitive=True)
    told(reader, in_inbox=False)
    response = client.get(reverse("notifications:inbox"))
    assert inbox_of(client) == [new.pk, old.pk]
    assert "SECRET" not in response.content.decode()


def test_pages_by_key_and_shows_each_message_once(client, reader):
    with clock.at(clock.now()):
        every = [told(reader).pk for _ in range(45)]
    seen, query = [], ""
    for _ in range(3):
        response = client.get(reverse("notifications:inbox") + query)
        seen += [notice.pk for notice in response.context["notices"]]
        query = response.context["next_url"]
    assert seen == every[::-1]
    assert query == ""


@pytest.mark.parametrize("cursor", ["x", "1", "-", "1-x", "²-1", "9" * 30 + "-1", "1-" + "9" * 30, "1-2-3", "\0"])
def test_a_broken_cursor_is_no_error(client, reader, cursor):
    told(reader)
    assert client.get(reverse("notifications:inbox"), {"after": cursor}).status_code == 200


def test_opening_marks_as_read_once(client, reader):
    message = told(reader, url="/zh-hans/my/", case_reference="QD-1")
    response = client.get(reverse("notifications:message", args=[message.pk]))
    assert message.body in response.content.decode()
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    client.get(reverse("notifications:message", args=[message.pk]))
    message.refresh_from_db()
    assert message.read_at == first


@pytest.mark.parametrize("owner", ["stranger", "hidden", "code"])
def test_other_messages_do_not_exist(client, reader, owner):
    message = {
        "stranger": lambda: told(person()),
        "hidden": lambda: told(reader, in_inbox=False),
        "code": lambda: told(reader, sensitive=True),
    }[owner]()
    assert client.get(reverse("notifications:message", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_officials_do_not_read_applicants_inboxes(client):
    client.force_login(official())
    assert client.get(reverse("notifications:message", args=[told().pk])).status_code == 404


def test_marking_all_touches_ones_own_only(client, reader):
    mine, other = told(reader), told(person())
    url = reverse("notifications:mark_all_read")
    assert client.get(url).status_code == 405
    client.post(url)
    assert set(Message.objects.unread()) == {other}
    assert mine not in Message.objects.unread()


@pytest.mark.parametrize("name", ["inbox", "settings", "mark_all_read", "message"])
def test_everything_asks_for_sign_in(client, name):
    url = reverse(f"notifications:{name}", args=[told().pk] if name == "message" else [])
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url


def test_the_number_of_queries_does_not_grow(client, reader):
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            told(reader)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("notifications:inbox"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_unread_number_costs_one_query_when_shown(reader, django_assert_num_queries):
    told(reader)
    told(reader)
    told(person())
    request = RequestFactory().get("/")
    request.user = reader
    with django_assert_num_queries(0):
        number = unread(request)["unread_messages"]
    with django_assert_num_queries(1):
        assert (number, f"{number}", bool(number)) == (2, "2", True)


def test_visitors_cost_no_query(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert unread(request)["unread_messages"] == 0
        assert list(Message.objects.visible_to(AnonymousUser())) == []


def test_settings_lock_what_starts_a_clock(client, reader):
    kinds.declare("tests/optional", "Follow", optional=True)
    kinds.declare("tests/mandatory", "Returned")
    url = reverse("notifications:settings")
    try:
        response = client.get(url)
        assert set(response.context["form"].fields) >= {"tests/optional"}
        assert "tests/mandatory" not in response.context["form"].fields
        assert "Returned" in response.content.decode()
        client.post(url, {"tests/mandatory": ""})
        assert ("tests/optional", False) in set(Preference.objects.values_list("kind", "mail"))
        assert not Preference.objects.filter(kind="tests/mandatory").exists()
        client.post(url, {"tests/optional": "on"})
        assert Preference.objects.get(kind="tests/optional").mail is True
    finally:
        kinds._kinds.pop("tests/optional")
        kinds._kinds.pop("tests/mandatory")
