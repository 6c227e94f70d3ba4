"""Every address is open by name or closed: a new one is closed until it is written here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from rest_framework.permissions import AllowAny

# By name, with the namespaces; what has no name stands with its route.
OPEN: set[str] = set()

# Anything that a converter takes; the answer must not depend on it.
SAMPLES = {"IntConverter": 1, "StringConverter": "x", "SlugConverter": "x", "PathConverter": "x"}
SAMPLES["UUIDConverter"] = "00000000-0000-4000-8000-000000000000"


def patterns(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Name with namespaces (or the route), route, and pattern of every address."""
    for entry in resolver.url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, whole, inner)
        else:
            yield (space + entry.name if entry.name else whole), whole, entry


def is_open(view: Any) -> bool:
    """Whether anybody gets past the sign-in: Django's pages by their mark, the API's by their permissions."""
    api_view = getattr(view, "cls", None)
    if api_view is not None and hasattr(api_view, "permission_classes"):
        closed = [rule for rule in api_view.permission_classes if rule is not AllowAny]
        return not closed or any("ReadOnly" in rule.__name__ for rule in closed)
    return not getattr(view, "login_required", True)


def all_patterns() -> list[tuple[str, str, URLPattern]]:
    return list(patterns(get_resolver()))


def test_the_open_addresses_are_those_written_here():
    assert {name for name, _route, pattern in all_patterns() if is_open(pattern.callback)} == OPEN


def test_every_address_has_a_name():
    # The admin's catch-all answers 404 and needs none.
    unnamed = [route for _name, route, pattern in all_patterns() if not pattern.name]
    assert [route for route in unnamed if "admin/" not in route] == []


def closed_addresses() -> list[str]:
    addresses = []
    for name, _route, pattern in all_patterns():
        if is_open(pattern.callback) or not pattern.name:
            continue
        words = {key: SAMPLES.get(type(c).__name__, "x") for key, c in pattern.pattern.converters.items()}
        try:
            addresses.append(reverse(name, kwargs=words))
        except NoReverseMatch:
            continue
    return sorted(set(addresses))


@pytest.mark.django_db
def test_a_stranger_gets_behind_no_closed_address():
    client = Client()
    sign_in = reverse(settings.LOGIN_URL)
    answers = {address: client.get(address) for address in closed_addresses()}
    let_in = {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code not in {401, 403} and sign_in not in answer.get("Location", "")
    }
    assert let_in == {}
    assert len(answers) > 50
