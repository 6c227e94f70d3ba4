"""The titles behind the codes that a content holds."""

from collections.abc import Iterable, Mapping
from typing import Any

from policies.models import FocusArea, PaperType, Policy, Safeguard, TradeCategory
from portal.accounts.models import District

Content = Mapping[str, Any]
# Kind of thing -> code -> title in the reader's language. What has no title stands with its code.
Names = Mapping[str, Mapping[str, str]]
SOURCES: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "area": (FocusArea, "title", ("areas", "area")),
    "safeguard": (Safeguard, "title", ("safeguards",)),
    "category": (TradeCategory, "title", ("categories",)),
    "district": (District, "name", ("districts",)),
    "paper": (PaperType, "title", ("papers",)),
    "policy": (Policy, "title", ("based_on", "supersedes", "policy")),
}


def read_names(user: Any, *contents: Content) -> Names:
    """The titles that these contents need; of documents only those that exist for this reader."""
    names = {}
    for kind, (model, column, keys) in SOURCES.items():
        codes = {code for content in contents for key in keys for code in codes_of(content.get(key))}
        if codes:
            rows = model.objects.visible_to(user) if model is Policy else model.objects.all()
            names[kind] = {row.code: str(getattr(row, column)) for row in rows.filter(code__in=codes)}
    return names


def codes_of(value: Any) -> Iterable[str]:
    """One code, several or none."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)] if value else []


def titles(names: Names, kind: str, value: Any) -> list[str]:
    """A document that this reader may not see is not named at all."""
    known = names.get(kind, {})
    hidden = kind == "policy" and kind in names
    return [known.get(code, code) for code in codes_of(value) if code in known or not hidden]
