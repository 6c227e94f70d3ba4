"""What the applicant will read, in both languages at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from policies.rules import Condition, Subsidy
from policies.rules.sentences import statement

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Pair:
    zh: str
    en: str


def in_both(make: Callable[[], object]) -> Pair:
    """The text as it reads in either language."""
    texts = {}
    for half, language in LANGUAGES.items():
        with translation.override(language):
            texts[half] = str(make())
    return Pair(**texts)


def condition_sentence(condition: Condition) -> Pair:
    return in_both(lambda: statement(condition))


def amount_sentences(subsidy: Subsidy) -> list[Pair]:
    return [in_both(lambda one=sentence: one) for sentence in subsidy.sentences()]  # type: ignore[misc]
