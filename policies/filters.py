"""What a reader of the library looks for: read from the address, written back into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from policies.enums import PolicyLevel, PolicyState
from policies.models import FocusArea

WINDOW_STATES = ("open", "upcoming", "closed")
LONGEST = 100


@dataclass(frozen=True)
class LibraryFilters:
    """`state` is either the state of a window, which only measures have, or the validity of a document."""

    words: str = ""
    area: str = ""
    level: str = ""
    state: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "LibraryFilters":
        """Values that are none of the choices count as not given."""
        level, state = query.get("level", ""), query.get("state", "")
        return cls(
            words=query.get("q", "").replace("\x00", "").strip()[:LONGEST],
            area=query.get("area", "").strip().upper()[:40],
            level=level if level in PolicyLevel.values else "",
            state=state if state in WINDOW_STATES or state in PolicyState.values else "",
        )

    @property
    def wants_measures(self) -> bool:
        return self.state in ("", *WINDOW_STATES)

    @property
    def wants_policies(self) -> bool:
        return self.state in ("", *PolicyState.values)

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.area or self.level or self.state)

    def url(self, page: int = 1) -> str:
        chosen = {"q": self.words, "area": self.area.lower(), "level": self.level, "state": self.state}
        given = {name: value for name, value in chosen.items() if value}
        return "?" + urlencode(given | ({"page": str(page)} if page > 1 else {}))

    def selects(self) -> list[dict[str, Any]]:
        """For `components/filters.html`."""
        areas = [(area.slug, area.short) for area in FocusArea.objects.all()]
        windows = [("open", _("Open now")), ("upcoming", _("Opening soon")), ("closed", _("Window closed"))]
        return [
            _select("area", _("All focus areas"), areas, self.area.lower()),
            _select("level", _("All levels"), PolicyLevel.choices, self.level),
            _select("state", _("All states"), [*windows, *PolicyState.choices], self.state),
        ]


def _select(name: str, label: str, choices: list[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    options = [{"value": value, "label": text, "selected": value == chosen} for value, text in choices]
    return {"name": name, "label": label, "options": options}
