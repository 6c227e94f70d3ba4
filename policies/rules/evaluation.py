"""Measure and facts in, a `Result` with reasons out. Pure: no query, no clock."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

from django.utils.translation import gettext_lazy as _

from .conditions import Condition
from .drafts import Draft
from .errors import FactsError
from .facts import Facts
from .fields import Field
from .parsing import LARGEST, decimal_of
from .questions import question_label
from .result import ConditionResult, Result, Verdict
from .rule_set import RuleSet
from .texts import Text

ZERO = Decimal(0)
LARGEST_RATE = 1000  # as the loaders take it
DIGITS = 60  # far more than any product of our numbers has, so nothing is rounded on the way
BY_WEIGHT = (Verdict.NOT_MET, Verdict.OFFICIAL, Verdict.UNANSWERED)


def evaluate(
    rule_set: RuleSet,
    facts: Mapping[str, object],
    *,
    sources: Mapping[str, str] | None = None,
    usd_cny: Decimal | None = None,
    already_granted_cny: Decimal = ZERO,
    granted_before: bool = False,
) -> Result:
    """Raises FactsError when a fact has the wrong type or lies out of range."""
    rate = _positive("usd_cny", usd_cny)
    granted = _positive("already_granted_cny", already_granted_cny)
    known = Facts(rule_set.vocabulary, facts, sources)
    with localcontext() as context:
        context.prec = DIGITS
        conditions = [judge(rule_set, condition, known) for condition in rule_set.conditions]
        if granted_before and rule_set.subsidy.once_per_applicant:
            conditions.append(_refused_as_second())
        draft = rule_set.subsidy.calculate(known, rate, granted or ZERO)
    verdict = _overall(conditions, draft)
    wanted = verdict is not Verdict.NOT_MET
    open_verdict = verdict in (Verdict.UNANSWERED, Verdict.OFFICIAL)
    return Result(
        verdict=verdict,
        conditions=conditions,
        amount_cny=draft.amount if wanted else None,
        provisional=wanted and draft.amount is not None and (open_verdict or draft.open_ended),
        steps=draft.steps if wanted else [],
        missing=_missing(rule_set, conditions, draft),
        next_tier=draft.next_tier if wanted else None,
    )


def _positive(name: str, value: object) -> Decimal | None:
    if value is None:
        return None
    number = decimal_of(value)
    if name == "usd_cny" and (number is None or not 0 < number < LARGEST_RATE):
        raise FactsError({name: _("Give an exchange rate between 0 and 1,000.")})
    if number is None or not 0 <= number <= LARGEST:
        raise FactsError({name: _("Give a number of zero or more.")})
    return number


def judge(rule_set: RuleSet, condition: Condition, facts: Facts) -> ConditionResult:
    fact = facts.look_up(condition.field.code)
    if fact.official:
        return ConditionResult(condition, Verdict.OFFICIAL, source=fact.source, reason=fact.reason)
    if not fact.known:
        missing = tuple(dict.fromkeys(rule_set.asked_as(code) for code in fact.missing))
        labels = tuple(question_label(rule_set, code) for code in missing)
        return ConditionResult(condition, Verdict.UNANSWERED, missing=missing, asked_labels=labels)
    verdict = Verdict.MET if condition.holds(fact.value) else Verdict.NOT_MET
    return ConditionResult(condition, verdict, used=fact.value, source=fact.source)


def _refused_as_second() -> ConditionResult:
    """A support that is granted once is refused to who has had it."""
    field = Field(code="once_per_applicant", type="bool", label=Text(_("Granted before")))
    message = Text(_("Granted only once to each applicant"))
    return ConditionResult(
        Condition(field, "is_false", None, clause="", group="all", message=message),
        Verdict.NOT_MET,
        used=True,
        source="record",
        reason=Text(_("This support has already been granted to you; it is granted only once.")),
    )


def _any_verdict(conditions: list[ConditionResult]) -> Verdict:
    """One is enough; while none is met, the most hopeful verdict stands for the group."""
    verdicts = {one.verdict for one in conditions}
    for verdict in (Verdict.MET, Verdict.OFFICIAL, Verdict.UNANSWERED):
        if verdict in verdicts:
            return verdict
    return Verdict.NOT_MET if conditions else Verdict.MET


def _alternatives(conditions: Iterable[ConditionResult]) -> list[ConditionResult]:
    return [one for one in conditions if one.group == "any"]


def _overall(conditions: list[ConditionResult], draft: Draft) -> Verdict:
    verdicts = {one.verdict for one in conditions if one.group != "any"}
    verdicts.add(_any_verdict(_alternatives(conditions)))
    if draft.official:
        verdicts.add(Verdict.OFFICIAL)
    if draft.missing:
        verdicts.add(Verdict.UNANSWERED)
    return next((verdict for verdict in BY_WEIGHT if verdict in verdicts), Verdict.MET)


def _missing(rule_set: RuleSet, conditions: list[ConditionResult], draft: Draft) -> list[str]:
    """What is still to be asked, in the order of the questions; a group that is met asks no more."""
    settled = _any_verdict(_alternatives(conditions)) is Verdict.MET
    wanted = {rule_set.asked_as(code) for code in draft.missing}
    for one in conditions:
        if not (settled and one.group == "any"):
            wanted.update(one.missing)
    return [code for code in rule_set.asked_codes if code in wanted]
