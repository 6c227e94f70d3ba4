"""What the address of the talent desk's queue asks for: which tab, which filters, from which row on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from enterprises.desk.lanes import Place
from enterprises.desk.query import read_number, read_place, written_place
from talent.cases.enums import CaseKind, CaseState

TABS = ("mine", "team", "overdue", "soon", "waiting", "sign", "partner", "inquiries", "closed")


@dataclass(frozen=True)
class Query:
    """The address, read; whatever makes no sense in it is left out. `district` is the code of the employer's, `label`
    one of the unit's, `holder` an official, or 0 for nobody."""

    tab: str = TABS[0]
    search: str = ""
    kind: str = ""
    state: str = ""
    district: str = ""
    label: int | None = None
    holder: int | None = None
    after: Place | None = None
    before: Place | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.state or self.district) or self.label is not None or self.holder is not None

    @property
    def address(self) -> str:
        """What stands behind the question mark, without the place in the list."""
        return self.url().partition("?")[2]

    def without(self, name: str) -> "Query":
        """The same list without one of its filters, named as in the address."""
        return replace(self, **{name: None if name in ("label", "holder") else ""})

    def widened(self) -> "Query":
        """The same list without its filters."""
        return Query(tab=self.tab)

    def url(self, **changes: Any) -> str:
        """The address of this list with something changed; a changed list begins at its first page."""
        wanted = replace(self, **({"after": None, "before": None} | changes))
        parts = {
            "tab": wanted.tab if wanted.tab != TABS[0] else "",
            "q": wanted.search,
            "kind": wanted.kind,
            "state": wanted.state,
            "district": wanted.district,
            "label": wanted.label or "",
            "holder": "" if wanted.holder is None else str(wanted.holder),
            "after": written_place(wanted.after),
            "before": written_place(wanted.before),
        }
        kept = {name: value for name, value in parts.items() if value}
        address = reverse("admin:talent_talentcase_changelist")
        return f"{address}?{urlencode(kept)}" if kept else address


def read_query(given: Mapping[str, str]) -> Query:
    tab, kind, state = (given.get(name, "") for name in ("tab", "kind", "state"))
    district = given.get("district", "")
    return Query(
        tab=tab if tab in TABS else TABS[0],
        search=given.get("q", "").strip()[:60],
        kind=kind if kind in CaseKind.values else "",
        state=state if state in CaseState.values else "",
        district=district if district.isascii() and district.isalnum() and len(district) <= 20 else "",
        label=read_number(given.get("label", "")),
        holder=read_number(given.get("holder", "")),
        after=read_place(given.get("after", "")),
        before=read_place(given.get("before", "")),
    )
