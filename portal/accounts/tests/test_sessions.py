"""A session is read by kept SQL, and ends as Django's does."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("person@example.test", name="示例"))
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/en/accounts/email/").status_code == 200


def test_each_person_has_their_own_session(signed_in):
    other = User.objects.create_user("other@example.test", name="另一位")
    stranger = Client()
    stranger.force_login(other)
    keys = [client.cookies[settings.SESSION_COOKIE_NAME].value for client in (signed_in, stranger)]
    people = [int(SessionStore(key)["_auth_user_id"]) for key in keys]
    assert people == [other.pk - 1, other.pk]
    assert is_signed_in(signed_in)
    assert is_signed_in(stranger)


def test_a_session_that_is_over_signs_nobody_in(signed_in):
    assert is_signed_in(signed_in)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize("key", ["", "x" * 32, "' OR 1=1 --" + "x" * 21])
def test_a_key_that_nobody_was_given_opens_nothing(signed_in, key):
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(stranger)
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None


def test_signing_out_ends_the_session(signed_in):
    key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    signed_in.post("/en/accounts/logout/")
    assert not is_signed_in(signed_in)
    assert not Session.objects.filter(session_key=key).exists()
