"""Who may do what with a facilitation case that exists for them."""

import rules

from enterprises.permissions import role_in
from portal.accounts.models import User
from portal.reviews.models import WorkItem
from talent.case_querysets import desks_of
from talent.cases.enums import CaseState, HelperScope, LetterOutcome
from talent.models import CaseHelper, TalentCase, TalentLetter


@rules.predicate
def is_person(user: User, case: TalentCase) -> bool:
    """Whom the case is for."""
    return case.person is not None and case.person.user_id == user.pk


@rules.predicate
def acts_for_employer(user: User, case: TalentCase) -> bool:
    """Of the employer's people today. One that was named and declined is no party."""
    employer = case.employer
    return employer is not None and case.employer_declined_at is None and role_in(user, employer) is not None


@rules.predicate
def nobody_took_it_up(user: User, case: TalentCase) -> bool:
    return case.person_id is None


@rules.predicate
def is_at_talent_desk(user: User, case: TalentCase) -> bool:
    """Of the case's own desk; nobody works on a case of their own."""
    return case.unit_id in desks_of(user) and not (is_person(user, case) or acts_for_employer(user, case))


@rules.predicate
def is_not_drafter(user: User, case: TalentCase) -> bool:
    letter = current_letter(case)
    return letter is None or letter.drafter_id != user.pk


@rules.predicate
def drafted_to_issue(user: User, case: TalentCase) -> bool:
    letter = current_letter(case)
    return letter is not None and letter.outcome == LetterOutcome.ISSUE


@rules.predicate
def drafted_to_refuse(user: User, case: TalentCase) -> bool:
    letter = current_letter(case)
    return letter is not None and letter.outcome == LetterOutcome.REFUSE


def employer_reads(user: User, case: TalentCase) -> bool:
    """More than the state: only once the person has consented."""
    return case.employer_sees_since is not None and acts_for_employer(user, case)


def helping(user: User, case: TalentCase) -> CaseHelper | None:
    """The person's running access as a helper, if any; read once per instance and reader."""
    return case.remembered(f"helper:{user.pk}", lambda: case.helpers.active().filter(user=user).first())


def reads_in_full(user: User, case: TalentCase) -> bool:
    """The same as `TalentCase.objects.readable_by`, for a case that is read already."""
    if is_person(user, case) or employer_reads(user, case) or is_at_talent_desk(user, case):
        return True
    found = helping(user, case)
    return found is not None and found.scope != HelperScope.STATE


def may_answer(user: User, case: TalentCase) -> bool:
    """Answers requests and gives files: the person, and a helper whose scope goes so far."""
    if is_person(user, case):
        return True
    found = helping(user, case)
    return found is not None and found.scope == HelperScope.ANSWER


def current_letter(case: TalentCase) -> TalentLetter | None:
    """The letter that counts, drafted or signed; read once until the case moves."""
    return case.remembered(
        "decision", lambda: case.letters.filter(is_current=True).select_related("drafter", "signer").first()
    )


def issued_letter(case: TalentCase) -> TalentLetter | None:
    """The letter that the parties may read; a draft does not exist for them."""
    letter = current_letter(case)
    return letter if letter is not None and letter.signed_at and case.state != CaseState.LETTER_DRAFTED else None


def letter_for(user: User, case: TalentCase) -> TalentLetter | None:
    """It is the person's: the employer and helpers read it once the person has opened it, never before."""
    letter = issued_letter(case) if reads_in_full(user, case) else None
    return letter if letter is not None and (letter.opened_at is not None or is_person(user, case)) else None


def current_item(case: TalentCase) -> WorkItem | None:
    """The open work item; read once until the case moves."""
    return case.remembered(
        "item", lambda: case.work_items.filter(closed_at=None).select_related("unit", "holder").first()
    )
