"""The answers of a check-up as they stand in an address: typed texts, in the order in which they were given.

Every field code is a parameter. Two words stand for what is no answer to a question: `skip` (asked, passed over)
and `none` (we have none of it). `at` names what the page showed, `boxes` what was offered to be ticked and `has`
what was ticked. Nothing else is kept anywhere.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from policies.fact_fields import ANSWERS, NO, UNSURE, YES, form_field, write_number
from policies.forms import FactsForm
from policies.matching.catalogue import LISTS, Catalogue
from policies.rules import OFFICIAL, Question
from policies.rules.vocabulary import ITEMS

SKIP, NONE = "skip", "none"
BOXES = "boxes"
# Of these one can have none; of a figure one has 0.
CAN_BE_NONE = ("choice", "people", "date")
LONGEST = 4000


class ProfileForm(FactsForm):
    """The questions of the whole library. A list may be answered with “none of these”."""

    def __init__(self, catalogue: Catalogue, data: Mapping[str, str] | None = None) -> None:
        super().__init__(catalogue, None if data is None else self._without_none(catalogue, data))  # type: ignore[arg-type]
        given = data or {}
        self.absent = frozenset(code for code, text in given.items() if text == NONE and may_be_none(catalogue, code))
        if ITEMS in self.fields:
            self.questions[ITEMS] = catalogue.questions[ITEMS]
            self.fields[ITEMS] = form_field(catalogue.questions[ITEMS])
        for code, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and may_be_none(catalogue, code):
                field.choices = [*field.choices, (NONE, _("None of these"))]  # type: ignore[misc]

    @staticmethod
    def _without_none(catalogue: Catalogue, data: Mapping[str, str]) -> dict[str, str]:
        """A list has an option for it, days and people are empty then; of all else it is a mistake."""

        def is_empty(code: str, text: str) -> bool:
            return text == NONE and may_be_none(catalogue, code) and catalogue.questions[code].kind != "choice"

        return {code: text for code, text in data.items() if not is_empty(code, text)}

    def facts(self) -> dict[str, Any]:
        return {code: value for code, value in super().facts().items() if not (value == NONE and code in self.absent)}


def may_be_none(catalogue: Catalogue, code: str) -> bool:
    """A value of the vocabulary that is called “none” is an answer like any other."""
    question = catalogue.questions.get(code)
    if question is None or question.kind not in CAN_BE_NONE or catalogue.field_of(code).type == "code":
        return False
    return NONE not in dict(question.options)


class Answers:
    """What an address says. `form` is bound and cleaned; what it cannot use is in its errors."""

    def __init__(self, catalogue: Catalogue, typed: Mapping[str, str], boxes: Iterable[str] = ()) -> None:
        self.catalogue = catalogue
        self.typed = {code: text for code, text in typed.items() if code in catalogue.questions}
        self.boxes = tuple(boxes)
        self.form = ProfileForm(catalogue, {code: text for code, text in self.typed.items() if text != SKIP})
        self.form.full_clean()

    @classmethod
    def read(cls, catalogue: Catalogue, data: QueryDict) -> "Answers":
        """From the address of any page of the check-up, or of a measure's self-check."""
        typed = _typed(catalogue, data)
        offered = [code for code in data.get(BOXES, "").split(".") if code in catalogue.questions]
        at = data.get("at", "")
        empty: list[str] = []
        if at == BOXES:
            _tick(catalogue, typed, offered, set(data.getlist("has")))
        else:
            empty = _pass_over(catalogue, typed, at.split("."), skip="skip" in data)
        answers = cls(catalogue, typed, offered)
        for code in empty[:1]:
            problem = ValidationError(_("Answer this, or say that you don’t know."), code="unanswered")
            answers.form.add_error(code, problem)
        return answers

    @cached_property
    def facts(self) -> dict[str, Any]:
        return self.form.facts()

    @property
    def absent(self) -> frozenset[str]:
        return self.form.absent

    @property
    def skipped(self) -> frozenset[str]:
        return frozenset(code for code, text in self.typed.items() if text == SKIP)

    @property
    def answered(self) -> int:
        return len(self.typed) - len(self.skipped)

    @property
    def is_valid(self) -> bool:
        return not self.form.errors

    def usable(self) -> "Answers":
        """The same without what cannot be used."""
        wrong = self.form.errors
        return Answers(
            self.catalogue, {code: text for code, text in self.typed.items() if code not in wrong}, self.boxes
        )

    def pairs(self, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """For hidden fields and addresses."""
        left = set(without)
        pairs = [(code, text) for code, text in self.typed.items() if code not in left]
        return pairs + ([(BOXES, ".".join(self.boxes))] if self.boxes else [])

    def query(self, **more: str) -> str:
        return urlencode(self.pairs() + list(more.items()))

    def texts(self) -> dict[str, str]:
        """The answers that can be used, each in one way of writing: from their values, never from what was typed."""
        wrong, facts = self.form.errors, self.facts
        texts = {code: write(value) for code, value in facts.items() if code not in wrong}
        return texts | dict.fromkeys(self.absent, NONE)

    def for_measure(self, asked: Iterable[str]) -> str:
        """The answers that a measure's own self-check asks for, as its address."""
        carried = self._carried
        return urlencode([(code, carried[code]) for code in asked if code in carried])

    @cached_property
    def _carried(self) -> dict[str, str]:
        """A measure that asks for one cost gets the sum, one that asks for one class the first."""
        carried = {code: write(value) for code, value in self.facts.items()}
        for plain, listed in LISTS.items():
            value = self.facts.get(listed)
            if isinstance(value, list) and value and plain not in carried:
                carried[plain] = write(sum(value, Decimal(0)) if listed == ITEMS else value[0])
        return carried


def write(value: Any) -> str:
    """A fact as somebody would type it."""
    if value == OFFICIAL:
        return UNSURE
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal | int | float):
        return write_number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ("," if any(isinstance(one, str) for one in value) else ";").join(write(one) for one in value)
    return str(value)


def _typed(catalogue: Catalogue, data: QueryDict) -> dict[str, str]:
    """A plain cost stands for a list of one, unless the list is there too."""
    typed: dict[str, str] = {}
    for name in data:
        code = catalogue.asked(name)
        text = str(data.get(name, "")).strip()[: LONGEST + 1]
        if code in catalogue.questions and text and (code == name or code not in data):
            typed[code] = text
    return typed


def _pass_over(catalogue: Catalogue, typed: dict[str, str], shown: list[str], *, skip: bool) -> list[str]:
    """What a page showed and what stayed empty counts as passed over; a page left wholly empty is a mistake."""
    shown = [code for code in shown if code in catalogue.questions]
    empty = [code for code in shown if code not in typed]
    if empty and len(empty) == len(shown) and not skip:
        return empty
    typed.update(dict.fromkeys(empty, SKIP))
    return []


def _tick(catalogue: Catalogue, typed: dict[str, str], offered: Iterable[str], has: set[str]) -> None:
    """Without a tick there is none of it; with one, it is asked more exactly unless yes says it all."""
    for code in offered:
        question, before = catalogue.questions[code], typed.pop(code, "")
        if code not in has:
            typed[code] = nothing(question)
        elif question.kind == "bool":
            typed[code] = YES
        elif before not in ("", SKIP, nothing(question)):
            typed[code] = before


def nothing(question: Question) -> str:
    return {"bool": NO, "choice": NONE, "people": NONE, "date": NONE}.get(question.kind, "0")


def is_ticked(question: Question, text: str, *, offered: bool = False) -> bool:
    """Without a tick there is an answer at once, so what was offered and has none was ticked."""
    if not text or text == SKIP:
        return offered
    return text != nothing(question) and ANSWERS.get(text) is not False
