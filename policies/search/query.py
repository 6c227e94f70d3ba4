"""What a reader looks for: read from the address, written back into it in one spelling."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from policies.search.text import needs, plain

LONGEST = 100
MOST_WORDS = 12
MOST_PAGES = 50
MOST_CHOICES = 10
# One facet a name. `state` is the validity of a document or the state of a measure's window.
FACETS = ("what", "area", "kind", "level", "audience", "category", "district", "state")
SORTS = ("relevance", "newest", "left")
CHOICE = re.compile(r"[\w-]{1,40}")
QUOTED = re.compile(r"“([^“”]*)”|「([^「」]*)」|\"([^\"]*)\"")
_ALONE = str.maketrans(dict.fromkeys('“”「」"', " "))
# A document number as people write it: any brackets, with or without spaces, 第 and 号.
NUMBER = re.compile(r"(\w{2,12})\s*[【\[（(〔［]\s*(\d{4})\s*[】\])）〕］]\s*第?\s*(\d{1,5})(?!\d)\s*号?")
# Stops between words, and those that end an English word: people type whole sentences.
_STOPS = str.maketrans(dict.fromkeys("，。、；：！？", " "))
ENDS = ",.;:!?"
# English words that stand everywhere; dropped where other words are left.
SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"]
)


@dataclass(frozen=True)
class SearchQuery:
    """`words` is what was typed, cut to `LONGEST`; `chosen` holds the values of each facet, lower case and sorted."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    cut: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "SearchQuery":
        """Of a QueryDict or any mapping; values that can't be meant count as not given."""
        typed = " ".join(query.get("q", "").replace("\x00", " ").split())
        chosen = {name: values for name in FACETS if (values := _values(query, name))}
        sort, page = query.get("sort", ""), query.get("page", "1")
        return cls(
            words=typed[:LONGEST],
            chosen=chosen,
            sort=sort if sort in SORTS else "",
            page=min(MOST_PAGES, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
            cut=len(typed) > LONGEST,
        )

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        return tuple(_phrases(self.words))

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.chosen)

    @property
    def fixed(self) -> frozenset[str]:
        """What stood in quotation marks, and document numbers: wanted as they are, with nothing in their place."""
        return frozenset(plain(part).strip() for part in _fixed(self.words)[0])

    @property
    def order(self) -> str:
        return self.sort or ("relevance" if self.phrases else "left")

    def query_string(self) -> str:
        """Without page and question mark; the same search is always the same text."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        if self.sort:
            pairs.append(("sort", self.sort))
        return urlencode(pairs)

    def url(self, page: int = 1) -> str:
        text = self.query_string()
        return "?" + (f"{text}&page={page}" if page > 1 and text else f"page={page}" if page > 1 else text)

    def without(self, name: str) -> "SearchQuery":
        return replace(self, chosen={other: kept for other, kept in self.chosen.items() if other != name})


class Choices:
    """Addresses of the same search with one value more, or one less: a page of results has fifty of them."""

    def __init__(self, query: SearchQuery) -> None:
        self.chosen = query.chosen
        self.parts = {"q": urlencode({"q": query.words}) if query.words else ""}
        self.parts |= {name: _pairs(name, query.chosen.get(name, ())) for name in FACETS}
        self.parts["sort"] = urlencode({"sort": query.sort}) if query.sort else ""
        # By facet what stands before it and after it in the address.
        self.around: dict[str, tuple[str, str]] = {}

    def url(self, name: str, value: str) -> str:
        """With this value chosen, or no longer chosen if it was; in the one spelling of `SearchQuery.url`."""
        return self._with(name, _pairs(name, sorted(set(self.chosen.get(name, ())) ^ {value})))

    def sorted_by(self, name: str) -> str:
        return self._with("sort", f"sort={name}")

    def _with(self, name: str, pairs: str) -> str:
        if name not in self.around:
            names = list(self.parts)
            place = names.index(name)
            before = "".join([f"{self.parts[one]}&" for one in names[:place] if self.parts[one]])
            after = "".join([f"&{self.parts[one]}" for one in names[place + 1 :] if self.parts[one]])
            self.around[name] = before, after
        before, after = self.around[name]
        return f"?{before}{pairs}{after}" if pairs else f"?{before.removesuffix('&')}{after if before else after[1:]}"


def _pairs(name: str, values: Iterable[str]) -> str:
    return "&".join([f"{name}={_quoted(value)}" for value in values])


_quoted = lru_cache(maxsize=1000)(quote_plus)


def _values(query: Any, name: str) -> tuple[str, ...]:
    given = query.getlist(name) if hasattr(query, "getlist") else [query.get(name, "")]
    values = {value.strip().lower() for value in given[:MOST_CHOICES] if CHOICE.fullmatch(value.strip())}
    return tuple(sorted(values))


def _fixed(typed: str) -> tuple[list[str], str]:
    """Quoted phrases and document numbers, and what is left. A quotation mark without its other is a sign."""
    parts, rest = [], typed
    for match in QUOTED.finditer(typed):
        parts.append(next(group for group in match.groups() if group is not None))
        rest = rest.replace(match.group(), " ", 1)
    for match in NUMBER.finditer(rest):
        parts.append("{}〔{}〕{}号".format(*match.groups()))
        rest = rest.replace(match.group(), " ", 1)
    return parts, rest.translate(_ALONE)


def _phrases(typed: str) -> Iterator[str]:
    """The folded words and quoted phrases; signs alone are none, and what stands between stops are words apart."""
    parts, rest = _fixed(typed)
    words = [word.strip(ENDS) for word in rest.translate(_STOPS).split()]
    folded = dict.fromkeys(plain(part).strip() for part in [*parts, *words])
    found = [part for part in folded if (wanted := needs(part)).whole or wanted.beginnings]
    large = [part for part in found if part not in SMALL]
    yield from (large or found)[:MOST_WORDS]
