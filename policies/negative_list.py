"""Looking something up in a negative list of cross-border trade in services, and what the answer means.

An edition limits foreign suppliers who serve China from outside. What is on it is restricted; what is not on it is
treated alike; commercial presence (mode 3) is another list's matter. Source: the explanatory notes of the 2024 lists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from policies.models import Dimension, FtzDifference, NegativeList, NegativeListEntry, Sector, SupplyMode
from policies.search.query import SearchQuery
from policies.search.text import plain, runs
from portal.core import clock

# Mode 3 of the GATS: a company in China. The foreign-investment list governs it.
PRESENCE = "M3"
CHOICES = {"sector": Sector, "mode": SupplyMode, "dimension": Dimension}
# Words of a question that stand in an entry; with this share of them it is shown as close to it.
CLOSE = 0.4


def _codes(name: str) -> set[str]:
    found = set(CHOICES[name].objects.values_list("code", flat=True))
    return found | {PRESENCE} if name == "mode" else found


class Verdict(StrEnum):
    RESTRICTED = "restricted"
    ALIKE = "treated_alike"
    OTHER_LIST = "other_list"
    UNKNOWN = "unknown"


TONES = {Verdict.RESTRICTED: "tile", Verdict.ALIKE: "pine", Verdict.OTHER_LIST: "sand", Verdict.UNKNOWN: "sand"}


@dataclass(frozen=True)
class LookUp:
    """What is looked for. `words` is what was typed, cut to 100 characters. Values that are none of the choices count
    as not given; `unknown` has their names."""

    edition: NegativeList
    words: str = ""
    sector: str = ""
    mode: str = ""
    dimension: str = ""
    cut: bool = False
    unknown: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str], editions: Iterable[NegativeList] | None = None) -> "LookUp | None":
        """None while no edition is loaded."""
        known = list(editions if editions is not None else NegativeList.objects.select_related("superseded_by"))
        if not known:
            return None
        given = {name: text for name in ("list", *CHOICES) if (text := query.get(name, "").strip().upper())}
        editions_by_code = {one.code: one for one in known}
        offered = {name: _codes(name) for name in CHOICES if name in given} | {"list": set(editions_by_code)}
        usable = {name: text for name, text in given.items() if text in offered[name]}
        edition = editions_by_code.get(usable.pop("list", "")) or current_edition(known)
        typed = SearchQuery.read({"q": query.get("q", "")})
        return cls(
            edition=edition,
            words=typed.words,
            cut=typed.cut,
            unknown=tuple(name for name in given if given[name] not in offered[name]),
            **usable,
        )

    @property
    def phrases(self) -> tuple[str, ...]:
        """The words in what was typed; signs are none, wherever they stand: nothing may look free because of one."""
        return tuple(word for phrase in SearchQuery(words=self.words).phrases for word in runs(phrase))

    @property
    def meaningless(self) -> bool:
        return bool(self.words and not self.phrases)

    @property
    def asked(self) -> bool:
        return bool(self.words or self.sector or self.mode or self.dimension)

    def url(self, **changed: str) -> str:
        chosen = {"list": self.edition.code, "q": self.words, "sector": self.sector, "mode": self.mode}
        chosen |= {"dimension": self.dimension} | changed
        return "?" + urlencode({name: value for name, value in chosen.items() if value})


@dataclass(frozen=True)
class Answer:
    """`entries` are those found; `close` are others that share words with the question."""

    verdict: Verdict
    sentence: str
    caution: str
    entries: list[NegativeListEntry]
    close: list[NegativeListEntry]
    entered: int
    # For an edition whose own items are not entered: the one whose items are shown instead.
    shown_of: NegativeList | None = None

    @property
    def tone(self) -> str:
        return TONES[self.verdict]


def current_edition(editions: Iterable[NegativeList]) -> NegativeList:
    """The newest national edition that is in force and that no other has replaced."""
    today, known = clock.today(), list(editions)
    valid = [one for one in known if not one.superseded_by_id and one.effective_on and one.effective_on <= today]
    return min(valid or known, key=lambda one: (one.order, -(one.effective_on or today).toordinal()))


def answer(look_up: LookUp) -> Answer:
    """One query for the entries, whatever is asked; a list has some seventy of them."""
    entries, shown_of = _entries(look_up.edition)
    entered = len(entries)
    if look_up.mode == PRESENCE:
        return Answer(Verdict.OTHER_LIST, _other_list(), caution(), [], [], entered, shown_of)
    if look_up.meaningless:
        return Answer(Verdict.UNKNOWN, _meaningless(), caution(), [], [], entered, shown_of)
    left, phrases = [one for one in entries if _fits(one, look_up)], look_up.phrases
    found = [one for one in left if _holds(one, phrases)]
    close = [] if found or not look_up.words else [one for one in left if _is_close(one, look_up.words)]
    if found:
        return Answer(Verdict.RESTRICTED, _restricted(look_up, len(found)), caution(), found, [], entered, shown_of)
    verdict = Verdict.ALIKE if entered else Verdict.UNKNOWN
    return Answer(verdict, _nothing(look_up, entered), caution(), [], close, entered, shown_of)


def easings(edition: NegativeList) -> list[FtzDifference]:
    """What the edition for pilot free trade zones eases; nothing for other editions."""
    return list(FtzDifference.objects.all()) if "FTZ" in edition.code else []


def _entries(edition: NegativeList) -> tuple[list[NegativeListEntry], NegativeList | None]:
    rows = NegativeListEntry.objects.select_related("edition", "sector").prefetch_related("modes", "dimensions")
    own = list(rows.filter(edition=edition))
    if own or not edition.document:
        return own, None
    # The national and the zones' edition came as one order: the second is the first with some items eased.
    others = list(rows.filter(edition__document=edition.document).order_by("edition__order", "order", "pk"))
    return others, others[0].edition if others else None


def _fits(entry: NegativeListEntry, look_up: LookUp) -> bool:
    return (
        look_up.sector in ("", entry.sector.code)
        and (not look_up.mode or look_up.mode in {mode.code for mode in entry.modes.all()})
        and (not look_up.dimension or look_up.dimension in {one.code for one in entry.dimensions.all()})
    )


def _text(entry: NegativeListEntry) -> str:
    sector = entry.sector
    return plain(" ".join((entry.text_zh, entry.text_en, sector.title_zh, sector.title_en)))


def _holds(entry: NegativeListEntry, phrases: Iterable[str]) -> bool:
    """All words of the question stand in the entry, in either language."""
    text = _text(entry)
    return all(phrase in text for phrase in phrases)


def _is_close(entry: NegativeListEntry, words: str) -> bool:
    """Many of the question's pairs of characters or of its words stand in the entry."""
    parts, text = _parts(plain(words)), _text(entry)
    return bool(parts) and sum(part in text for part in parts) / len(parts) >= CLOSE


def _parts(words: str) -> set[str]:
    parts: set[str] = set()
    for run in words.split():
        if run.isascii():
            parts |= {run[:6]} if len(run) > 3 else set()
        else:
            parts |= {run[place : place + 2] for place in range(len(run) - 1)}
    return parts


def _restricted(look_up: LookUp, number: int) -> str:
    return _("Restricted: %(number)s of the list’s items apply.") % {"number": number}


def _nothing(look_up: LookUp, entered: int) -> str:
    if not entered:
        return _("The items of this edition are not entered here yet. Read the published list.")
    whole = look_up.edition.item_count
    if whole and entered < whole:
        return _(
            "Not among the items entered here: what is not on the list is treated alike, foreign or domestic. "
            "Only %(entered)s of the list’s %(whole)s items are entered, so read the published list too."
        ) % {"entered": entered, "whole": whole}
    return _("Not on the list: foreign and domestic suppliers are treated alike.")


def _meaningless() -> str:
    return _("There is no word in this question, only signs. Type a service, a trade or words of the list.")


def _other_list() -> str:
    return _(
        "Governed by another list: whoever serves China through a company in China (commercial presence) is under the "
        "negative list for foreign investment."
    )


def caution() -> str:
    return _(
        "Other rules still apply: national security, prudential measures, data, cultural heritage, immigration, "
        "air-traffic rights and everything that binds foreign and domestic suppliers alike. Treaties and pilot zones "
        "may be more generous. This is information, not a decision."
    )


def choices(look_up: LookUp, editions: Iterable[NegativeList]) -> list[dict[str, Any]]:
    """For `components/filters.html`."""
    presence = (PRESENCE, _("Commercial presence"))
    modes = [(one.code, one.title) for one in SupplyMode.objects.all()]
    return [
        _select("list", _("Edition"), [(one.code, one.title) for one in editions], look_up.edition.code),
        _select("sector", _("All sectors"), [(one.code, one.title) for one in Sector.objects.all()], look_up.sector),
        _select("mode", _("All modes of supply"), sorted([*modes, presence]), look_up.mode),
        _select(
            "dimension",
            _("All kinds of restriction"),
            [(one.code, one.title) for one in Dimension.objects.all()],
            look_up.dimension,
        ),
    ]


def _select(name: str, label: str, found: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    options = [{"value": value, "label": text, "selected": value == chosen} for value, text in found]
    return {"name": name, "label": label, "options": options}
