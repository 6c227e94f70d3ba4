"""What the address of a run's page asks for: which list, which words, from which line on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

LISTS = ("in", "out", "unclear", "excluded", "answers", "alone", "changes")
KINDS = ("new", "dropped", "changed", "gone")
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class LineQuery:
    """The address, read; whatever makes no sense in it is left out. `kind` is of the changes."""

    run: int
    list: str = "in"
    kind: str = "new"
    search: str = ""
    after: int | None = None
    before: int | None = None

    def url(self, **changes: object) -> str:
        """This page with something changed; a changed list begins at its first line."""
        wanted = replace(self, **({"after": None, "before": None} | changes))  # type: ignore[arg-type]
        parts = {"list": wanted.list, "q": wanted.search, "after": wanted.after, "before": wanted.before}
        if wanted.list == "changes":
            parts["kind"] = wanted.kind
        kept = {name: str(value) for name, value in parts.items() if value}
        return f"{reverse('admin:enterprises_grantrun_change', args=[self.run])}?{urlencode(kept)}"


def read_query(run: int, given: Mapping[str, str]) -> LineQuery:
    name, kind = given.get("list", ""), given.get("kind", "")
    return LineQuery(
        run,
        list=name if name in LISTS else "in",
        kind=kind if kind in KINDS else "new",
        search=given.get("q", "").strip()[:100],
        after=_number(given.get("after", "")),
        before=_number(given.get("before", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST else None
