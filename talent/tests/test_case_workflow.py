"""Role × state → exactly the open steps of a facilitation case, with strangers who have one of their own."""

from datetime import timedelta

import pytest

from enterprises.tests.factories import MembershipFactory, official
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.core import clock
from portal.reviews.enums import RequestKind
from portal.reviews.exceptions import StepForbidden, StepRefused
from talent import consents
from talent.cases.checks import mark_needed
from talent.cases.enums import FINAL_STATES, CaseKind, CaseState, CheckCode, Standing
from talent.cases.exceptions import CaseError, CaseIncomplete
from talent.enums import ConsentKind
from talent.models import TalentCase
from talent.tests.cases import ISSUE, LINES, agency, draft, move, reread, talent_case_in, talent_cast
from talent.workflow import talent_case_flow

pytestmark = pytest.mark.django_db
S = CaseState
DESK = {
    S.SUBMITTED: {"accept", "refuse_acceptance", "send_back"},
    S.ACCEPTED: {"begin_checks", "cancel"},
    S.CHECKING: {"ask_partner", "draft_letter", "cancel"},
    S.WITH_PARTNER: {"enter_answer", "cancel"},
    S.ISSUED: {"cancel"},
    S.COLLECTED: {"cancel"},
    S.CLOSED: {"cancel"},
}
OPEN: dict[str, dict[str, set[str]]] = {
    "person": {
        S.DRAFT: {"submit", "withdraw"},
        S.SUBMITTED: {"withdraw"},
        S.RETURNED: {"resubmit", "withdraw"},
        S.ACCEPTED: {"withdraw"},
        S.CHECKING: {"withdraw"},
        S.WITH_PARTNER: {"withdraw"},
        S.ISSUED: {"collect"},
    },
    "desk": DESK,
    "second": DESK | {S.LETTER_DRAFTED: {"return_letter", "sign_letter"}},
}


@pytest.mark.parametrize("state", list(S))
def test_open_steps_by_role(state):
    people = talent_cast()
    case = talent_case_in(state, people)
    everybody = {"person": people.person.user, "desk": people.desk, "second": people.second, "agent": people.agent}
    found = {name: set(talent_case_flow.open_steps(case, user)) for name, user in everybody.items()}
    assert found == {name: OPEN.get(name, {}).get(state, set()) for name in everybody}


@pytest.mark.parametrize("state", list(S))
def test_strangers_have_no_steps_and_do_not_see_the_case(state):
    """Each of them has a case of their own, or the same post in another unit, or administers the portal."""
    case = talent_case_in(state)
    other = talent_cast(2)
    talent_case_in(S.SUBMITTED, other)
    elsewhere = Unit.objects.create(code="QD-XX", kind="bureau", name_zh="他局", name_en="Other")
    strangers = [
        other.person.user,
        other.agent,
        official(Role.TALENT_DESK, elsewhere),
        official(Role.CASE_MANAGER),
        official(Role.LEADERSHIP),
        official(Role.TALENT_DESK, elsewhere, is_superuser=True),
    ]
    for stranger in strangers:
        assert talent_case_flow.open_steps(case, stranger) == {}
        assert case not in TalentCase.objects.visible_to(stranger)
        assert case not in TalentCase.objects.readable_by(stranger)


@pytest.mark.parametrize("state", list(S))
def test_one_open_item_unless_final(state):
    case = talent_case_in(state)
    assert case.work_items.filter(closed_at=None).count() == (0 if state in FINAL_STATES else 1)


def test_an_official_works_on_no_case_of_their_own():
    people = talent_cast()
    case = talent_case_in(S.SUBMITTED, people)
    MembershipFactory(user=people.desk, enterprise=people.employer)
    assert talent_case_flow.open_steps(case, people.desk) == {}
    with pytest.raises(StepForbidden):
        talent_case_flow.take(case, "accept", people.desk)


def test_a_draft_does_not_exist_for_the_desk():
    people = talent_cast()
    case = draft(people)
    assert case not in TalentCase.objects.visible_to(people.desk)
    assert case in TalentCase.objects.visible_to(people.person.user)


def test_a_case_is_sent_only_when_it_is_complete():
    people = talent_cast()
    case = draft(people, purpose="")
    with pytest.raises(CaseIncomplete) as refused:
        talent_case_flow.take(case, "submit", people.person.user)
    assert refused.value.details["missing"] == ["visit"]


def test_a_second_list_of_corrections_is_refused():
    people = talent_cast()
    case = talent_case_in(S.RETURNED, people)
    case.requests.get().lines.update(answered_at=case.submitted_at)
    move(case, "resubmit", people)
    with pytest.raises(StepRefused):
        talent_case_flow.take(case, "send_back", people.desk, lines=LINES)


@pytest.mark.parametrize(("kind", "starts_anew"), [(RequestKind.INCOMPLETE, True), (RequestKind.INCORRECT, False)])
def test_corrections_start_the_clock_anew_or_let_it_go_on(kind, starts_anew):
    people = talent_cast()
    case = talent_case_in(S.SUBMITTED, people)
    with clock.at(clock.now() + timedelta(days=5)):
        talent_case_flow.take(case, "send_back", people.desk, lines=LINES, kind=kind)
        case.requests.get().lines.update(answered_at=clock.now())
        move(case, "resubmit", people)
        item = case.work_items.get(closed_at=None)
        assert (item.limit_number == 3) is starts_anew


def test_a_letter_waits_for_its_checks():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    with pytest.raises(CaseError, match=r"Identity|身份"):
        talent_case_flow.take(case, "draft_letter", people.desk, **ISSUE)


def test_a_consent_that_falls_away_after_the_draft_stops_the_signature():
    people = talent_cast()
    case = talent_case_in(S.LETTER_DRAFTED, people)
    mark_needed(case, (CheckCode.EMPLOYER,), Standing.NEEDED, None)
    with pytest.raises(CaseError):
        talent_case_flow.take(case, "sign_letter", people.second)


def test_the_drafter_never_signs():
    people = talent_cast()
    case = talent_case_in(S.LETTER_DRAFTED, people)
    with pytest.raises(StepForbidden):
        talent_case_flow.take(case, "sign_letter", people.desk)


def test_a_draft_that_was_sent_back_is_drafted_anew():
    people = talent_cast()
    case = talent_case_in(S.LETTER_DRAFTED, people)
    move(case, "return_letter", people)
    assert set(talent_case_flow.open_steps(reread(case), people.desk)) == DESK[S.CHECKING]
    move(case, "draft_letter", people)
    move(case, "sign_letter", people)
    assert [bool(letter.code) for letter in case.letters.all()] == [False, True]


def test_only_what_a_kind_needs_is_asked_of_a_partner():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people, CaseKind.INVITATION)
    with pytest.raises(StepRefused):
        talent_case_flow.take(case, "ask_partner", people.desk, agency=agency(), question="?")


def test_no_authority_is_asked_about_somebody_who_has_not_agreed():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    consents.withdraw(people.person, ConsentKind.SHARE_AUTHORITY, people.person.user)
    with pytest.raises(StepRefused):
        talent_case_flow.take(case, "ask_partner", people.desk, agency=agency(), question="?")
    consents.give(people.person, ConsentKind.SHARE_AUTHORITY, people.person.user)
    talent_case_flow.take(reread(case), "ask_partner", people.desk, agency=agency(), question="?")
    assert reread(case).state == S.WITH_PARTNER


def test_the_checks_follow_the_steps():
    people = talent_cast()
    case = talent_case_in(S.WITH_PARTNER, people)
    found = {check.code: check.standing for check in case.checks.all()}
    assert found["confirmation"] == Standing.UNDER_WAY
    talent_case_flow.take(case, "enter_answer", people.desk, confirmed=False, answer="No such class.")
    assert case.checks.get(code="confirmation").standing == Standing.NEEDED
    assert case.partner_questions.get().confirmed is False


@pytest.mark.parametrize("kind", list(CaseKind))
def test_every_kind_comes_to_its_letter(kind):
    case = talent_case_in(S.COLLECTED, kind=kind)
    assert case.letters.get().valid_until is not None
    assert {check.standing for check in case.checks.all()} <= {Standing.DONE, Standing.NOT_NEEDED}
