"""The letter of a case as PDF, in Chinese and English, with a code that anybody can verify."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enterprises.limits import legal_limit
from enterprises.masks import masked_name
from enterprises.receipts import qr_rows, verify_url
from enterprises.verifying import ISSUED, REVOKED, RUN_OUT, Verified
from enterprises.verifying import register as register_look_up
from portal.accounts.enums import BUREAU
from portal.accounts.models import Unit, User
from portal.audit.actions import record
from portal.core import clock
from portal.core.pdf import render
from portal.reviews.flow import flows
from talent.cases.enums import CaseKind, CaseState, LetterOutcome
from talent.cases.table import row_of_kind
from talent.models import TalentCase, TalentLetter

OUTCOMES = {
    LetterOutcome.REFUSE: ("不予批准告知书", "Notice of refusal"),
    LetterOutcome.NOT_ACCEPTED: ("不予受理告知书", "Notice of non-acceptance"),
    LetterOutcome.LAPSED: ("办理终止告知书", "Notice of closure"),
}


def title_of(letter: TalentLetter) -> tuple[str, str]:
    if letter.outcome == LetterOutcome.ISSUE:
        row = row_of_kind(letter.case.kind)["letter"]
        return row["zh"], row["en"]
    return OUTCOMES[LetterOutcome(letter.outcome)]


def letter_pdf(letter: TalentLetter) -> bytes:
    """The same bytes for the same letter. The holder's name stands in it, and nothing else of the passport."""
    return render("talent_letter", letter_data(letter))


def letter_data(letter: TalentLetter) -> dict[str, Any]:
    case = letter.case
    issue = letter.outcome == LetterOutcome.ISSUE
    zh, en = title_of(letter)
    return {
        "number": case.number,
        "title": [zh, en],
        "made": _day(letter.signed_at),
        "decided": _day(letter.signed_at),
        "issue": issue,
        "kind": _both(lambda: CaseKind(case.kind).label),
        "holder": _holder(case),
        "employer": case.employer_name,
        "arrives": case.arrives_on.isoformat() if issue and case.arrives_on else "",
        "leaves": case.leaves_on.isoformat() if issue and case.leaves_on else "",
        "valid_until": letter.valid_until.isoformat() if letter.valid_until else "",
        "body": [letter.body_zh, letter.body_en],
        "basis": letter.basis,
        "remedies": {} if issue else remedies(),
        "authority": _authority(),
        "code": letter.code,
        "verify_at": verify_url(letter.code),
        "qr": qr_rows(verify_url(letter.code)),
        "sha256": fingerprint(letter),
        "demo": case.is_demo,
    }


def remedies() -> dict[str, int]:
    """行政复议法 art. 20, 行政诉讼法 art. 46."""
    return {"days": legal_limit("FY-FILE")["n"], "months": legal_limit("SUIT")["n"]}


def fingerprint(letter: TalentLetter) -> str:
    """Of what was decided, for whom and until when, apart from how the paper looks."""
    if letter.kept_fingerprint:
        return letter.kept_fingerprint
    case = letter.case
    said = {
        "number": case.number,
        "code": letter.code,
        "kind": case.kind,
        "outcome": letter.outcome,
        "holder": case.person_id,
        "body_zh": letter.body_zh,
        "body_en": letter.body_en,
        "basis": letter.basis,
        "valid_until": str(letter.valid_until or ""),
        "signed": letter.signed_at.isoformat() if letter.signed_at else "",
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _holder(case: TalentCase) -> list[str]:
    """In Latin letters as in the passport; the name in its own script beside it."""
    person = case.person
    return [person.latin_name, person.own_name or person.chinese_name] if person is not None else ["", ""]


def _both(words: Any) -> list[str]:
    found = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.append(str(words()))
    return found


def _authority() -> list[str]:
    unit = Unit.objects.filter(code=BUREAU).first()
    return [unit.name_zh, unit.name_en] if unit else ["", ""]


def _day(moment: Any) -> str:
    return moment.astimezone(clock.now().tzinfo).date().isoformat() if moment else ""


def open_letter(letter: TalentLetter, user: User) -> None:
    """The person opens it: limits to appeal count from now, and an issued letter is collected."""
    case = letter.case
    with transaction.atomic():
        if TalentLetter.objects.filter(pk=letter.pk, opened_at=None).update(opened_at=clock.now()):
            record(scope=f"case:{case.pk}", verb="open_letter", actor=user, target=case.number)
        if case.state == CaseState.ISSUED and letter.outcome == LetterOutcome.ISSUE:
            flows["talent_case"].take(case, "collect", user)


# --- verification -------------------------------------------------------------------------------------


def look_up(code: str) -> Verified | None:
    """For whoever holds the letter, at a border or a consulate: kind, day, a masked holder, whether it counts."""
    found = TalentLetter.objects.filter(code=code).select_related("case__person").first()
    if found is None:
        return None
    zh, en = title_of(found)
    name = found.case.person.latin_name if found.case.person is not None else ""
    return Verified(
        kind=zh if (translation.get_language() or "").startswith("zh") else en,
        code=found.code,
        number=found.case.number,
        measure=str(CaseKind(found.case.kind).label),
        holder=masked_name(name) if name else "",
        taken_at=found.signed_at.astimezone(clock.now().tzinfo),
        sha256=fingerprint(found),
        standing=standing_of(found),
        is_demo=found.case.is_demo,
        measure_label=_("Kind of case"),
        holder_label=_("Holder"),
        valid_until=found.valid_until,
    )


def standing_of(letter: TalentLetter) -> str:
    if letter.revoked_at is not None or not letter.is_current:
        return REVOKED
    over = letter.valid_until is not None and letter.valid_until < clock.today()
    return RUN_OUT if over else ISSUED


def register() -> None:
    """Called when the portal starts."""
    register_look_up(look_up)
