"""A worked example as a row of inputs: its title, the answers that the measure asks for, and what must come out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.editing.draft_form import DraftForm
from policies.editing.examples import VERDICTS, Outcome, stored_facts
from policies.editing.rule_typed import Typed, first, for_form, within
from policies.editing.rule_values import FigureField, plain_number, with_unit, written
from policies.fact_fields import form_field
from policies.forms import FactsForm, facts_from_json
from policies.rules import OFFICIAL, RuleSet
from policies.rules.questions import question_of
from policies.rules.vocabulary import ITEMS, PEOPLE

FACTS = "f"
TITLES = ("title_zh", "title_en")
LIST_BREAK = {ITEMS: "\n", PEOPLE: ", "}


class AnswersForm(FactsForm):
    """The measure's own questions. Answers to questions that the rules no longer ask stay on the page, hidden."""

    def __init__(self, rules: RuleSet, typed: Typed, prefix: str) -> None:
        super().__init__(rules, for_form(typed, prefix))
        self.prefix = prefix
        self.typed = typed
        known = {*rules.vocabulary.fields, PEOPLE, ITEMS}
        self.left_over = [code for code in typed if code in known and code not in self.questions and first(typed, code)]
        for code in self.left_over:
            self.questions[code] = question_of(rules, code)
            self.fields[code] = form_field(self.questions[code])

    @property
    def asked(self) -> list[Any]:
        return [self[code] for code in self.questions if code not in self.left_over]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [(self.add_prefix(code), first(self.typed, code)) for code in self.left_over]


class ExampleForm(DraftForm):
    def __init__(self, typed: Typed, prefix: str, rules: RuleSet, *, dollars: bool) -> None:
        self.typed = typed
        super().__init__(for_form(typed, prefix), prefix=prefix)
        for name, label in (("title_zh", _("Title in Chinese")), ("title_en", _("Title in English"))):
            self.fields[name] = forms.CharField(label=label, max_length=120)
        choices = [(str(verdict), label) for verdict, label in VERDICTS.items()]
        self.fields["verdict"] = forms.ChoiceField(label=_("Expected result"), choices=[("", _("Choose")), *choices])
        amount = FigureField(label=_("Expected amount"), help_text=_("Empty: no amount."), required=False)
        self.fields["amount_cny"] = with_unit(amount, "CNY")
        if dollars:
            hint = _("Yuan for a dollar; empty: the rate of the measure.")
            self.fields["usd_cny"] = FigureField(label=_("Exchange rate"), help_text=hint, required=False)
        self.answers = AnswersForm(rules, within(typed, FACTS), f"{prefix}-{FACTS}")

    def is_valid(self) -> bool:
        own, answers = super().is_valid(), self.answers.is_valid()
        return own and answers

    def example(self, *, keep_all: bool) -> dict[str, Any]:
        """As a measure holds it; `keep_all`: also answers that are not asked, while the rules cannot be read."""
        facts = self.answers.facts()
        if not keep_all:
            facts = {code: value for code, value in facts.items() if code not in self.answers.left_over}
        amount, rate = self._number("amount_cny"), self._number("usd_cny")
        return {
            **{name: first(self.typed, name)[:120] for name in TITLES},
            "facts": stored_facts(facts),
            "usd_cny": f"{rate.normalize():f}" if isinstance(rate, Decimal) else rate,
            "verdict": first(self.typed, "verdict"),
            "amount_cny": plain_number(amount) if isinstance(amount, Decimal) else amount,
        }

    def _number(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return value if value is not None else first(self.typed, name) or None


def typed_example(entry: Any) -> Typed:
    """A stored example as it stands in the inputs."""
    data = entry if isinstance(entry, dict) else {}
    names = (*TITLES, "verdict", "amount_cny", "usd_cny")
    typed: Typed = {name: [written(data[name])] for name in names if data.get(name) is not None}
    facts = data.get("facts")
    for code, value in facts_from_json(facts if isinstance(facts, dict) else {}).items():
        typed[f"{FACTS}-{code}"] = [_typed_fact(code, value)]
    return typed


def _typed_fact(code: str, value: Any) -> str:
    if value == OFFICIAL:
        return "official"
    if isinstance(value, list | tuple):
        return LIST_BREAK.get(code, ", ").join(map(written, value))
    return value.isoformat() if hasattr(value, "isoformat") else written(value)


@dataclass
class ExampleRow:
    form: ExampleForm
    number: int
    outcome: Outcome | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        return f"m-e-{self.number}"

    @property
    def order(self) -> int:
        return self.number + 1

    @property
    def own_fields(self) -> list[Any]:
        return list(self.form)

    @property
    def opened(self) -> bool:
        """The answers are shown at once where something is to be done about them."""
        fails = self.outcome is not None and not self.outcome.fits
        return bool(self.problem or fails or self.form.answers.errors)

    @property
    def tone(self) -> str:
        return "pine" if self.outcome and self.outcome.fits else "tile"
