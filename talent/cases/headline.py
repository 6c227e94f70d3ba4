"""The loudest part of a case's page: what the reader must do next, or who does and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.core.dates import by_text, day_text
from talent.cases.enums import CaseState
from talent.cases.permissions import current_item
from talent.cases.reading import Reader
from talent.cases.standing_still import pause_words
from talent.models import NamedRequest, TalentCase, TalentLetter


@dataclass(frozen=True)
class Headline:
    tone: str
    headline: str
    text: str = ""
    chip: str = ""
    due: str = ""
    action_url: str = ""
    action_label: str = ""


def headline(
    case: TalentCase, reader: Reader, asked: Sequence[NamedRequest] = (), letter: TalentLetter | None = None
) -> Headline:
    """`asked` are the open named requests that the reader may answer, `letter` what they may read."""
    if asked:
        return Headline(
            "tile",
            _("Please answer what is asked below"),
            _("The desk goes on with it when your answer is there."),
            _("You need to act"),
            due=by_text(min(one.due_on for one in asked), False),
        )
    if reader.is_person and case.state == CaseState.DRAFT:
        return Headline(
            "sand",
            _("Finish and send your case"),
            _("Nobody works on it before you have sent it."),
            _("Draft"),
            action_url=_to(case, "case_form"),
            action_label=_("Continue"),
        )
    if reader.is_person and case.state == CaseState.RETURNED:
        return Headline(
            "tile",
            _("Please correct what is listed below"),
            _("One complete list; only these places are open."),
            _("You need to act"),
            due=_due(case),
        )
    if reader.is_person and case.state == CaseState.ISSUED:
        return Headline(
            "pine",
            _("Your letter is ready"),
            _("Open it here; whoever checks it can verify its code without an account."),
            due=_due(case),
            action_url=_to(case, "case_letter"),
            action_label=_("Open the letter"),
        )
    if letter is not None and letter.opened_at is None:
        return Headline(
            "tile",
            str(case.party_state),
            _("A letter gives the reasons and the ways to appeal. When you open it, the day is written down."),
            _("A letter for you"),
            action_url=_to(case, "case_letter"),
            action_label=_("Open the letter"),
        )
    return _waiting(case)


def _waiting(case: TalentCase) -> Headline:
    item = current_item(case)
    text = ""
    if item is not None and item.desk != Role.APPLICANT:
        text = _("%(who)s must act now; you need not do anything.") % {"who": item.unit or item.get_desk_display()}
    return Headline(case.tone, str(case.party_state), text, due=_due(case))


def _due(case: TalentCase) -> str:
    item = current_item(case)
    if item is None or item.due_on is None:
        return ""
    if item.paused_at:
        return pause_words(item)
    return by_text(item.due_on, item.due_provisional)


def estimate_words(estimate: Any) -> str:
    """Between which days, in words; one day where both are the same."""
    if estimate is None:
        return ""
    if estimate.first == estimate.last:
        return _("on %(day)s") % {"day": day_text(estimate.last)}
    days = {"first": day_text(estimate.first), "last": day_text(estimate.last)}
    return _("between %(first)s and %(last)s") % days


def _to(case: TalentCase, name: str) -> str:
    return reverse(f"talent:{name}", args=[case.number])
