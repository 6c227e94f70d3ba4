"""Rules that give reasons: a measure and facts in, a `Result` out. Pure and without queries."""

from .conditions import Condition
from .drafts import NextTier, Step
from .errors import FactsError, RuleError
from .evaluation import evaluate
from .facts import OFFICIAL, completed_years
from .fields import Field
from .questions import Question, questions
from .result import ConditionResult, Result, Verdict
from .rule_set import RuleSet
from .subsidy import Subsidy, apply_pro_rata
from .vocabulary import Document, Vocabulary

__all__ = [
    "OFFICIAL",
    "Condition",
    "ConditionResult",
    "Document",
    "FactsError",
    "Field",
    "NextTier",
    "Question",
    "Result",
    "RuleError",
    "RuleSet",
    "Step",
    "Subsidy",
    "Verdict",
    "Vocabulary",
    "apply_pro_rata",
    "completed_years",
    "evaluate",
    "formula_sentences",
    "questions",
]


def formula_sentences(rule_set: RuleSet) -> list[str]:
    """The amount in words, in the active language."""
    return [str(sentence) for sentence in rule_set.subsidy.sentences()]
