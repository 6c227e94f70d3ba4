"""The finder's questions as a tree: each answer leads to the next question or to an outcome. No tables, no queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from talent.finder import outcomes
from talent.finder.outcomes import Outcome

MOST_QUESTIONS = 6


@dataclass(frozen=True)
class Answer:
    value: str
    label: Any
    leads: Question | Outcome


@dataclass(frozen=True)
class Question:
    name: str
    text: Any
    answers: tuple[Answer, ...]

    def answer(self, value: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.value == value), None)


@dataclass(frozen=True)
class Given:
    """A question that was answered."""

    question: Question
    answer: Answer


YES, NO = _("Yes"), _("No")
LENGTH = Question(
    "days", _("How long will you work in China?"),
    (
        Answer("short", _("Up to 90 days"), outcomes.TALENT_SHORT),
        Answer("long", _("More than 90 days"), outcomes.TALENT_LONG),
    ),
)  # fmt: skip
TALENT = Question(
    "talent", _("Does one of the routes of class A (high-end talent) fit you?"),
    (
        Answer("yes", YES, LENGTH),
        Answer("no", _("No, or I do not know"), outcomes.BY_EMPLOYER),
    ),
)  # fmt: skip
YOUNG = Question(
    "young", _("Are you young, with a degree in science or technology?"),
    (Answer("yes", YES, outcomes.YOUNG), Answer("no", NO, outcomes.NO_OFFER)),
)  # fmt: skip
OFFER = Question(
    "offer", _("Does an employer in Qingdao want to hire you?"), (Answer("yes", YES, TALENT), Answer("no", NO, YOUNG))
)
INSIDE = Question(
    "may", _("Are you class A with a valid visa, or family of a citizen or of a permit holder?"),
    (Answer("yes", YES, outcomes.INSIDE), Answer("no", NO, outcomes.INSIDE_NOT)),
)  # fmt: skip
PERMIT = Question(
    "permit", _("Do you hold a work permit already?"),
    (
        Answer("new", _("Yes, and I change employer"), outcomes.CHANGE),
        Answer("renew", _("Yes, and it expires"), outcomes.RENEW),
        Answer("no", NO, INSIDE),
    ),
)  # fmt: skip
WHERE = Question(
    "where", _("Where are you now?"),
    (Answer("abroad", _("Abroad"), OFFER), Answer("china", _("In China"), PERMIT)),
)  # fmt: skip
PURPOSE = Question(
    "purpose", _("What do you come for?"),
    (
        Answer("business", _("Business and trade"), outcomes.BUSINESS),
        Answer("exchange", _("Exchange, a visit or a study tour"), outcomes.EXCHANGE),
        Answer("urgent", _("An emergency, without time for a visa"), outcomes.URGENT),
    ),
)  # fmt: skip
ONWARD = Question(
    "onward", _("Do you travel on to a third country within 10 days, with a booked seat?"),
    (Answer("yes", YES, outcomes.TRANSIT), Answer("no", NO, PURPOSE)),
)  # fmt: skip
RELATIVE = Question(
    "relative", _("Whom do you join?"),
    (
        Answer("foreigner", _("A foreigner who works or lives in China"), outcomes.FAMILY),
        Answer("citizen", _("A Chinese citizen or a permanent resident"), outcomes.REUNION),
    ),
)  # fmt: skip
ARRIVAL = Question(
    "matter", _("What is it about?"),
    (
        Answer("arrived", _("I have just arrived to work"), outcomes.ARRIVED),
        Answer("lodging", _("I have a new place to live"), outcomes.LODGING),
        Answer("expires", _("My permit expires"), outcomes.RENEW),
        Answer("change", _("I change employer or passport"), outcomes.CHANGE),
        Answer("end", _("My contract ends"), outcomes.LEAVE),
    ),
)  # fmt: skip
FIRST = Question(
    "aim", _("What do you want to do?"),
    (
        Answer("work", _("Work in Qingdao"), WHERE),
        Answer("visit", _("Visit, or pass through"), ONWARD),
        Answer("family", _("Join my family"), RELATIVE),
        Answer("here", _("Settle a matter of a stay that has begun"), ARRIVAL),
        Answer("stay", _("Stay for good"), outcomes.FOREVER),
    ),
)  # fmt: skip


def walk(answers: Mapping[str, str]) -> tuple[list[Given], Question | Outcome]:
    """As far as the answers lead: those that count, and what comes next. What does not belong there is left out."""
    given: list[Given] = []
    place: Question | Outcome = FIRST
    while isinstance(place, Question):
        answer = place.answer(answers.get(place.name, ""))
        if answer is None:
            break
        given.append(Given(place, answer))
        place = answer.leads
    return given, place


def ways(place: Question = FIRST, before: tuple[Given, ...] = ()) -> Iterator[tuple[tuple[Given, ...], Outcome]]:
    """Every way from the first question to an outcome."""
    for answer in place.answers:
        way = (*before, Given(place, answer))
        if isinstance(answer.leads, Question):
            yield from ways(answer.leads, way)
        else:
            yield way, answer.leads
