"""What all lines of a run are judged by, kept with the run: a later edit of the measure changes nothing here."""

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from enterprises.models import Call, GrantRun
from policies.models import RuleBook
from policies.rulebook import with_clauses
from policies.rules import RuleSet, Vocabulary


def freeze(call: Call, on: date) -> dict[str, Any]:
    """Rules, vocabulary, exchange rate, caps and the day of judgement, as JSON."""
    measure = call.measure
    return {
        "measure": measure.code,
        "version": measure.version,
        "rules": {
            "eligibility": with_clauses(measure.eligibility, measure.article),
            "subsidy": measure.subsidy,
            "accounting_period": {"from": measure.period_from.isoformat(), "to": measure.period_to.isoformat()},
        },
        "vocabulary": RuleBook.objects.get(pk=1).data,
        "usd_cny": None if call.usd_cny is None else str(call.usd_cny),
        "usd_cny_on": call.usd_cny_on.isoformat() if call.usd_cny_on else None,
        "yearly_cap_fen": call.yearly_cap_fen,
        "exclusive": sorted(call.exclusive_measures.values_list("code", flat=True)),
        "as_of": on.isoformat(),
    }


def canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: Any) -> str:
    return sha256(canonical(data).encode()).hexdigest()


@lru_cache(maxsize=16)
def _rules(frozen_sha256: str, text: str) -> RuleSet:
    data = json.loads(text)
    return RuleSet.from_data(data["rules"], Vocabulary.from_data(data["vocabulary"]))


def rules_of(run: GrantRun) -> RuleSet:
    """The rules as the run has them; read once a process."""
    if not hasattr(run, "_rules"):
        run._rules = _rules(run.frozen_sha256, canonical(run.frozen))  # type: ignore[attr-defined]
    return run._rules  # type: ignore[attr-defined]


def rate_of(run: GrantRun) -> Decimal | None:
    rate = run.frozen["usd_cny"]
    return None if rate is None else Decimal(rate)


def is_whole(run: GrantRun) -> bool:
    """Whether the rules are still those that the run began with."""
    return digest(run.frozen) == run.frozen_sha256
