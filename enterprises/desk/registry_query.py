"""What the address of the registry asks for: search, filters, from which row on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

LARGEST = 2**31 - 1
COUNTED = ("yes", "no")


@dataclass(frozen=True)
class RegistryQuery:
    """The address, read; whatever makes no sense in it is left out."""

    search: str = ""
    district: str = ""
    zone: str = ""
    category: str = ""
    industry: str = ""
    counted: str = ""
    after: int | None = None
    before: int | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """What chooses rows, as it stands in the address."""
        parts = {
            "q": self.search, "district": self.district, "zone": self.zone, "category": self.category,
            "industry": self.industry, "counted": self.counted,
        }  # fmt: skip
        return {name: value for name, value in parts.items() if value}

    def url(self, name: str = "changelist", **changes: Any) -> str:
        """The address of this list with something changed; a changed list begins at its first page."""
        wanted = replace(self, **({"after": None, "before": None} | changes))
        places = {"after": wanted.after, "before": wanted.before}
        kept = wanted.parameters | {name: str(value) for name, value in places.items() if value}
        address = reverse(f"admin:enterprises_enterprise_{name}")
        return f"{address}?{urlencode(kept)}" if kept else address


def read_query(given: Mapping[str, str]) -> RegistryQuery:
    counted = given.get("counted", "")
    return RegistryQuery(
        search=given.get("q", "").strip()[:100],
        district=_code(given.get("district", "")),
        zone=_code(given.get("zone", "")),
        category=_code(given.get("category", "")),
        industry=_code(given.get("industry", "")),
        counted=counted if counted in COUNTED else "",
        after=_number(given.get("after", "")),
        before=_number(given.get("before", "")),
    )


def _code(text: str) -> str:
    return text if text.isprintable() and len(text) <= 40 else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST else None
