"""The rules of a measure's content, read as far as they can be read: what stands wrong in one place hides no other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies.editing.measure_content import Content
from policies.models.measures import FIRST_ARTICLE
from policies.rulebook import with_clauses
from policies.rules import Condition, Field, RuleError, RuleSet, Subsidy, Vocabulary
from policies.rules.conditions import parse_condition
from policies.rules.parsing import decimal_of

GROUPS = ("all", "any")


class NoFormula:
    """Stands where the formula cannot be read yet, so that the questions of the conditions can be asked."""

    fields: tuple[Field, ...] = ()
    asks_items = asks_people = False


@dataclass(frozen=True)
class Reading:
    """A condition of the content: where it stands, its clause, and what it says or why it says nothing."""

    group: str
    place: int
    clause: str
    condition: Condition | None = None
    error: RuleError | None = None


def read_conditions(content: Content, words: Vocabulary) -> list[Reading]:
    article = (content.get("fields") or {}).get("article")
    article = article if isinstance(article, int) else FIRST_ARTICLE
    numbered = with_clauses(content.get("eligibility"), article)
    found = []
    for group in GROUPS if isinstance(numbered, dict) else ():
        entries = numbered.get(group)
        for place, entry in enumerate(entries if isinstance(entries, list | tuple) else ()):
            found.append(_read(entry, group, place, words))
    return found


def _read(entry: Any, group: str, place: int, words: Vocabulary) -> Reading:
    clause = str(entry.get("clause", "")) if isinstance(entry, dict) else ""
    path = ("eligibility", group, place)
    try:
        condition = parse_condition(entry, path, words, clause=clause, group=group)
    except RuleError as error:
        return Reading(group, place, clause, error=error)
    return Reading(group, place, condition.clause, condition=condition)


def read_subsidy(content: Content, words: Vocabulary) -> Subsidy:
    """Raises RuleError."""
    return Subsidy.parse(content.get("subsidy"), ("subsidy",), words)


def rules_as_far(readings: list[Reading], subsidy: Subsidy | None, words: Vocabulary) -> RuleSet:
    """What can be read of the rules: enough to know what is asked."""
    own = tuple(one.condition for one in readings if one.condition)
    return RuleSet(words, own, subsidy or Subsidy(NoFormula(), cap=decimal_of(0)), None)


def whole_rules(content: Content, words: Vocabulary) -> RuleSet | None:
    """The rules, if all of them can be read."""
    try:
        return RuleSet.from_data(
            {"eligibility": with_clauses(content.get("eligibility"), _article(content)),
             "subsidy": content.get("subsidy")}, words,
        )  # fmt: skip
    except RuleError:
        return None


def _article(content: Content) -> int | None:
    article = (content.get("fields") or {}).get("article")
    return article if isinstance(article, int) else None


def half_worded(readings: list[Reading]) -> Iterator[str]:
    """The clauses of conditions whose own wording stands in one language only."""
    for one in readings:
        message = one.condition.message if one.condition else None
        if message and not (message.zh and message.en):
            yield one.clause
