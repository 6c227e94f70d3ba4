"""What counts as digital trade: the four categories of the ministry, two statistical modes, the central five."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from policies.figures import Figures, signed
from policies.models import CategoryLink, CentralCategory, Measure, Policy, Safeguard, StatisticalMode, TradeCategory
from policies.policy_lines import PolicyLine, lines_of

FIELD = "trade_category"
# So many documents of a category or safeguard stand on the page.
LISTED = 12
SHARES = {"DELIVERED": "delivered_share", "ORDERED": "ordered_share"}


@dataclass(frozen=True)
class Scope:
    """A category or a safeguard with its documents and measures; `more` counts the documents that are not listed."""

    anchor: str
    title: str
    scope: str
    examples: list[str]
    note: str
    policies: list[PolicyLine]
    more: int
    measures: list[Measure]


def categories() -> list[Scope]:
    measures = _measures_by_category()
    rows = TradeCategory.objects.prefetch_related(_documents())
    return [
        _scope(one, f"category-{one.code.lower()}", measures.get(one.code, []), examples=_examples(one)) for one in rows
    ]


def safeguards() -> list[Scope]:
    rows = Safeguard.objects.prefetch_related(_documents())
    return [_scope(one, f"safeguard-{one.code.lower()}", []) for one in rows]


def _documents() -> Prefetch:
    return Prefetch("policies", queryset=Policy.objects.published(), to_attr="documents")


def _scope(one: Any, anchor: str, measures: list[Measure], examples: list[str] | None = None) -> Scope:
    documents = lines_of(one.documents)
    return Scope(
        anchor=anchor,
        title=one.title,
        scope=getattr(one, "scope", ""),
        examples=examples or [],
        note=_(note) if (note := getattr(one, "note", "")) else "",
        policies=documents[:LISTED],
        more=max(0, len(documents) - LISTED),
        measures=measures,
    )


def _examples(category: TradeCategory) -> list[str]:
    half = "zh" if category.title == category.title_zh else "en"
    return [str(example.get(half) or example.get("zh") or "") for example in category.examples]


def _measures_by_category() -> dict[str, list[Measure]]:
    """Measures whose conditions name the category. Those that name none are open to all four."""
    found: dict[str, list[Measure]] = {}
    for measure in Measure.objects.published().select_related("policy"):
        for code in _named(measure.eligibility):
            found.setdefault(code, []).append(measure)
    return found


def _named(rules: Any) -> Iterator[str]:
    """The categories that conditions ask for, wherever they stand in the rules."""
    if isinstance(rules, list):
        for one in rules:
            yield from _named(one)
    elif isinstance(rules, dict):
        if rules.get("field") == FIELD and rules.get("op") in ("in", "eq"):
            value = rules.get("value")
            yield from value if isinstance(value, list) else [str(value)]
            return
        for one in rules.values():
            yield from _named(one)


def modes(figures: Figures) -> list[dict[str, str]]:
    """The two modes with their newest published share."""
    found = []
    for mode in StatisticalMode.objects.all():
        share = figures.newest(SHARES.get(mode.code, ""))
        text = (
            _("%(share)s%% of Qingdao’s digital trade in %(year)s") % {"share": signed(share), "year": share.year}
            if share
            else ""
        )
        found.append({"anchor": f"mode-{mode.code.lower()}", "title": mode.title, "share": text})
    return found


def mapping_rows() -> list[dict[str, Any]]:
    """The central five beside the four and the two, a line for each central category."""
    links = CategoryLink.objects.select_related("category", "mode")
    rows = CentralCategory.objects.prefetch_related(Prefetch("links", queryset=links))
    return [
        {
            "anchor": f"central-{one.code.lower()}",
            "title": one.title,
            "categories": [link for link in one.links.all() if link.category],
            "modes": [link for link in one.links.all() if link.mode],
        }
        for one in rows
    ]
