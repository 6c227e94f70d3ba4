"""The result as a PDF."""

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from policies.matching.answers import Answers
from policies.matching.cards import CARD_TONES, Card, headline, not_added_up
from policies.matching.findings import CheckUp, Finding, Standing
from policies.matching.kept import link_to
from policies.matching.questions import answer_lines
from policies.models import RuleBook
from policies.rules.texts import Day
from portal.core import clock
from portal.core.dates import moment_text
from portal.core.papers import open_pdf

# A paper of more rows is no advice; the link leads to all of them.
MOST_ROWS = 60


def check_up_pdf(found: CheckUp, answers: Answers) -> bytes:
    """In the reader's language. Raises BusyError and PdfError."""
    return open_pdf("check_up", lambda: paper_data(found, answers))


def paper_data(found: CheckUp, answers: Answers) -> dict[str, Any]:
    now = clock.now()
    demo = any(one.measure.is_demo for one in found.findings)
    return {
        "language": "zh" if (get_language() or "").startswith("zh") else "en",
        "made": f"{now:%Y-%m-%d %H:%M}",
        "made_text": moment_text(now),
        "title": _("Policy check-up"),
        "portal": _("Qingdao Digital Trade Portal"),
        "demo": _("Demo data: measures and amounts only show how the portal works; they are not policy documents.")
        if demo
        else "",
        "headline": headline(found),
        "advice": _("This is advice from the answers below, not a decision. What counts is the application."),
        "total": not_added_up(found),
        "labels": {
            "measure": _("Measure"), "amount": _("Amount"), "window": _("Window"), "answers": _("Your answers"),
            "provisional": _("provisional"), "link": _("The same result online"),
            "no_names": _("The link holds these answers and no name, number or address of anybody."),
        },
        "rules": _rules(),
        "answers": [[one.label, one.value] for one in answer_lines(answers, "")],
        "groups": _groups(found, answers),
        "link": link_to(answers),
    }  # fmt: skip


def _rules() -> str:
    version = RuleBook.objects.values_list("version", flat=True).get(pk=1)
    return _("Worked out with version %(version)s of the rule vocabulary; the version of the rules of each measure "
             "stands beside its code.") % {"version": version}  # fmt: skip


def _groups(found: CheckUp, answers: Answers) -> list[dict[str, Any]]:
    named = [
        (_("You meet the conditions"), Standing.MEETS, found.meets),
        (_("Needs an answer"), Standing.NEEDS_ANSWER, found.waiting),
        (_("For an official to judge"), Standing.NEEDS_ANSWER, found.for_officials),
        (_("Does not fit"), Standing.DOES_NOT, found.does_not),
    ]
    return [
        {
            "title": title,
            "tone": CARD_TONES[standing],
            "count": len(members),
            "rows": [_row(one, answers) for one in members[:MOST_ROWS]],
            "more": _more(len(members) - MOST_ROWS),
        }
        for title, standing, members in named
        if members
    ]


def _row(one: Finding, answers: Answers) -> dict[str, Any]:
    card = Card(one, answers)
    version = _("%(code)s, version %(version)s of %(day)s") % {
        "code": one.measure.code, "version": one.measure.version,
        "day": Day(one.measure.updated_at.astimezone(clock.now().tzinfo).date()),
    }  # fmt: skip
    return {
        "title": card.measure.title, "version": version, "amount": card.amount, "provisional": card.provisional,
        "window": card.chip, "until": card.aside, "reason": card.reason,
    }  # fmt: skip


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("%(count)s more online", "%(count)s more online", count) % {"count": count}
