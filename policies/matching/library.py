"""The published measures with their rules, ready to be asked about. What holds for everybody is kept in the process."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from policies.matching.catalogue import Catalogue
from policies.models import Measure
from policies.rulebook import rule_set, vocabulary
from policies.rules import RuleError, Vocabulary
from policies.rules.many import Prepared

logger = logging.getLogger(__name__)
# Long texts and the rules themselves: the rules are read once for each saved version, the rest is not shown here.
HEAVY = ("eligibility", "subsidy", "examples", "anchor")
LIMIT = 2000
Version = tuple[int, Any]
_prepared: dict[Version, Prepared] = {}
_catalogues: dict[tuple[Version, ...], Catalogue] = {}


@dataclass(frozen=True, eq=False)
class Library:
    """Measures and their prepared rules, side by side."""

    measures: tuple[Measure, ...]
    catalogue: Catalogue

    @property
    def prepared(self) -> tuple[Prepared, ...]:
        return self.catalogue.prepared


def library(measures: Iterable[Measure] | None = None) -> Library:
    """All published measures, or the saved ones given. One query when warm.

    A measure whose rules cannot be read is left out and logged: one mistake must not take the check-up from all.
    """
    words = vocabulary()
    rows = list(_rows() if measures is None else measures)
    known = _known(words, rows, with_rules=measures is not None)
    kept = [one for one in rows if _version(one) in known]
    versions = tuple(_version(one) for one in kept)
    catalogue = _catalogues.get(versions)
    if catalogue is None or catalogue.vocabulary is not words:
        _catalogues.clear()
        catalogue = _catalogues[versions] = Catalogue.of([known[version] for version in versions], words)
    return Library(tuple(kept), catalogue)


def _rows() -> QuerySet[Measure]:
    return Measure.objects.published().defer(*HEAVY)


def _version(measure: Measure) -> Version:
    return measure.pk, measure.updated_at


def _known(words: Vocabulary, rows: Sequence[Measure], *, with_rules: bool) -> dict[Version, Prepared]:
    new = [one for one in rows if not _is_current(_prepared.get(_version(one)), words)]
    if len(_prepared) + len(new) > LIMIT:
        _prepared.clear()
        new = list(rows)
    if new and not with_rules:
        new = list(Measure.objects.filter(pk__in=[one.pk for one in new]))
    for one in new:
        try:
            _prepared[_version(one)] = Prepared.of(rule_set(one, words))
        except RuleError:
            logger.exception("%s is left out of the check-up: its rules cannot be read", one.code)
    return {version: found for one in rows
            if _is_current(found := _prepared.get(version := _version(one)), words)}  # fmt: skip


def _is_current(found: Prepared | None, words: Vocabulary) -> bool:
    return found is not None and found.rule_set.vocabulary is words
