"""One line judged: the cells as they came, what the file said, what was found elsewhere, what officials typed.

Pure: the same inputs always give the same outcome, so each line can be computed again at any time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.enums import GrantVerdict
from enterprises.grants.columns import Column, read_facts
from policies.forms import facts_from_json
from policies.rules import Result, RuleSet, Verdict, evaluate
from portal.core.money import fen, yuan

ROSTER, RECORD, OFFICER = "roster", "record", "officer"
# How the rules' sentences name a source; those of the house keep their own words.
SOURCE_NAMES: dict[str, Any] = {ROSTER: _("Roster of the division"), RECORD: "record", OFFICER: "officer"}
# Kinds of reason for which an enterprise is left out whatever the rules say.
CREDIT, APPLIED, EXCLUSIVE, OFFERED, CAP, NOTHING = "credit", "applied", "exclusive", "offered", "cap", "nothing"


@dataclass
class Known:
    """The facts that count, each with its source and, where it has one, its day."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Outcome:
    """`result` is for showing; what is stored and compared is `computed` with list and amount."""

    verdict: GrantVerdict
    reasons: list[dict[str, Any]]
    amount_fen: int | None
    result: Result
    known: Known

    @property
    def excluded(self) -> bool:
        return bool(self.reasons)

    @property
    def computed(self) -> dict[str, Any]:
        """Without words, so that it says the same in every language."""
        return {
            "verdict": str(self.verdict),
            "reasons": self.reasons,
            "rules": str(self.result.verdict),
            "conditions": [[one.clause, one.field, str(one.verdict)] for one in self.result.conditions],
            "missing": list(self.result.missing),
            "rule_cny": None if self.result.amount_cny is None else str(self.result.amount_cny),
        }


def known_facts(
    rules: RuleSet,
    names: Sequence[str],
    cells: Sequence[str],
    columns: Mapping[str, Column],
    registered: Mapping[str, Any],
    settled: Sequence[tuple[str, Any, str]],
) -> Known:
    """The file first, over it the roster, over it what officials typed with its source."""
    known = Known()
    for name, entry in registered.items():
        known.values[name] = facts_from_json({name: entry["value"]})[name]
        known.sources[name] = {"kind": RECORD, "ref": entry["source"], "on": entry["on"]}
    for name, value in read_facts(rules, names, cells, columns).items():
        known.values[name], known.sources[name] = value, {"kind": ROSTER}
    for name, value, ref in settled:
        _make_way(rules, known, name)
        known.values[name] = facts_from_json({name: value})[name]
        known.sources[name] = {"kind": OFFICER, "ref": ref}
    return known


def _make_way(rules: RuleSet, known: Known, name: str) -> None:
    """An official who judges what can't be worked out (growth on nothing) takes the place of that base."""
    worked_out = rules.vocabulary.fields.get(name)
    if worked_out is None or worked_out.derived is None:
        return
    for one in worked_out.derived.inputs:
        value = known.values.get(one)
        if isinstance(value, Decimal) and value <= 0:
            known.values.pop(one)


def judge(
    rules: RuleSet, known: Known, around: Mapping[str, Any], *, usd_cny: Decimal | None, cap_fen: int | None
) -> Outcome:
    """`around`: {credit, applied, exclusive, offered: lists; granted_before; measure_fen, year_fen}."""
    result = evaluate(
        rules,
        known.values,
        sources={name: SOURCE_NAMES[one["kind"]] for name, one in known.sources.items()},
        usd_cny=usd_cny,
        already_granted_cny=yuan(around.get("measure_fen", 0)),
        granted_before=bool(around.get("granted_before")),
    )
    reasons = [{"kind": kind, **one} for kind in (CREDIT, APPLIED, EXCLUSIVE, OFFERED) for one in around.get(kind, [])]
    amount = None if result.amount_cny is None else fen(result.amount_cny)
    if result.verdict == Verdict.MET and not reasons:
        amount, reasons = _within(amount or 0, cap_fen, around.get("year_fen", 0))
    return Outcome(_verdict(result, reasons), reasons, amount, result, known)


def _within(amount: int, cap: int | None, granted: int) -> tuple[int, list[dict[str, Any]]]:
    """What is left of the call's yearly cap; an amount of nothing is no award."""
    if amount <= 0:
        return 0, [{"kind": NOTHING}]
    if cap is None or amount <= cap - granted:
        return amount, []
    left = max(cap - granted, 0) // 100 * 100
    return left, [] if left else [{"kind": CAP, "cap_fen": cap, "granted_fen": granted}]


def _verdict(result: Result, reasons: list[dict[str, Any]]) -> GrantVerdict:
    """Whoever is out by the rules or left out stays so, however much else is open."""
    if result.verdict == Verdict.NOT_MET or reasons:
        return GrantVerdict.OUT
    return GrantVerdict.IN if result.verdict == Verdict.MET else GrantVerdict.UNCLEAR
