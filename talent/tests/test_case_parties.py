"""The two parties: who invites, names, confirms and reads; and that a consent withdrawn closes what rested on it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from enterprises.enums import MemberRole
from enterprises.models import Membership
from enterprises.tests.factories import EnterpriseFactory, MembershipFactory, UnitFactory, UserFactory
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden
from talent import clear, consents
from talent.cases import access as helpers
from talent.cases import inquiries, parties
from talent.cases.beginning import begin_for_employer
from talent.cases.enums import CaseKind, CaseState, HelperScope, Standing
from talent.cases.exceptions import CaseError, PartyError
from talent.enums import ConsentKind
from talent.models import CaseHelper, Person, TalentCase
from talent.tests.cases import draft, reread, talent_case_in, talent_cast
from talent.tests.people import make_person
from talent.workflow import inquiry_flow, talent_case_flow

pytestmark = pytest.mark.django_db
S = CaseState
LINK = re.compile(r"/(?:join|help)/([^/\s]+)/")


def link_of(kind: str) -> str:
    """The secret of the link in the last mail of that kind."""
    message = Message.objects.filter(kind=f"cases/{kind}").latest("pk")
    return LINK.search(message.url).group(1)


def confirmed(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def invited():
    """A case that an employer began, and the person whose address was invited."""
    UnitFactory(code="QD-COM")
    people = talent_cast()
    confirmed(people.person.user)
    case = begin_for_employer(people.agent, people.employer, CaseKind.R_VISA)
    parties.invite(case, people.agent, people.person.user.email)
    return people, reread(case)


def test_the_invited_person_takes_the_case_up_and_the_employer_sees_the_state_alone(invited):
    people, case = invited
    parties.take_up(link_of("invited"), people.person.user, people.person)
    case = reread(case)
    assert case.person == people.person
    assert case in TalentCase.objects.visible_to(people.agent)
    assert case not in TalentCase.objects.readable_by(people.agent)
    assert case in TalentCase.objects.readable_by(people.person.user)
    assert people.person not in Person.objects.visible_to(people.agent)


def test_a_link_works_once_and_for_its_address_only(invited):
    people, _case = invited
    stranger = confirmed(UserFactory())
    token = link_of("invited")
    with pytest.raises(PartyError):
        parties.take_up(token, stranger, make_person("stranger@example.test"))
    parties.take_up(token, people.person.user, people.person)
    with pytest.raises(PartyError):
        parties.take_up(token, people.person.user, people.person)


def test_a_link_that_is_too_old_is_closed(invited):
    people, _case = invited
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(PartyError):
        parties.take_up(link_of("invited"), people.person.user, people.person)


def test_whoever_speaks_for_the_employer_is_not_the_person_too(invited):
    people, case = invited
    confirmed(people.agent)
    parties.invite(case, people.agent, people.agent.email)
    with pytest.raises(PartyError):
        parties.take_up(link_of("invited"), people.agent, Person.objects.create(user=people.agent, latin_name="A"))


def test_a_viewer_of_the_enterprise_invites_nobody():
    UnitFactory(code="QD-COM")
    people = talent_cast()
    viewer = MembershipFactory(enterprise=people.employer, role=MemberRole.VIEWER).user
    case = begin_for_employer(people.agent, people.employer, CaseKind.R_VISA)
    with pytest.raises(PartyError):
        parties.invite(case, viewer, "x@example.test")


@pytest.fixture
def named():
    """A draft in which the person named an employer that has not answered."""
    people = talent_cast()
    case = draft(
        people, employer=None, employer_confirmed_at=None, employer_confirmed_by=None, employer_sees_since=None
    )
    parties.name_employer(case, people.person.user, employer=people.employer)
    return people, case


def test_the_employer_confirms_only_what_it_may_read(named):
    people, case = named
    with pytest.raises(PartyError):
        parties.confirm_employer(case, people.agent)
    parties.let_employer_read(case, people.person.user)
    assert case in TalentCase.objects.readable_by(people.agent)
    parties.confirm_employer(case, people.agent)
    case = reread(case)
    assert case.employer_confirmed_by == people.agent
    assert case.checks.get(code="employer").standing == Standing.DONE
    assert Message.objects.filter(kind="cases/employer_confirmed", recipient=people.person.user).count() == 1


def test_an_employer_that_declined_is_no_party(named):
    people, case = named
    parties.decline_employer(case, people.agent)
    assert case not in TalentCase.objects.visible_to(people.agent)
    assert Message.objects.filter(kind="cases/employer_declined", recipient=people.person.user).exists()


def test_another_employer_takes_nothing_over(named):
    people, case = named
    parties.let_employer_read(case, people.person.user)
    parties.confirm_employer(case, people.agent)
    other = MembershipFactory(enterprise=EnterpriseFactory()).user
    parties.name_employer(case, people.person.user, employer=other.memberships.get().enterprise)
    case = reread(case)
    assert (case.employer_confirmed_at, case.employer_sees_since) == (None, None)
    assert case not in TalentCase.objects.visible_to(people.agent)
    assert case not in TalentCase.objects.readable_by(other)


def test_nobody_but_the_person_lets_the_employer_read(named):
    people, case = named
    for other in (people.agent, people.desk, talent_cast(2).person.user):
        with pytest.raises(PartyError):
            parties.let_employer_read(case, other)


# --- a consent withdrawn in the middle of a case -------------------------------------------------


def test_the_employers_view_closes_and_the_check_opens_again():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    assert case.checks.get(code="employer").standing == Standing.DONE
    parties.end_employer_view(case, people.person.user)
    case = reread(case)
    assert case not in TalentCase.objects.readable_by(people.agent)
    assert case in TalentCase.objects.visible_to(people.agent)
    assert (case.employer_sees_since, case.employer_confirmed_at) == (None, None)
    assert case.checks.get(code="employer").standing == Standing.NEEDED
    assert not consents.has_consent(people.person, ConsentKind.SHARE_EMPLOYER)
    told = set(Message.objects.filter(kind="cases/consent_withdrawn").values_list("recipient", flat=True))
    assert told == {people.desk.pk, people.second.pk}
    assert Message.objects.filter(kind="cases/employer_view_closed", recipient=people.agent).count() == 1


def test_a_consent_withdrawn_elsewhere_closes_it_too():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    consents.withdraw(people.person, ConsentKind.SHARE_EMPLOYER, people.person.user)
    assert reread(case).employer_sees_since is None


def test_a_consent_for_one_case_ends_without_the_other():
    people = talent_cast()
    one, other = talent_case_in(S.CHECKING, people), talent_case_in(S.CHECKING, people)
    parties.end_employer_view(one, people.person.user)
    assert reread(one).employer_sees_since is None
    assert reread(other).employer_sees_since is not None
    assert consents.has_consent(people.person, ConsentKind.SHARE_EMPLOYER)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (ConsentKind.PASSPORT, {"identity", "documents"}),
        (ConsentKind.HEALTH, {"documents"}),
        (ConsentKind.SHARE_AUTHORITY, {"confirmation"}),
    ],
)
def test_each_kind_opens_the_checks_that_rest_on_it(kind, codes):
    people = talent_cast()
    case = talent_case_in(S.LETTER_DRAFTED, people)
    consents.withdraw(people.person, kind, people.person.user)
    opened = {check.code for check in case.checks.filter(standing=Standing.NEEDED)}
    assert opened - {"collection"} == codes
    assert Entry.objects.filter(scope=f"case:{case.pk}", verb="change_check").exists()
    with pytest.raises(CaseError):
        talent_case_flow.take(case, "sign_letter", people.second)


def test_who_leaves_the_employer_loses_sight_at_once():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    assert case in TalentCase.objects.readable_by(people.agent)
    Membership.objects.filter(user=people.agent).update(
        role=MemberRole.AGENT, ends_on=clock.today() - timedelta(days=1)
    )
    assert case not in TalentCase.objects.visible_to(people.agent)
    assert people.person not in Person.objects.visible_to(people.agent)


def test_the_desk_opens_what_is_sealed_while_the_case_runs_and_nobody_else_does():
    people = talent_cast()
    talent_case_in(S.CHECKING, people)
    others = [people.agent, talent_cast(2).desk, talent_cast(3).person.user]
    assert clear.may_reveal(people.desk, people.person, "passport_number")
    assert [clear.may_reveal(one, people.person, "passport_number") for one in others] == [False, True, False]


def test_after_the_end_of_the_case_the_desk_opens_nothing_more():
    people = talent_cast()
    talent_case_in(S.COLLECTED, people)
    assert not clear.may_reveal(people.desk, people.person, "passport_number")


# --- helpers ------------------------------------------------------------------------------------------


def let_in(scope: str, days: int = 10):
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    helper = confirmed(UserFactory())
    ends = clock.today() + timedelta(days=days)
    helpers.let_in(case, people.person.user, email=helper.email, scope=scope, ends_on=ends)
    return people, case, helper


@pytest.mark.parametrize(("scope", "reads"), [(HelperScope.STATE, False), (HelperScope.READ, True)])
def test_a_helper_sees_as_far_as_the_scope_goes(scope, reads):
    _people, case, helper = let_in(scope)
    assert case not in TalentCase.objects.visible_to(helper)
    helpers.accept(link_of("helper_invited"), helper)
    assert case in TalentCase.objects.visible_to(helper)
    assert (case in TalentCase.objects.readable_by(helper)) is reads
    assert talent_case_flow.open_steps(reread(case), helper) == {}
    assert not clear.may_reveal(helper, case.person, "passport_number")


def test_an_access_ends_by_itself_and_when_it_is_ended():
    people, case, helper = let_in(HelperScope.READ)
    helpers.accept(link_of("helper_invited"), helper)
    with clock.at(clock.now() + timedelta(days=11)):
        assert case not in TalentCase.objects.visible_to(helper)
    helpers.end_access(case, people.person.user, CaseHelper.objects.get().pk)
    assert case not in TalentCase.objects.visible_to(helper)


def test_a_helper_lets_nobody_in():
    _people, case, helper = let_in(HelperScope.ANSWER)
    helpers.accept(link_of("helper_invited"), helper)
    with pytest.raises(PartyError):
        helpers.let_in(reread(case), helper, email="x@example.test", scope="read", ends_on=clock.today())


# --- inquiries ----------------------------------------------------------------------------------------


def test_an_inquiry_opens_once_the_case_is_past_its_normal_time_and_has_a_clock_of_its_own():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    with pytest.raises(CaseError):
        inquiries.ask(case, people.person.user, "Why?")
    with clock.at(clock.now() + timedelta(days=20)):
        made = inquiries.ask(reread(case), people.person.user, "Why?")
        item = made.work_items.get()
        assert (item.limit_number, item.unit.code) == (2, "QD-COM")
        with pytest.raises(CaseError):
            inquiries.ask(reread(case), people.person.user, "Again?")
        with pytest.raises(StepForbidden):
            inquiry_flow.take(made, "answer", people.person.user, "Because.")
        inquiry_flow.take(made, "answer", people.desk, "We wait for another office.")
    made.refresh_from_db()
    assert made.answer == "We wait for another office."
    assert Message.objects.filter(kind="cases/inquiry_answered", recipient=people.person.user).count() == 1
