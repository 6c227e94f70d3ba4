"""The policy check-up (政策体检): one set of facts against the whole library.

`check_up` is for everybody; what lies under it (`findings`, `asking`, `changes`, `links`) knows no database.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from policies.matching.asking import Ask, next_ask
from policies.matching.catalogue import Catalogue
from policies.matching.changes import Change, Opened, changes
from policies.matching.findings import CheckUp, Finding, Standing
from policies.matching.library import Library, library
from policies.models import Measure
from policies.offers import windows_for
from policies.rules.many import evaluate_many

__all__ = [
    "Ask", "Catalogue", "Change", "CheckUp", "Finding", "Library", "Opened", "Standing", "changes", "check_up",
    "library", "next_ask",
]  # fmt: skip


def check_up(
    facts: Mapping[str, object],
    measures: Iterable[Measure] | None = None,
    *,
    absent: Collection[str] = (),
    sources: Mapping[str, str] | None = None,
    skipped: Collection[str] = (),
    boxes_asked: bool = False,
    within: Library | None = None,
    with_windows: bool = True,
) -> CheckUp:
    """All published measures (or those given) sorted by what the rules say of these facts; raises FactsError.

    `absent`: facts that the enterprise has none of. `skipped`: questions not to ask again. `within` saves the
    queries where the library is at hand. The measures and their windows are read in two queries; `with_windows`
    False leaves out what only shows, and reads no more than the exchange rates that are missing.
    """
    whole = within or library(measures=measures)
    windows = windows_for(whole.measures if with_windows else [one for one in whole.measures if one.usd_cny is None])
    rates = [_rate(one, windows.get(one.pk)) for one in whole.measures]
    results = evaluate_many(whole.prepared, facts, rates=rates, sources=sources, absent=absent)
    found = [
        Finding(measure, prepared, result, windows.get(measure.pk), rate)
        for measure, prepared, result, rate in zip(whole.measures, whole.prepared, results, rates, strict=True)
    ]
    return CheckUp.of(found, next_ask(whole.catalogue, results, skipped=skipped, boxes_asked=boxes_asked), facts)


def _rate(measure: Measure, window: Any) -> Any:
    return window.usd_cny if window and window.usd_cny else measure.usd_cny
