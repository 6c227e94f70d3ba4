"""From the rows to the rules: the vocabulary and each measure's rule set, kept in the process while they hold.

The keys hold the moment of the last save, so whoever edits these rows by `update()` or by raw SQL must restart
the portal. Another process sees a saved vocabulary within `CHECK_SECONDS`, a saved measure at once.
"""

import time
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.models import Measure, RuleBook
from policies.rules import RuleSet, Vocabulary
from portal.core.exceptions import PortalError

LIMIT = 1000
# The words of the rules change with a version of the portal or a load, so other processes may learn of it late.
CHECK_SECONDS = 30.0
_key: list[tuple[float, object]] = []
_vocabularies: dict[object, Vocabulary] = {}
_rule_sets: dict[object, RuleSet] = {}


class NoRuleBookError(PortalError):
    """The vocabulary has not been loaded yet."""

    status = 503


def vocabulary() -> Vocabulary:
    """The words that rules are written in. The row is looked at once in `CHECK_SECONDS`; a save is seen at once."""
    key = _current_key()
    if key not in _vocabularies:
        data = RuleBook.objects.get(pk=1).data
        _vocabularies.clear()
        _rule_sets.clear()
        _vocabularies[key] = Vocabulary.from_data(data)
    return _vocabularies[key]


def _current_key() -> object:
    moment = time.monotonic()
    if _key and moment - _key[0][0] < CHECK_SECONDS:
        return _key[0][1]
    found = RuleBook.objects.filter(pk=1).values_list("version", "updated_at").first()
    if found is None:
        raise NoRuleBookError(_("The rule vocabulary is not loaded. Load rules.yaml first."))
    _key[:] = [(moment, found)]
    return found


def forget() -> None:
    """Look at the row again: called when it is saved, and by tests, whose rows are rolled back."""
    _key.clear()


def rule_set(measure: Measure, words: Vocabulary | None = None) -> RuleSet:
    """The rules of a saved measure. Give `words` where several measures are asked about, to save queries."""
    words = words or vocabulary()
    key = (measure.pk, measure.updated_at, id(words))
    found = _rule_sets.get(key)
    if found is None or found.vocabulary is not words:
        if len(_rule_sets) >= LIMIT:
            _rule_sets.clear()
        found = _rule_sets[key] = read_rules(measure, words)
    return found


def read_rules(measure: Measure, words: Vocabulary) -> RuleSet:
    """The rules as they stand on this instance, saved or not; raises RuleError."""
    data = {
        "eligibility": with_clauses(measure.eligibility, measure.article),
        "subsidy": measure.subsidy,
        "accounting_period": {"from": measure.period_from, "to": measure.period_to},
    }
    return RuleSet.from_data(data, words)


def with_clauses(eligibility: Any, article: int | None) -> Any:
    """The conditions with their clause numbers in the policy document: article.1, article.2 …

    Data of the wrong shape is handed on as it is, so that the engine can say what is wrong with it.
    """
    if not isinstance(eligibility, Mapping) or article is None:
        return eligibility
    numbered: dict[str, Any] = dict(eligibility)
    count = 0
    for group in ("all", "any"):
        entries = eligibility.get(group)
        if not isinstance(entries, list | tuple):
            continue
        numbered[group] = []
        for entry in entries:
            count += 1
            is_group = isinstance(entry, Mapping)
            numbered[group].append({"clause": f"{article}.{count}", **entry} if is_group else entry)
    return numbered
