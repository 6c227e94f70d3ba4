"""What a library of rule sets can ask: its questions, which of them belong together, and what each decides. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from policies.matching.odds import Odds
from policies.rules import Question, RuleSet, Vocabulary, questions
from policies.rules.fields import Field
from policies.rules.many import Prepared
from policies.rules.vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD

Page = tuple[str, ...]
# One list answers both: the costs one by one are also their sum, the people one by one are also their classes.
LISTS = {ITEM_FIELD: ITEMS, PERSON_FIELD: PEOPLE}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The facts that a library asks for, each once. It stands in for a rule set where a form asks for questions.

    `general` are the facts of the common conditions, `deciding` those of any condition; the rest only counts
    for amounts.
    """

    vocabulary: Vocabulary
    prepared: tuple[Prepared, ...]
    asked_codes: tuple[str, ...]
    general: Page
    deciding: frozenset[str]
    pages: dict[str, Page]
    odds: Odds
    users: Counter[str] = field(default_factory=Counter)
    # By language and the identity of a condition, which lives as long as this does.
    sentences: dict[str, dict[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, prepared: Sequence[Prepared], vocabulary: Vocabulary) -> "Catalogue":
        found = {code for one in prepared for code in one.asked}
        lists = {plain: listed for plain, listed in LISTS.items() if listed in found}
        rule_sets = [one.rule_set for one in prepared]
        first = next(iter(rule_sets), None)
        general = tuple(dict.fromkeys(
            lists.get(code, code) for one in vocabulary.common if first for code in first.inputs_of(one.field.code)
        ))  # fmt: skip
        own = [lists.get(code, code) for one in prepared for code in one.asked]
        deciding = {
            lists.get(code, code) for one in rule_sets for condition in one.own
            for code in one.inputs_of(condition.field.code)
        }  # fmt: skip
        return cls(
            vocabulary=vocabulary,
            prepared=tuple(prepared),
            asked_codes=tuple(dict.fromkeys([*general, *own])),
            general=general,
            deciding=frozenset(deciding | set(general)),
            pages=_pages(general, rule_sets, lists, deciding),
            odds=Odds.of([*vocabulary.common, *(condition for one in rule_sets for condition in one.own)]),
            users=Counter(code for one in rule_sets for code in {condition.field.code for condition in one.own}),
        )

    @cached_property
    def questions(self) -> dict[str, Question]:
        found = {one.field: one for one in questions(self)}  # type: ignore[arg-type]
        if ITEMS in found:
            found[ITEMS] = replace(
                found[ITEMS],
                label_text=_("Costs for which you want support"),
                help_text=_("The same costs are used for every measure here; each counts only those of its own kind."),
            )
        return found

    def asked(self, code: str) -> str:
        """The question that answers a fact: the list where a measure asks for one."""
        listed = LISTS.get(code, "")
        return listed if listed in self.questions else code

    def page_of(self, code: str) -> Page:
        return self.pages.get(code, (code,))

    def field_of(self, code: str) -> Field:
        return self.vocabulary.fields[{PEOPLE: PERSON_FIELD, ITEMS: ITEM_FIELD}.get(code, code)]


def _pages(
    general: Page, rule_sets: Iterable[RuleSet], lists: dict[str, str], deciding: Iterable[str]
) -> dict[str, Page]:
    """What is asked on one page: the general conditions; the figures of one rate; the amounts of one formula."""
    groups: list[Page] = [general]
    settled = {*general, *deciding}
    for one in rule_sets:
        for item in one.vocabulary.fields.values():
            if item.derived:
                groups.append(tuple(lists.get(code, code) for code in one.inputs_of(item.code)))
        groups.append(tuple(
            code for code in dict.fromkeys(lists.get(asked, asked) for part in one.subsidy.fields
                                           for asked in one.inputs_of(part.code)) if code not in settled
        ))  # fmt: skip
    pages: dict[str, Page] = {}
    for group in groups:
        if len(group) > 1 and not any(code in pages for code in group):
            pages |= dict.fromkeys(group, group)
    return pages
