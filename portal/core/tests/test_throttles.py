"""The open API answers so many requests a minute from one address, whatever the sender says of itself."""

import pytest
from django.core.cache import caches
from django.test import Client

from portal.core.throttles import VisitorThrottle

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/calendar/working-days/?start=2026-02-09&days=1"


@pytest.fixture(autouse=True)
def two_a_minute(monkeypatch):
    caches["here"].clear()
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    yield
    caches["here"].clear()


def ask(forwarded: str = "", address: str = "192.0.2.1"):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client(headers=headers, REMOTE_ADDR=address).get(ADDRESS)


def test_the_third_request_of_a_minute_waits_and_others_do_not() -> None:
    assert [ask().status_code for _time in range(3)] == [200, 200, 429]
    assert int(ask()["Retry-After"]) > 0
    assert ask(address="192.0.2.2").status_code == 200


def test_a_header_of_the_sender_makes_nobody_another_visitor() -> None:
    assert [ask(f"198.51.100.{n}").status_code for n in range(3)] == [200, 200, 429]


def test_behind_a_trusted_proxy_its_own_entry_counts(settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert [ask(f"198.51.100.{n}, 203.0.113.1").status_code for n in range(3)] == [200, 200, 429]
    assert ask("203.0.113.2").status_code == 200
