"""Who gets in where: each page of the support funds has a row in role_pages.txt, with a letter for each role.

A page that is added without a row fails here; so does a row whose page is gone, and any letter that is not so.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import translation

from enterprises.tests.role_objects import ROLES, Scene
from portal.core.tests.role_table import asked, pages_of, read_table

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "role_pages.txt"
# Addresses of the support funds: their own pages, the records in the admin, the steps for software.
SPACES = ("enterprises:", "admin:enterprises_", "application-", "call-")


def pages() -> dict[str, URLPattern]:
    return pages_of(SPACES)


def table() -> dict[str, str]:
    return read_table(TABLE)


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
