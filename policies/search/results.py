"""Results as a page shows them: cards, the facets beside them, what is chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypedDict

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.enums import Allocation, Audience, PolicyKind, PolicyLevel, PolicyState
from policies.models import FocusArea, TradeCategory
from policies.models.library import anchor
from policies.search.finding import Found
from policies.search.highlight import Passage, marked, snippet
from policies.search.query import FACETS, Choices, SearchQuery
from policies.search.statement import Row, kept_to_show
from policies.search.stencils import Stencil
from policies.windows import TONES, aside, chip
from portal.accounts.models import District
from portal.core import clock

STATE_TONES = {"in_force": "pine", "lapsed": "plain", "repealed": "plain", "amended": "sand"}
MOST_VALUES = 12
RESULT, CHOICE = Stencil("policies/_found.html"), Stencil("policies/_choice.html")
FACET, CHOSEN, SORT = Stencil("policies/_facet.html"), Stencil("policies/_chosen.html"), Stencil("policies/_sort.html")


class Card(TypedDict):
    """A result as the page shows it; what it does not have is empty."""

    url: str
    title: SafeString
    over: str
    chip: str
    tone: str
    aside: str
    demo: str
    snippet: SafeString | str
    clause: str
    clause_url: str
    language: str


def cards(rows: Sequence[Row], found: Found) -> list[Card]:
    """One query for a page of results."""
    shown = kept_to_show([row.pk for row in rows], found.words)
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    make = _Maker(found, language)
    return [make.card(row, *shown[row.pk]) for row in rows if row.pk in shown]


@lru_cache(maxsize=16)
def _above(name: str, language: str) -> str:
    """The address under which all documents or measures stand; `language` because it begins with one."""
    return reverse(name, args=["slug"]).removesuffix("slug/")


class _Maker:
    """Makes the cards of one page; what is the same for all of them is worked out once."""

    def __init__(self, found: Found, language: str) -> None:
        self.found, self.language, self.labels = found, language, facet_labels(language)
        self.clause, self.whom = _("clause %(number)s"), _("for %(whom)s")
        self.policies, self.measures = _above("policies:policy", language), _above("items:measure", language)

    def card(self, row: Row, card: Mapping[str, Any], passages: Sequence[Passage]) -> Card:
        words, language = self.found.words, self.language
        title = card[language] or card["zh"] or card["en"]
        url = f"{self.policies if row.policy else self.measures}{card['slug']}/"
        piece = snippet(passages, words, language) if passages else None
        number = piece.number if piece else ""
        said, tone, beside = self._state(row, card)
        return Card(
            url=url,
            title=marked(title, words),
            over=self._over(card),
            chip=said,
            tone=tone,
            aside=beside,
            demo="demo" if card["demo"] else "",
            snippet=piece.html if piece else "",
            clause=self.clause % {"number": number} if number else "",
            clause_url=f"{url}#{anchor(number)}" if number and row.policy else url,
            language="" if not piece or piece.language == language else {"zh": "zh-hans", "en": "en"}[piece.language],
        )

    def _over(self, card: Mapping[str, Any]) -> str:
        labels, kind, mode = self.labels, card["kind"], card.get("mode", "")
        parts = [labels["level"].get(card["level"], "")]
        parts.append(labels["kind"].get(kind, "") if kind else labels["mode"].get(mode, ""))
        parts += [labels["area"].get(code.lower(), code) for code in card["areas"]]
        if card["audiences"]:
            whom = " / ".join([labels["audience"].get(one, one) for one in card["audiences"]])
            parts.append(self.whom % {"whom": whom})
        return " · ".join([part for part in parts if part])

    def _state(self, row: Row, card: Mapping[str, Any]) -> tuple[str, str, str]:
        """The words and the colour of the chip, and what stands beside it."""
        if row.measure:
            window = self.found.windows.get(row.measure)
            return chip(window), TONES[window.state] if window else "plain", aside(window)
        state = row.state
        return self.labels["state"].get(state, state), STATE_TONES.get(state, "plain"), card["number"]


@lru_cache(maxsize=8)
def _labels(language: str, stamp: int) -> dict[str, dict[str, str]]:
    return {
        "what": {"measure": _("Measures you can apply for"), "document": _("Policy documents")},
        "level": {value: str(label) for value, label in PolicyLevel.choices},
        "kind": {value: str(label) for value, label in PolicyKind.choices},
        "mode": {value: str(label) for value, label in Allocation.choices},
        "audience": {value: str(label) for value, label in Audience.choices},
        "state": {
            "open": _("Open now"),
            "upcoming": _("Opening soon"),
            "closed": _("Window closed"),
            **{value: str(label) for value, label in PolicyState.choices},
        },
        "area": {one.code.lower(): one.short for one in FocusArea.objects.all()},
        "category": {one.code.lower(): one.title for one in TradeCategory.objects.all()},
        "district": {one.code.lower(): one.name for one in District.objects.all()},
    }


def facet_labels(language: str) -> dict[str, dict[str, str]]:
    """Names of all values; the few that stand in tables are read once a quarter of an hour."""
    return _labels(language, int(clock.now().timestamp()) // 900)


def forget() -> None:
    _labels.cache_clear()


def facet_titles() -> dict[str, str]:
    return {
        "what": _("What"),
        "area": _("Focus area"),
        "kind": _("Kind of document"),
        "level": _("Level"),
        "audience": _("For whom"),
        "category": _("Trade category"),
        "district": _("District"),
        "state": _("State"),
    }


def facets(query: SearchQuery, counts: Mapping[str, Counter[str]], choices: Choices) -> SafeString:
    """Groups with their values, each a link that chooses it or, if it is chosen, leaves it out again."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    labels, titles = facet_labels(language), facet_titles()
    groups = []
    for name in FACETS:
        chosen, counted = query.chosen.get(name, ()), counts[name]
        shown = [(value, counted[value]) for value in labels[name] if value in counted or value in chosen]
        if name == "district":
            shown.sort(key=lambda pair: -pair[1])
        if not shown or (len(shown) == 1 and not chosen and name != "state"):
            continue
        items = [
            {
                "label": labels[name][value],
                "count": str(number),
                "chosen": "chosen" if value in chosen else "",
                "url": choices.url(name, value),
            }
            for value, number in shown[:MOST_VALUES]
        ]
        groups.append({"title": titles[name], "choices": CHOICE.fill(items)})
    return FACET.fill(groups)


def chosen(query: SearchQuery, choices: Choices) -> SafeString:
    """What is chosen, each with the address of the search without it."""
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    pairs = [(name, value) for name in FACETS for value in query.chosen.get(name, ())]
    labels = facet_labels(language) if pairs else {}
    return CHOSEN.fill(
        {"label": labels[name].get(value, value), "url": choices.url(name, value)} for name, value in pairs
    )


def sorts(query: SearchQuery, choices: Choices) -> SafeString:
    names = (("relevance", _("Best match")), ("newest", _("Newest")), ("left", _("Days left")))
    return SORT.fill(
        {"label": label, "url": choices.sorted_by(name), "current": "current" if query.order == name else ""}
        for name, label in names
        if query.phrases or name != "relevance"
    )
