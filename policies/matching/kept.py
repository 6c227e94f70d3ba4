"""A result that was kept: from the link back to answers, with a word on what has changed since."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.matching.answers import Answers
from policies.matching.catalogue import Catalogue
from policies.matching.links import pack, unpack
from policies.rules.texts import listing


@dataclass(frozen=True)
class Opened:
    """`notes`: what a reader of an old link must know."""

    answers: Answers
    notes: list[str] = field(default_factory=list)


def opened(catalogue: Catalogue, data: QueryDict) -> Opened:
    """The answers of an address: packed (`k`) or plain. Raises LinkError."""
    word = data.get("k", "")
    if not word:
        return Opened(Answers.read(catalogue, data))
    kept = unpack(catalogue, word)
    answers = Answers(catalogue, kept.typed)
    notes = [_("The questions have changed since this link was made. The result is that of today’s rules.")]
    notes = notes if kept.changed or kept.lost else []
    if kept.lost:
        text = ngettext(
            "%(count)s answer is about something that the rules no longer ask. It was left out.",
            "%(count)s answers are about something that the rules no longer ask. They were left out.",
            kept.lost,
        )
        notes.append(text % {"count": kept.lost})
    if answers.form.errors:
        labels = [str(catalogue.questions[code].label) for code in answers.form.errors]
        notes.append(_("These answers no longer fit and were left out: %(labels)s.") % {"labels": listing(labels)})
    return Opened(answers.usable() if answers.form.errors else answers, notes)


def link_to(answers: Answers) -> str:
    """The whole address of the result, for a mail or a printed page."""
    word = pack(answers.catalogue, answers.texts())
    return f"{settings.SITE_URL}{reverse('match:result')}?k={word}"
