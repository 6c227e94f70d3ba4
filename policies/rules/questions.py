"""What the self-check asks, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .fields import Field
from .rule_set import RuleSet
from .texts import Text
from .vocabulary import ITEM_FIELD, ITEMS, PEOPLE, PERSON_FIELD

KINDS = {"enum": "choice", "code": "choice"}


@dataclass(frozen=True)
class Question:
    """`kind`: bool, choice, money, number, integer, date, people or items."""

    field: str
    kind: str
    unit: str
    label_text: object
    help_text: object
    options: tuple[tuple[str, object], ...] = ()

    @property
    def label(self) -> str:
        return str(self.label_text)

    @property
    def help(self) -> str:
        return str(self.help_text)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in self.options]


def questions(rule_set: RuleSet) -> list[Question]:
    return [question_of(rule_set, code) for code in rule_set.asked_codes]


def question_label(rule_set: RuleSet, code: str) -> object:
    if code == PEOPLE:
        return Text(_("Class of each person recruited"))
    if code == ITEMS:
        return Text(_("Cost of each item"))
    return rule_set.vocabulary.fields[code].label


def question_of(rule_set: RuleSet, code: str) -> Question:
    field = rule_set.vocabulary.fields[{PEOPLE: PERSON_FIELD, ITEMS: ITEM_FIELD}.get(code, code)]
    return Question(
        field=code,
        kind=code if code in (PEOPLE, ITEMS) else KINDS.get(field.type, field.type),
        unit=field.unit,
        label_text=question_label(rule_set, code),
        help_text=field.help or _help(rule_set, field),
        options=_options(field),
    )


def _help(rule_set: RuleSet, field: Field) -> object:
    document = rule_set.vocabulary.documents.get(field.source_doc)
    if document:
        return Text(_("The paper that shows it: %(paper)s"), paper=document.label)
    return Text(_("The bureau also checks this in public registers.")) if field.source_doc == "auto" else ""


def _options(field: Field) -> tuple[tuple[str, object], ...]:
    """A code has no fixed list; those with a name are offered."""
    labels: Mapping = field.value_labels
    return tuple((value, labels.get(value, value)) for value in field.values or labels)
