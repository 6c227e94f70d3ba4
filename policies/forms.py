"""The questions of a measure as a form, and its answers as facts: typed, as JSON, and as a reader sees them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.fact_fields import form_field
from policies.rules import OFFICIAL, FactsError, Question, RuleSet, questions
from policies.rules.facts import Facts
from policies.rules.texts import NO, YES, Day, Quantity, listing


class FactsForm(forms.Form):
    """One field a question, named by the field code. `partial`: an answer may be missing.

    `exclude` leaves out what is known from elsewhere. Whatever is given is checked by the rules themselves.
    """

    use_required_attribute = False

    def __init__(
        self,
        rule_set: RuleSet,
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        exclude: frozenset[str] = frozenset(),
        partial: bool = True,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.rule_set, self.partial = rule_set, partial
        self.questions = {one.field: one for one in questions(rule_set) if one.field not in exclude}
        for code, question in self.questions.items():
            self.fields[code] = form_field(question)

    def add_error(self, field: str | None, error: Any) -> None:
        """A question left open is no error while answers may be missing; it still is not marked optional."""
        if not (self.partial and getattr(error, "code", None) == "required"):
            super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            Facts(self.rule_set.vocabulary, self.facts())
        except FactsError as error:
            for code, sentence in error.errors.items():
                self.add_error(code, sentence)
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was answered and can be used: `is_valid()` must have been called before."""
        given = {code: self.cleaned_data.get(code) for code in self.questions}
        return {code: value for code, value in given.items() if value is not None and value not in ("", [])}


def facts_to_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts for a JSON column. Numbers and days are marked, so that they come back exactly as they went."""
    return {code: _to_json(value) for code, value in facts.items()}


def _to_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"number": f"{value:f}"}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_to_json(one) for one in value]
    return value


def facts_from_json(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {code: _from_json(value) for code, value in stored.items()}


def _from_json(value: Any) -> Any:
    if isinstance(value, dict) and "number" in value:
        return Decimal(value["number"])
    if isinstance(value, dict) and "day" in value:
        return dt.date.fromisoformat(value["day"])
    if isinstance(value, list):
        return [_from_json(one) for one in value]
    return value


def shown_fact(question: Question, value: Any) -> str:
    """An answer as its reader would write it, in the active language."""
    if value == OFFICIAL:
        return str(_("Left to an official"))
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, list | tuple):
        return str(listing(shown_fact(question, one) for one in value))
    if isinstance(value, Decimal | int | float):
        return str(Quantity(Decimal(str(value)), question.unit))
    if isinstance(value, dt.date):
        return str(Day(value))
    return dict(question.choices).get(value, str(value))
