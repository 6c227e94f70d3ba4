"""Tables of who gets in where: a line a page, with a letter for each role. Each service keeps its own."""

from pathlib import Path

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from portal.core.tests.test_urls import all_patterns

LETTERS = {200: "y", 201: "y", 400: "b", 401: "k", 403: "f", 404: "n", 302: "r", 409: "c", 410: "g", 422: "u"}


def pages_of(spaces: tuple[str, ...]) -> dict[str, URLPattern]:
    """The addresses whose names begin so."""
    found = {name: pattern for name, _route, pattern in all_patterns() if pattern.name and name.startswith(spaces)}
    return dict(sorted(found.items()))


def read_table(path: Path) -> dict[str, str]:
    rows = {}
    for line in path.read_text(encoding="utf-8").splitlines():
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
