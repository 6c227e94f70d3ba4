"""The list from which a reader came to a case: kept in the address as one opaque word, with the case's place in it.

The place is that of the moment at which the link was drawn, so that the neighbours are known even after the case has
moved out of the list.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from enterprises.desk import lanes
from enterprises.desk.lanes import Place
from enterprises.desk.query import Query, read_place, read_query, written_place
from enterprises.desk.sources import SOON_WORKDAYS, source_of
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock

LONGEST = 600


def written(query: Query, place: Place) -> str:
    return written_in(query.address, place)


def written_in(address: str, place: Place) -> str:
    """For many cases of one list, whose address is the same."""
    return urlsafe_b64encode(f"{address}#{written_place(place)}".encode()).decode().rstrip("=")


def read(word: str) -> tuple[Query, Place] | None:
    """Nothing where the word is none of ours."""
    if not 0 < len(word) <= LONGEST:
        return None
    try:
        address, _mark, place_text = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode().partition("#")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    place = read_place(place_text)
    return (replace(read_query(QueryDict(address)), after=None, before=None), place) if place else None


def case_url(pk: int, word: str = "") -> str:
    url = reverse("admin:enterprises_application_change", args=[pk])
    return f"{url}?list={word}" if word and read(word) else url


def neighbours(user: User, word: str) -> dict[str, str] | None:
    """Addresses of the list and of the cases before and after this one in it; two queries."""
    found = read(word)
    if found is None:
        return None
    query, place = found
    source = source_of(user, query, add_workdays(clock.today(), SOON_WORKDAYS).on)
    if not lanes.fits(place, source):
        return None
    after = lanes.read(source, 1, place)
    before = lanes.read(source, 1, place, backwards=True)
    return {
        "list_url": query.url(),
        "next_url": _url(query, after[0]) if after else "",
        "previous_url": _url(query, before[0]) if before else "",
    }


def _url(query: Query, row: tuple[int, Place]) -> str:
    case, place = row
    return case_url(case, written(query, place))
