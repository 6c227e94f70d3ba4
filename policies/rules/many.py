"""One set of facts against many rule sets: the facts are checked once, and shared conditions are judged once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext_lazy as _

from . import sentences
from .conditions import NEGATIVE, Condition
from .drafts import Draft
from .evaluation import DIGITS, ZERO, _alternatives, _any_verdict, _overall, _positive, judge
from .facts import Facts
from .fields import Field
from .result import ConditionResult, Result, Verdict
from .rule_set import RuleSet
from .texts import Text
from .vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD, Vocabulary

# Nobody has "no" figure: there the answer is 0. Of the rest one may have none at all.
MAY_BE_ABSENT = ("enum", "code", "date")
NONE_SUCH = Text(_("You said that you have none."))


@dataclass(frozen=True, eq=False)
class Prepared:
    """A rule set with what is the same for everybody worked out. `asked` is `rule_set.asked_codes`."""

    rule_set: RuleSet
    asked: tuple[str, ...]

    @classmethod
    def of(cls, rule_set: RuleSet) -> "Prepared":
        return cls(rule_set, tuple(rule_set.asked_codes))


class AbsentResult(ConditionResult):
    """A condition on something that the enterprise says it has none of."""

    @property
    def detail(self) -> str:
        return str(NONE_SUCH)

    @property
    def change(self) -> str:
        return str(sentences.needed(self.condition, None)) if self.verdict is Verdict.NOT_MET else ""


def evaluate_many(
    many: Sequence[Prepared],
    facts: Mapping[str, object],
    *,
    rates: Iterable[Decimal | None] = (),
    sources: Mapping[str, str] | None = None,
    absent: Collection[str] = (),
) -> list[Result]:
    """What `evaluate` says for each rule set, in their order; all of them share one vocabulary.

    `rates` are the exchange rates, one for each. `absent` names the facts of which the enterprise says that it
    has none: a condition on one is not met, or met where it excludes. One thing is left out: for a measure that
    is not met nothing more is asked, so `missing` is empty. Raises FactsError.
    """
    if not many:
        return []
    vocabulary = many[0].rule_set.vocabulary
    if any(one.rule_set.vocabulary is not vocabulary for one in many):
        raise ValueError("The rule sets are written in different vocabularies.")
    known, without = Facts(vocabulary, facts, sources), absent_codes(vocabulary, absent)
    shared: dict[tuple[str, str], list[ConditionResult]] = {}
    found = []
    with localcontext() as context:
        context.prec = DIGITS
        for one, rate in zip(many, rates or [None] * len(many), strict=True):
            key = (one.rule_set.asked_as(PERSON_FIELD), one.rule_set.asked_as(ITEM_FIELD))
            if key not in shared:
                shared[key] = _judge_all(one.rule_set, vocabulary.common, known, without)
            conditions = shared[key] + _judge_all(one.rule_set, one.rule_set.own, known, without)
            found.append(_result(one, conditions, known, _positive("usd_cny", rate), without))
    return found


def amount_with(one: Prepared, facts: Facts, rate: Decimal | None) -> Decimal | None:
    """What the formula alone gives, whatever the conditions say; None where it cannot be worked out."""
    with localcontext() as context:
        context.prec = DIGITS
        draft = one.rule_set.subsidy.calculate(facts, rate, ZERO)
    return None if draft.missing or draft.official else draft.amount


def absent_codes(vocabulary: Vocabulary, codes: Collection[str]) -> frozenset[str]:
    """Those of which one can have none; a list of people stands for the class of each, and the other way round."""
    pairs = {PEOPLE: PERSON_FIELD, PERSON_FIELD: PEOPLE, ITEMS: ITEM_FIELD, ITEM_FIELD: ITEMS}
    every = {*codes, *(pairs[code] for code in codes if code in pairs)}
    names = {PEOPLE: PERSON_FIELD, ITEMS: ITEM_FIELD}
    fields = {code: vocabulary.fields.get(names.get(code, code)) for code in every}
    return frozenset(code for code, field in fields.items() if field and field.type in MAY_BE_ABSENT)


def _judge_all(
    rule_set: RuleSet, conditions: Iterable[Condition], facts: Facts, without: frozenset[str]
) -> list[ConditionResult]:
    judged = [judge(rule_set, condition, facts) for condition in conditions]
    return [_without(one, without) for one in judged] if without else judged


def _without(one: ConditionResult, without: frozenset[str]) -> ConditionResult:
    if one.verdict is not Verdict.UNANSWERED or without.isdisjoint(one.missing):
        return one
    verdict = Verdict.MET if one.op in NEGATIVE else Verdict.NOT_MET
    return AbsentResult(one.condition, verdict, source="applicant")


def _result(
    one: Prepared, conditions: list[ConditionResult], facts: Facts, rate: Decimal | None, without: frozenset[str]
) -> Result:
    if _overall(conditions, Draft()) is Verdict.NOT_MET:
        return Result(Verdict.NOT_MET, conditions)
    draft = one.rule_set.subsidy.calculate(facts, rate, ZERO)
    if not without.isdisjoint(draft.missing):
        nothing = [_nothing_to_count(one.rule_set.vocabulary.fields[code]) for code in draft.missing if code in without]
        return Result(Verdict.NOT_MET, conditions + nothing)
    verdict = _overall(conditions, draft)
    is_open = verdict in (Verdict.UNANSWERED, Verdict.OFFICIAL)
    return Result(
        verdict=verdict,
        conditions=conditions,
        amount_cny=draft.amount,
        provisional=draft.amount is not None and (is_open or draft.open_ended),
        steps=draft.steps,
        missing=_missing(one, conditions, draft) if is_open else [],
        next_tier=draft.next_tier,
    )


def _nothing_to_count(field: Field) -> ConditionResult:
    """The amount rests on something that the enterprise has none of."""
    condition = Condition(field, "is_true", None, clause="", group="all", message=field.label)
    return ConditionResult(condition, Verdict.NOT_MET, source="applicant", reason=NONE_SUCH)


def _missing(one: Prepared, conditions: list[ConditionResult], draft: Draft) -> list[str]:
    settled = _any_verdict(_alternatives(conditions)) is Verdict.MET
    wanted = {one.rule_set.asked_as(code) for code in draft.missing}
    for condition in conditions:
        if condition.missing and not (settled and condition.group == "any"):
            wanted.update(condition.missing)
    return [code for code in one.asked if code in wanted]
