"""What is known of the reader's own enterprise, as answers of the check-up."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from policies.forms import shown_fact
from policies.matching.answers import Answers, write
from policies.matching.catalogue import Catalogue
from policies.profiles import Known, profiles_for
from policies.rules.texts import Day


@dataclass(frozen=True)
class Start:
    """An enterprise with which the check-up can begin."""

    title: str
    rows: list[dict[str, str]]
    url: str


def starts_for(user: Any, catalogue: Catalogue) -> list[Start]:
    """Each fact with its source and day; what the rules do not ask or cannot use stays out."""
    starts = []
    for profile in profiles_for(user):
        facts = {
            catalogue.asked(one.code): one for one in profile.facts if catalogue.asked(one.code) in catalogue.questions
        }
        answers = Answers(catalogue, {code: write(one.value) for code, one in facts.items()}).usable()
        rows = [_row(catalogue, one, answers.facts[code]) for code, one in facts.items() if code in answers.facts]
        if rows:
            starts.append(Start(profile.title, rows, f"{reverse('match:start')}?{answers.query()}"))
    return starts


def _row(catalogue: Catalogue, known: Known, value: Any) -> dict[str, str]:
    question = catalogue.questions[catalogue.asked(known.code)]
    return {"label": str(question.label), "value": shown_fact(question, value), "source": source_of(known)}


def source_of(known: Known) -> str:
    return _("%(source)s, %(day)s") % {"source": known.source, "day": Day(known.on)}


def sources_for(user: Any, answers: Answers) -> dict[str, str]:
    """Where an answer comes from that stands as it was known already."""
    texts = answers.texts()
    return {
        code: source_of(one)
        for profile in profiles_for(user)
        for one in profile.facts
        if texts.get(code := answers.catalogue.asked(one.code)) == write(one.value)
    }
