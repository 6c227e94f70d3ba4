"""What the address of the queue asks for: which tab, which filters, from which row on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language

from enterprises.desk.lanes import Filters, Place
from enterprises.enums import State

TABS = ("handle", "overdue", "waiting", "sign", "notice", "closed")
OWN_TABS = frozenset({"handle", "overdue"})
DUE = frozenset({"today", "soon"})
LARGEST = 2**31 - 1
# A person who is nobody: cases that nobody holds.
NOBODY = 0


# What is handed on to the lanes as it is.
NARROWING = ("call", "place", "label", "holder", "sent_from", "sent_to", "amount_from", "amount_to")


@dataclass(frozen=True)
class Query:
    """The address, read; whatever makes no sense in it is left out."""

    tab: str = "handle"
    whole_desk: bool = False
    due: str = ""
    search: str = ""
    call: int | None = None
    state: str = ""
    place: int | None = None
    label: int | None = None
    holder: int | None = None
    sent_from: date | None = None
    sent_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    after: Place | None = None
    before: Place | None = None

    @property
    def filters(self) -> Filters:
        mine = not self.whole_desk and self.tab in OWN_TABS
        kept = {name: getattr(self, name) for name in NARROWING}
        return Filters(mine=mine, state=self.state, **kept)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state) or any(getattr(self, name) is not None for name in NARROWING)

    @property
    def address(self) -> str:
        """What stands behind the question mark, without the place in the list."""
        return self.url().partition("?")[2]

    def without(self, name: str) -> "Query":
        """The same list without one of its filters, named as in the address."""
        return replace(self, **{"place" if name == "district" else name: "" if name == "state" else None})

    def widened(self) -> "Query":
        """The same list without its filters."""
        return Query(tab=self.tab, whole_desk=self.whole_desk, due=self.due)

    def url(self, **changes: Any) -> str:
        """The address of this list with something changed; a changed list begins at its first page."""
        wanted = replace(self, **({"after": None, "before": None} | changes))
        parts = {
            "tab": wanted.tab if wanted.tab != "handle" else "",
            "view": "desk" if wanted.whole_desk else "",
            "due": wanted.due,
            "q": wanted.search,
            "call": wanted.call or "",
            "state": wanted.state,
            "district": wanted.place or "",
            "label": wanted.label or "",
            "holder": "" if wanted.holder is None else str(wanted.holder),
            "sent_from": wanted.sent_from or "",
            "sent_to": wanted.sent_to or "",
            "amount_from": wanted.amount_from or "",
            "amount_to": "" if wanted.amount_to is None else str(wanted.amount_to),
            "after": written_place(wanted.after),
            "before": written_place(wanted.before),
        }
        address = _address(get_language())
        kept = {name: value for name, value in parts.items() if value}
        return f"{address}?{urlencode(kept)}" if kept else address


@lru_cache
def _address(language: str | None) -> str:
    """A page of the queue has thirty links to lists of it. `language`: the reader's, which stands in the address."""
    return reverse("admin:enterprises_application_changelist")


def read_query(given: Mapping[str, str]) -> Query:
    tab, due = given.get("tab", ""), given.get("due", "")
    return Query(
        tab=tab if tab in TABS else TABS[0],
        whole_desk=given.get("view") == "desk",
        due=due if due in DUE and tab in ("", "handle") else "",
        search=given.get("q", "").strip()[:100],
        call=read_number(given.get("call", "")),
        state=given.get("state", "") if given.get("state", "") in State.values else "",
        place=read_number(given.get("district", "")),
        label=read_number(given.get("label", "")),
        holder=read_number(given.get("holder", "")),
        sent_from=_day(given.get("sent_from", "")),
        sent_to=_day(given.get("sent_to", "")),
        amount_from=read_number(given.get("amount_from", "")),
        amount_to=read_number(given.get("amount_to", "")),
        after=read_place(given.get("after", "")),
        before=read_place(given.get("before", "")),
    )


def read_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def written_place(place: Place | None) -> str:
    return f"{place.value.isoformat()}~{place.pk}" if place else ""


def read_place(text: str) -> Place | None:
    """A day for lists by due date, a moment for those by the last move."""
    written, _tilde, pk = text.partition("~")
    number = read_number(pk)
    try:
        value: date | datetime | None = parse_date(written) or parse_datetime(written)
    except ValueError:
        return None
    if value is None or number is None or (isinstance(value, datetime) and value.tzinfo is None):
        return None
    return Place(value, number)
