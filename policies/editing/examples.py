"""Worked examples of a measure: facts, and what must come out. A version whose examples fail is not published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.checks import TONES, amount_rows
from policies.forms import facts_from_json, facts_to_json, shown_fact
from policies.models import Measure
from policies.rules import FactsError, Result, RuleSet, Verdict, evaluate, questions
from portal.core.exceptions import PortalError
from portal.core.money import format_cny

VERDICTS = {
    Verdict.MET: gettext_lazy("all conditions met"),
    Verdict.NOT_MET: gettext_lazy("not met"),
    Verdict.UNANSWERED: gettext_lazy("an answer is missing"),
    Verdict.OFFICIAL: gettext_lazy("an official judges"),
}
KEYS = ("title_zh", "title_en", "facts", "usd_cny", "verdict", "amount_cny")


class ExampleError(PortalError):
    """A stored example that cannot be read."""


@dataclass(frozen=True)
class Example:
    """`verdict` and `amount_cny` are what is expected; `usd_cny` is the rate, if it differs from the measure's."""

    title_zh: str
    title_en: str
    facts: Mapping[str, Any]
    verdict: Verdict
    amount_cny: Decimal | None = None
    usd_cny: Decimal | None = None

    @property
    def title(self) -> str:
        first, second = self.title_zh, self.title_en
        return (first or second) if (translation.get_language() or "zh").startswith("zh") else (second or first)

    @classmethod
    def from_json(cls, entry: Any) -> "Example":
        if not isinstance(entry, Mapping) or not isinstance(entry.get("facts"), Mapping):
            raise ExampleError(_("A worked example cannot be read."))
        try:
            return cls(
                title_zh=str(entry.get("title_zh") or ""),
                title_en=str(entry.get("title_en") or ""),
                facts=facts_from_json(entry["facts"]),
                verdict=Verdict(entry.get("verdict")),
                amount_cny=_number(entry.get("amount_cny")),
                usd_cny=_number(entry.get("usd_cny")),
            )
        except (ValueError, TypeError, InvalidOperation) as error:
            raise ExampleError(_("A worked example cannot be read.")) from error

    def as_json(self) -> dict[str, Any]:
        """As `Measure.examples` holds it."""
        return {
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "facts": stored_facts(self.facts),
            "usd_cny": None if self.usd_cny is None else _text(self.usd_cny),
            "verdict": str(self.verdict),
            "amount_cny": None if self.amount_cny is None else _plain(self.amount_cny),
        }


def _number(value: Any) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _plain(amount: Decimal) -> int | str:
    return int(amount) if amount == amount.to_integral_value() else _text(amount)


def stored_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for JSON; a number has one spelling only, so that two versions compare equal."""

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        return Decimal(_text(value)) if isinstance(value, Decimal) else value

    return facts_to_json({code: plain(value) for code, value in facts.items()})


@dataclass(frozen=True)
class Outcome:
    """What came out beside what was expected. `problem`: facts that the rules refuse."""

    example: Example
    result: Result | None = None
    problem: str = ""

    @property
    def fits(self) -> bool:
        return self.result is not None and (self.result.verdict, self.result.amount_cny) == (
            self.example.verdict, self.example.amount_cny,
        )  # fmt: skip

    @property
    def expected(self) -> str:
        return outcome_text(self.example.verdict, self.example.amount_cny)

    @property
    def found(self) -> str:
        return outcome_text(self.result.verdict, self.result.amount_cny) if self.result else self.problem

    @property
    def gap(self) -> str:
        """How far the amount is off."""
        if self.fits or self.result is None or None in (self.result.amount_cny, self.example.amount_cny):
            return ""
        gap = self.result.amount_cny - self.example.amount_cny
        if not gap:
            return ""
        text = _("%(amount)s more than expected") if gap > 0 else _("%(amount)s less than expected")
        return text % {"amount": format_cny(abs(gap))}

    @property
    def reasons(self) -> list[str]:
        """The conditions that speak against it or are open, each with what would change it."""
        return reasons_of(self.result) if self.result else []

    @property
    def rows(self) -> list[dict[str, Any]]:
        return amount_rows(self.result) if self.result else []


def outcome_text(verdict: Verdict, amount: Decimal | None) -> str:
    if amount is None:
        return _("%(verdict)s, no amount") % {"verdict": VERDICTS[verdict]}
    return _("%(verdict)s, %(amount)s") % {"verdict": VERDICTS[verdict], "amount": format_cny(amount)}


def reasons_of(result: Result) -> list[str]:
    settled = any(one.group == "any" and one.verdict == Verdict.MET for one in result.conditions)
    found = []
    for one in result.conditions:
        if one.verdict == Verdict.MET or (settled and one.group == "any"):
            continue
        told = one.detail if one.verdict != Verdict.UNANSWERED else ""
        pattern = _("%(condition)s: %(told)s")
        more = " ".join(text for text in (told, one.change) if text)
        found.append(pattern % {"condition": one.sentence, "told": more})
    return found


def run(rules: RuleSet, example: Example, usd_cny: Decimal | None = None) -> Outcome:
    """`usd_cny` is the rate of the measure, for examples that name none."""
    try:
        result = evaluate(rules, example.facts, usd_cny=example.usd_cny or usd_cny)
    except FactsError as error:
        labels = {one.field: one.label for one in questions(rules)}
        told = [_(": ").join([str(labels.get(code, code)), str(sentence)]) for code, sentence in error.errors.items()]
        return Outcome(example, problem=" ".join(told))
    return Outcome(example, result)


def example_problems(rules: RuleSet | None, stored: Any, usd_cny: Decimal | None = None) -> list[str]:
    """What keeps a version from being published; without readable rules the examples cannot be run."""
    if not isinstance(stored, list | tuple):
        return [_("The worked examples are not a list.")]
    found, examples = [], []
    for number, entry in enumerate(stored, start=1):
        try:
            examples.append(Example.from_json(entry))
        except ExampleError:
            found.append(_("Worked example %(number)s is not complete.") % {"number": number})
    found += _missing(examples)
    if rules is not None:
        found += [_failure(outcome) for outcome in (run(rules, one, usd_cny) for one in examples) if not outcome.fits]
    return found


def _missing(examples: list[Example]) -> list[str]:
    found = []
    if not any(one.verdict == Verdict.MET and one.amount_cny for one in examples):
        found.append(_("A worked example that meets all conditions and gives an amount is missing."))
    if not any(one.verdict == Verdict.NOT_MET for one in examples):
        found.append(_("A worked example that does not meet the conditions is missing."))
    for number, one in enumerate(examples, start=1):
        if not (one.title_zh and one.title_en):
            found.append(_("Worked example %(number)s needs a title in both languages.") % {"number": number})
    return found


def _failure(outcome: Outcome) -> str:
    if outcome.result is None:
        pattern = _("Worked example “%(title)s” has answers that cannot be used. %(found)s")
    else:
        pattern = _("Worked example “%(title)s”: expected is %(expected)s, but the rules give %(found)s.")
    values = {"title": outcome.example.title, "expected": outcome.expected, "found": outcome.found}
    text = pattern % values
    return f"{text} {outcome.reasons[0]}" if outcome.reasons and outcome.example.verdict == Verdict.MET else text


@dataclass(frozen=True)
class ShownExample:
    """A worked example as the public reads it: the answers that matter, the result, why, and the amount's steps."""

    title: str
    facts: list[dict[str, str]]
    general: bool  # all general conditions are met, so their answers are not listed
    tone: str
    result: str
    reasons: list[str]
    rows: list[dict[str, Any]]


def shown_examples(measure: Measure, rules: RuleSet) -> list[ShownExample]:
    """The examples of a measure that still hold; one that does not would mislead."""
    outcomes = (run(rules, one, measure.usd_cny) for one in _readable(measure.examples))
    return [_shown(outcome, rules) for outcome in outcomes if outcome.fits]


def _readable(stored: Iterable[Any]) -> list[Example]:
    found = []
    for entry in stored if isinstance(stored, list | tuple) else ():
        try:
            found.append(Example.from_json(entry))
        except ExampleError:
            continue
    return found


def _shown(outcome: Outcome, rules: RuleSet) -> ShownExample:
    result = outcome.result
    general = all(one.verdict == Verdict.MET for one in result.conditions if one.group == "common")
    common = {code for one in rules.vocabulary.common for code in rules.inputs_of(one.field.code)}
    hidden = common if general else set()
    facts = [
        {"label": one.label, "value": shown_fact(one, outcome.example.facts[one.field])}
        for one in questions(rules)
        if one.field in outcome.example.facts and one.field not in hidden
    ]
    return ShownExample(
        title=outcome.example.title, facts=facts, general=general and bool(common), tone=TONES[result.verdict],
        result=outcome.found, reasons=outcome.reasons, rows=outcome.rows,
    )  # fmt: skip
