"""Saved searches: the address of a result page, kept in one spelling so that the same search is the same text."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.enums import Audience, PolicyKind, PolicyLevel, PolicyState, RevisionSubject
from policies.models import FocusArea, TradeCategory
from policies.models.follows import EVERYTHING, QUERY_LENGTH
from policies.search import SearchQuery, matching_ids
from portal.accounts.models import District

Matches = tuple[frozenset[int], frozenset[int]]
# Rows with `short` or `name` and `title`, by facet and value.
Names = Mapping[tuple[str, str], Any]
WINDOWS = {
    "open": gettext_lazy("Open now"), "upcoming": gettext_lazy("Opening soon"), "closed": gettext_lazy("Window closed"),
}  # fmt: skip
LABELS: dict[str, Mapping[str, Any]] = {
    "what": dict(RevisionSubject.choices),
    "kind": dict(PolicyKind.choices),
    "level": dict(PolicyLevel.choices),
    "audience": dict(Audience.choices),
    "state": dict(PolicyState.choices) | WINDOWS,
}


class SearchTooLong(ValueError):
    """The search does not fit into its column."""


def written(query: Mapping[str, str]) -> str:
    """The search of these values as it is kept, without its order and without signs that are no words; a lone "?"
    when it asks for everything."""
    asked = SearchQuery.read(query)
    text = EVERYTHING + replace(asked, words=asked.words if asked.phrases else "", sort="", page=1).query_string()
    if len(text) > QUERY_LENGTH:
        raise SearchTooLong
    return text


def read(saved: str) -> QueryDict:
    return QueryDict(saved.removeprefix("?"))


def matches(saved: str, among: Matches, since: dt.datetime | None = None) -> Matches:
    """Which of these policies and measures the search finds; `since` makes sure of what was published after it,
    however much else there is."""
    if saved == EVERYTHING:
        return among
    query = SearchQuery.read(read(saved))
    policies, measures = matching_ids(query)
    if since is not None:
        new_policies, new_measures = matching_ids(query, since=since)
        policies, measures = policies | new_policies, measures | new_measures
    return among[0].intersection(policies), among[1].intersection(measures)


def result_url(saved: str) -> str:
    return reverse("policies:library") + (saved if saved != EVERYTHING else "")


def names() -> Names:
    """What areas, categories and districts are called."""
    found: dict[tuple[str, str], Any] = {}
    for facet, model in (("area", FocusArea), ("category", TradeCategory), ("district", District)):
        found |= {(facet, row.code.lower()): row for row in model.objects.all()}
    return found


def title(saved: str, known: Names) -> str:
    """The search in words: what was typed, then what was chosen."""
    if saved == EVERYTHING:
        return _("All policies and measures")
    parts = [_part(name, value, known) for name, values in read(saved).lists() for value in values]
    return _("Search: %(what)s") % {"what": " · ".join(parts)}


def _part(name: str, value: str, known: Names) -> str:
    if name == "q":
        return _("“%(words)s”") % {"words": value}
    row = known.get((name, value.lower()))
    if row is None:
        return str(LABELS.get(name, {}).get(value, value))
    return getattr(row, "short", "") or getattr(row, "name", "") or row.title
