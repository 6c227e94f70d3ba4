"""What a party reads of a case: where it stands, the checks in sentences, what happened, what is next and when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.enums import Role
from portal.calendars.workdays import due_on
from portal.core import clock
from portal.core.dates import by_text, moment_text, number_of
from portal.reviews.flow import flows
from portal.reviews.models import Transition
from talent.cases.checks import checks_of
from talent.cases.enums import CaseState, CheckCode, Standing
from talent.cases.permissions import current_item
from talent.cases.standing_still import pause_words
from talent.cases.table import limit, row_of_kind, stage
from talent.models import CaseCheck, TalentCase

# The way of a case that nothing delays; the partner's stage only where a confirmation is needed.
WAY = ("acceptance", "begin", "checking", "partner", "signature")
STAGE_OF = {
    CaseState.SUBMITTED: "acceptance",
    CaseState.RETURNED: "acceptance",
    CaseState.ACCEPTED: "begin",
    CaseState.CHECKING: "checking",
    CaseState.WITH_PARTNER: "partner",
    CaseState.LETTER_DRAFTED: "signature",
}
STAGES = {
    "acceptance": gettext_lazy("Acceptance"),
    "begin": gettext_lazy("Beginning of the checks"),
    "checking": gettext_lazy("Checks"),
    "partner": gettext_lazy("Answer of the partner authority"),
    "signature": gettext_lazy("Signature of the letter"),
}
TONES = {Standing.DONE: "pine", Standing.UNDER_WAY: "sea", Standing.NEEDED: "sand", Standing.NOT_NEEDED: "plain"}
S, C = Standing, CheckCode
SENTENCES: dict[tuple[str, str], Any] = {
    (C.IDENTITY, S.NEEDED): gettext_lazy("The passport data still have to be compared with the scan."),
    (C.IDENTITY, S.UNDER_WAY): gettext_lazy("The passport data are being compared with the scan."),
    (C.IDENTITY, S.DONE): gettext_lazy("The passport data agree with the scan."),
    (C.EMPLOYER, S.NEEDED): gettext_lazy(
        "The employer must confirm that it knows of this case; for that the person must let it read the case."
    ),
    (C.EMPLOYER, S.UNDER_WAY): gettext_lazy("We are checking the employer."),
    (C.EMPLOYER, S.DONE): gettext_lazy("The employer has confirmed the case."),
    (C.DOCUMENTS, S.NEEDED): gettext_lazy("Papers are still missing, or are looked at anew."),
    (C.DOCUMENTS, S.UNDER_WAY): gettext_lazy("The papers are being looked at."),
    (C.DOCUMENTS, S.DONE): gettext_lazy("The papers are complete and in order."),
    (C.CONFIRMATION, S.NEEDED): gettext_lazy("Another authority will have to confirm this; the desk asks it."),
    (C.CONFIRMATION, S.UNDER_WAY): gettext_lazy("The authority was asked; its answer is waited for."),
    (C.CONFIRMATION, S.DONE): gettext_lazy("The authority has confirmed."),
    (C.LETTER, S.NEEDED): gettext_lazy("The letter is drafted when the other checks are done."),
    (C.LETTER, S.UNDER_WAY): gettext_lazy("The letter is drafted; a second official reads and signs it."),
    (C.LETTER, S.DONE): gettext_lazy("The letter is signed."),
    (C.COLLECTION, S.NEEDED): gettext_lazy("The letter is collected here once it is signed."),
    (C.COLLECTION, S.UNDER_WAY): gettext_lazy("The letter is ready to be opened here."),
    (C.COLLECTION, S.DONE): gettext_lazy("The letter has been collected."),
}


@dataclass(frozen=True)
class CheckLine:
    title: str
    said: str
    standing: str
    tone: str
    note: str


def check_lines(case: TalentCase) -> list[CheckLine]:
    """One query, however the case stands."""
    return [_line(check, over=case.is_final) for check in checks_of(case)]


def _line(check: CaseCheck, *, over: bool) -> CheckLine:
    if over and check.standing in (S.NEEDED, S.UNDER_WAY):
        ended = _("The case ended before this was done.")
        return CheckLine(str(check.get_code_display()), ended, _("not done"), "plain", check.note)
    said = SENTENCES.get((check.code, check.standing), _("This kind of case does not need it."))
    return CheckLine(
        title=str(check.get_code_display()),
        said=str(said),
        standing=str(check.get_standing_display()),
        tone=TONES[Standing(check.standing)],
        note=check.note,
    )


def events(case: TalentCase, *, mine: bool) -> list[dict[str, Any]]:
    """The moves that the parties may see, the present one, and what is next: two queries. `mine`: the person reads."""
    moves = case.transitions.filter(visible=True).select_related("actor")
    you = _("you") if mine else _("the person")
    shown = [_past(move, case, you) for move in moves]
    item = current_item(case)
    if item is not None:
        acting = item.desk == Role.APPLICANT
        shown.append(
            {
                "title": case.party_state,
                "state": "current",
                "note": you if acting else str(item.unit or ""),
                "when": _now(item),
                "tone": "tile" if acting else "sea",
            }
        )
    return shown + _ahead(case)


def _past(move: Transition, case: TalentCase, you: str) -> dict[str, Any]:
    step = flows["talent_case"].steps[move.step]
    when = moment_text(move.at)
    return {
        "title": step.done,
        "state": "done",
        "note": _office(move, case, you),
        "when": f"{when} · {move.comment}" if move.comment else when,
    }


def _office(move: Transition, case: TalentCase, you: str) -> str:
    """A party reads the office, not an official's name."""
    if move.actor is None:
        return _("the portal, by the clock")
    if case.person is not None and move.actor_id == case.person.user_id:
        return you
    if move.actor_id == case.inviter_id:
        return _("the employer")
    return str(case.unit)


def _now(item: Any) -> str:
    if item.paused_at:
        return pause_words(item)
    return by_text(item.due_on, item.due_provisional) if item.due_on else ""


def _ahead(case: TalentCase) -> list[dict[str, Any]]:
    return [
        {
            "title": STAGES[code],
            "state": "next",
            "note": str(case.unit),
            "when": _("within %(time)s") % {"time": number_of(limit(code).n, limit(code).unit)},
        }
        for code in stages_ahead(case)
    ]


def stages_ahead(case: TalentCase) -> list[str]:
    """What comes after the present stage until the letter is there."""
    here = STAGE_OF.get(CaseState(case.state))
    if here is None:
        return []
    way = [code for code in WAY if code != "partner" or _asks_partner(case)]
    return [code for code in way if WAY.index(code) > WAY.index(here)]


def _asks_partner(case: TalentCase) -> bool:
    """Whether a confirmation is still to come."""
    known = {check.code: check.standing for check in checks_of(case)}
    default = S.NEEDED if C.CONFIRMATION in row_of_kind(case.kind)["checks"] else S.NOT_NEEDED
    return known.get(C.CONFIRMATION, default) in (S.NEEDED, S.UNDER_WAY)


@dataclass(frozen=True)
class Estimate:
    """Between which days the letter is to be expected, from the limits that lie ahead."""

    first: date
    last: date


def estimate(case: TalentCase) -> Estimate | None:
    """None while nobody can say: before it is sent, while the clock stands still, and when the letter is there."""
    here, item = STAGE_OF.get(CaseState(case.state)), current_item(case)
    if here is None or item is None or item.due_on is None or item.paused_at is not None:
        return None
    ahead = stages_ahead(case)
    last = max(item.due_on, clock.today())
    for code in ahead:
        last = due_on(last, limit(code).n, limit(code).unit).on
    fastest = stage(here)["fastest"] + sum(stage(code)["fastest"] for code in ahead)
    return Estimate(min(due_on(clock.today(), max(fastest, 1), "workday").on, last), last)
