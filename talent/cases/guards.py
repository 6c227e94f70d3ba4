"""What must hold before a step of a case is taken. Each raises a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import clock
from portal.reviews.exceptions import StepRefused
from talent import consents
from talent.cases.checks import open_before_letter
from talent.cases.enums import CheckCode, LetterOutcome, Standing
from talent.cases.exceptions import CaseError, CaseIncomplete
from talent.cases.sections import missing_sections
from talent.cases.targets import targets, untouched_lines
from talent.enums import ConsentKind
from talent.models import Agency, TalentCase

Data = dict[str, Any]
# What the form writes, which a second tab may have changed since this page was drawn.
WRITTEN = ("kind", "purpose", "arrives_on", "leaves_on", "earlier_letter", "employer_id", "employer_named")


def reads_anew(case: TalentCase, user: User | None, data: Data) -> None:
    """What is sent is what is stored now, not what this process read before it got the lock."""
    fresh = TalentCase.objects.get(pk=case.pk)
    for name in (*WRITTEN, "person_id", "done_sections", "employer_confirmed_at", "employer_sees_since"):
        setattr(case, name, getattr(fresh, name))
    case.forget()


def everything_is_there(case: TalentCase, user: User | None, data: Data) -> None:
    missing = missing_sections(case)
    if missing:
        names = _(", ").join(str(section.title) for section in missing)
        raise CaseIncomplete(
            _("Complete these sections first: %(names)s.") % {"names": names}, missing=[one.slug for one in missing]
        )


def asks_once(case: TalentCase, user: User | None, data: Data) -> None:
    """One complete list (by analogy with 行政许可法 art. 32(4)): what was visible the first time is not asked later."""
    if case.requests.exists():
        raise StepRefused(_("A correction was requested once already. Accept the case, or refuse it with the reason."))


def names_what_to_correct(case: TalentCase, user: User | None, data: Data) -> None:
    lines, known = data.get("lines") or [], targets(case)
    if not lines:
        raise CaseError(_("Mark at least one field or paper, and say why it must be corrected."))
    for line in lines:
        if line["target"] not in known:
            raise CaseError(_("“%(target)s” is not part of this case.") % {"target": line["target"]})
        if not line["why"].strip():
            raise CaseError(_("Say why “%(name)s” must be corrected.") % {"name": known[line["target"]]})


def corrections_are_made(case: TalentCase, user: User | None, data: Data) -> None:
    untouched = untouched_lines(case)
    if untouched:
        raise CaseError(_("Still to be corrected: %(names)s.") % {"names": _(", ").join(untouched)})


def names_authority_and_question(case: TalentCase, user: User | None, data: Data) -> None:
    if not isinstance(data.get("agency"), Agency):
        raise CaseError(_("Choose the partner authority that is asked."))
    if not (data.get("question") or "").strip():
        raise CaseError(_("Write what the partner authority should confirm."))


def confirmation_is_needed(case: TalentCase, user: User | None, data: Data) -> None:
    if case.checks.filter(code=CheckCode.CONFIRMATION, standing=Standing.NOT_NEEDED).exists():
        raise StepRefused(_("This case needs no confirmation by a partner authority. Mark it as needed first."))


def may_be_passed_on(case: TalentCase, user: User | None, data: Data) -> None:
    """Another authority learns of a person what that person has agreed to (PIPL 23 and 29)."""
    if case.person is None or not consents.has_consent(case.person, ConsentKind.SHARE_AUTHORITY):
        raise StepRefused(
            _("The person has not agreed that their details go to other authorities. Ask them by a named request to "
              "agree on the page of their rights.")
        )  # fmt: skip


def says_yes_or_no(case: TalentCase, user: User | None, data: Data) -> None:
    if data.get("confirmed") not in (True, False):
        raise CaseError(_("Say whether the partner authority confirms."))
    if not data["confirmed"] and not (data.get("answer") or "").strip():
        raise CaseError(_("Write down why the partner authority does not confirm."))


def no_request_is_open(case: TalentCase, user: User | None, data: Data) -> None:
    if case.named_requests.filter(answered_at=None, withdrawn_at=None).exists():
        raise StepRefused(_("A named request is still open. Wait for its answer, or withdraw it."))


def letter_fits(case: TalentCase, user: User | None, data: Data) -> None:
    """Both halves of a bilingual letter, and what the outcome needs."""
    if data.get("outcome") not in (LetterOutcome.ISSUE, LetterOutcome.REFUSE):
        raise CaseError(_("Choose whether the letter is issued or refused."))
    if not ((data.get("body_zh") or "").strip() and (data.get("body_en") or "").strip()):
        raise CaseError(_("Write the text in Chinese and in English: the letter carries both."))
    until = data.get("valid_until")
    if until is not None and until < clock.today():
        raise CaseError(_("The letter would have run out already. Choose a later day."))
    if data["outcome"] == LetterOutcome.ISSUE:
        checks_are_done(case, user, data)
    elif not (data.get("basis") or "").strip():
        raise CaseError(_("Name the legal basis of the refusal."))


def checks_are_done(case: TalentCase, user: User | None, data: Data) -> None:
    """Also when it is signed: a consent may have been withdrawn since the draft."""
    case.forget("checks")
    missing = open_before_letter(case)
    if missing:
        names = _(", ").join(str(check.get_code_display()) for check in missing)
        raise CaseError(_("A letter needs these checks first: %(names)s.") % {"names": names})
