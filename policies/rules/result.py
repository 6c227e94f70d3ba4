"""What an evaluation says: per condition and as a whole, with the amount step by step."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils import translation

from . import sentences
from .conditions import Condition
from .drafts import NextTier, Step


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNANSWERED = "unanswered"
    OFFICIAL = "official"


def plain(value: object) -> object:
    """Numbers, texts and lists that JSON knows; a fraction stays exact as a text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


@dataclass(frozen=True)
class ConditionResult:
    """One condition with its verdict. Texts are made when read, in the active language."""

    condition: Condition
    verdict: Verdict
    used: object = None
    source: str = ""
    reason: object = None  # why an official must judge, or why nothing can be changed
    missing: tuple[str, ...] = ()  # what to ask for, as in `questions`
    asked_labels: tuple[object, ...] = ()

    @property
    def field(self) -> str:
        return self.condition.field.code

    @property
    def op(self) -> str:
        return self.condition.op

    @property
    def value(self) -> object:
        return self.condition.value

    @property
    def clause(self) -> str:
        return self.condition.clause

    @property
    def group(self) -> str:
        return self.condition.group

    @property
    def label(self) -> str:
        return str(self.condition.field.label)

    @property
    def sentence(self) -> str:
        return str(sentences.statement(self.condition))

    @property
    def detail(self) -> str:
        if self.reason:
            return str(self.reason)
        if self.verdict == Verdict.OFFICIAL:
            return str(sentences.JUDGED)
        if self.used is None:
            return str(sentences.UNANSWERED)
        upwards = self.op in ("lte", "lt")
        return str(sentences.found(self.condition.field, self.used, self.source, upwards=upwards))

    @property
    def change(self) -> str:
        """What would change the verdict; empty when the condition is met or an official judges."""
        if self.verdict == Verdict.UNANSWERED:
            return str(sentences.asked(list(self.asked_labels) or [self.condition.field.label]))
        if self.verdict == Verdict.NOT_MET and not self.reason:
            return str(sentences.needed(self.condition, self.used))
        return ""

    def as_dict(self) -> dict[str, object]:
        return {
            "field": self.field,
            "op": self.op,
            "value": plain(self.value),
            "used": plain(self.used),
            "source": self.source,
            "verdict": str(self.verdict),
            "clause": self.clause,
            "change": self.change,
            "sentence": self.sentence,
            "group": self.group,
        }


@dataclass(frozen=True)
class Result:
    verdict: Verdict
    conditions: list[ConditionResult]
    amount_cny: Decimal | None = None
    provisional: bool = False
    steps: list[Step] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    next_tier: NextTier | None = None

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict for one in self.conditions)
        return {str(verdict): found[verdict] for verdict in Verdict}

    def with_verdict(self, verdict: str) -> list[ConditionResult]:
        return [one for one in self.conditions if one.verdict == verdict]

    def as_dict(self, language: str | None = None) -> dict[str, object]:
        """The shape of the API, in the given language or the active one."""
        with translation.override(language) if language else nullcontext():
            return {
                "verdict": str(self.verdict),
                "amount_cny": plain(self.amount_cny),
                "provisional": self.provisional,
                "conditions": [one.as_dict() for one in self.conditions],
                "steps": [
                    {"label": step.label, "value": plain(step.value), "detail": step.detail or step.display}
                    for step in self.steps
                ],
            }
