"""Who gets in where: each page of the support funds has a row in role_pages.txt, with a letter for each role.

A page that is added without a row fails here; so does a row whose page is gone, and any letter that is not so.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import translation

from enterprises.tests.role_objects import ROLES, Scene
from portal.core.tests.test_urls import all_patterns

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "role_pages.txt"
# Addresses of the support funds: their own pages, the records in the admin, the steps for software.
SPACES = ("enterprises:", "admin:enterprises_", "application-", "call-")
LETTERS = {200: "y", 201: "y", 400: "b", 401: "k", 403: "f", 404: "n", 302: "r", 409: "c", 410: "g", 422: "u"}


def pages() -> dict[str, URLPattern]:
    found = {name: pattern for name, _route, pattern in all_patterns() if pattern.name and name.startswith(SPACES)}
    return dict(sorted(found.items()))


def table() -> dict[str, str]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            letters, _space, name = line.partition(" ")
            rows[name.strip()] = letters
    return rows


def asked(client: Client, url: str) -> str:
    """A letter for what this person is answered, a capital one where the address takes only what is sent to it.

    y: reads it; r: is sent on; s: must sign in; k: needs a key; f: may not; n: it does not exist for them;
    b, u: may, but an empty form is not enough; c: not now; g: it is over.
    """
    answer = client.get(url)
    if answer.status_code != 405:
        return letter(answer)
    with transaction.atomic():
        answer = sent(client, url)
        # What one role did must not be there for the next.
        transaction.set_rollback(True)
    return letter(answer).upper()


def sent(client: Client, url: str) -> HttpResponse:
    """Nothing but the address: an empty form, or for software an empty object where that is what it takes."""
    answer = client.post(url, {}, content_type="application/json") if url.startswith("/api/") else client.post(url)
    if answer.status_code == 415:
        answer = client.post(url)
    return client.delete(url) if answer.status_code == 405 else answer


def letter(answer: HttpResponse) -> str:
    if answer.status_code == 302 and "/accounts/login/" in answer["Location"]:
        return "s"
    return LETTERS.get(answer.status_code, f"?{answer.status_code}")


@pytest.fixture
def scene() -> Iterator[Scene]:
    translation.activate("en")
    yield Scene()
    translation.deactivate()


def address(scene: Scene, name: str, pattern: URLPattern) -> str:
    try:
        return reverse(name, kwargs=scene.words(name, pattern)) + scene.query(name)
    except NoReverseMatch as error:
        pytest.fail(f"{name}: tell Scene.words what it takes ({error})")


def clients(scene: Scene) -> list[Client]:
    found = []
    for role in ROLES:
        found.append(client := Client())
        if scene.people[role] is not None:
            client.force_login(scene.people[role])
    return found


def test_every_page_has_a_row_and_every_row_its_page() -> None:
    assert sorted(table()) == list(pages())


def test_each_role_sees_what_it_should_and_nothing_more(scene: Scene) -> None:
    addresses = {name: address(scene, name, pattern) for name, pattern in pages().items()}
    everybody = clients(scene)
    found = {name: "".join(asked(one, url) for one in everybody) for name, url in addresses.items()}
    wrong = [f"{letters} {name}" for name, letters in found.items() if letters != table().get(name)]
    if wrong:
        # Not an assertion, which would be cut short: these are the rows as they would have to be.
        pytest.fail("\n".join(["not as the table says:", *wrong]), pytrace=False)
