"""The list from which a reader came to a case: kept in the address as one opaque word, with the case's place in it.

The place is that of the moment at which the link was drawn, so that the neighbours are known even after the case has
moved out of the list.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from enterprises.desk import lanes
from enterprises.desk.desks import Desk
from enterprises.desk.funds import FUNDS
from enterprises.desk.lanes import Place
from enterprises.desk.query import read_place, written_place
from enterprises.desk.sources import SOON_WORKDAYS
from portal.accounts.models import User
from portal.calendars.workdays import add_workdays
from portal.core import clock

LONGEST = 600


def written_in(address: str, place: Place) -> str:
    """For the cases of one list, whose address is the same."""
    return urlsafe_b64encode(f"{address}#{written_place(place)}".encode()).decode().rstrip("=")


class Lists:
    """Of one desk, which says how its queue reads an address and where its rows come from."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, word: str) -> tuple[Any, Place] | None:
        """The queue's query and the place in it; nothing where the word is none of ours."""
        if not 0 < len(word) <= LONGEST:
            return None
        try:
            address, _mark, place_text = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode().partition("#")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        place = read_place(place_text)
        return (replace(self._desk.read_query(QueryDict(address)), after=None, before=None), place) if place else None

    def case_url(self, pk: int, word: str = "") -> str:
        return self.page_url("change", pk, word)

    def page_url(self, page: str, pk: int, word: str = "") -> str:
        """A page about a case, which keeps the list from which the reader came."""
        url = self._desk.url(page, pk)
        return f"{url}?list={word}" if word and self.read(word) else url

    def neighbours(self, user: User, word: str) -> dict[str, str] | None:
        """Addresses of the list and of the cases before and after this one in it; two queries."""
        found = self.read(word)
        if found is None:
            return None
        query, place = found
        source = self._desk.source_of(user, query, add_workdays(clock.today(), SOON_WORKDAYS).on)
        if not lanes.fits(place, source):
            return None
        after = lanes.read(source, 1, place)
        before = lanes.read(source, 1, place, backwards=True)
        return {
            "list_url": query.url(),
            "next_url": self._url(query, after[0]) if after else "",
            "previous_url": self._url(query, before[0]) if before else "",
        }

    def _url(self, query: Any, row: tuple[int, Place]) -> str:
        case, place = row
        return self.case_url(case, written_in(query.address, place))


_applications = Lists(FUNDS)
read, case_url, neighbours = _applications.read, _applications.case_url, _applications.neighbours
page_url = _applications.page_url
