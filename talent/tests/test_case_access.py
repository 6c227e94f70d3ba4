"""What everybody but the person gets of each address of a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.tests.factories import UnitFactory, UserFactory, pdf
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from talent import consents
from talent.cases import access as helpers
from talent.cases.beginning import begin_case
from talent.cases.enums import CaseKind, CaseState, HelperScope, Standing
from talent.enums import ConsentKind
from talent.models import CaseHelper, FamilyMember, TalentCase
from talent.tests.cases import draft, move, talent_case_in, talent_cast
from talent.tests.people import NUMBER, make_person
from talent.tests.test_case_pages import _english, ask, client_of, page  # noqa: F401  (the language is a fixture)
from talent.tests.test_case_parties import confirmed, link_of

pytestmark = pytest.mark.django_db
S = CaseState


# --- who gets what ------------------------------------------------------------------------------------

PERSON_ONLY = ("case_sharing", "case_access", "case_family")


def answers_of(client: Client, case: TalentCase, names) -> dict[str, int]:
    return {name: client.get(page(name, case)).status_code for name in names}


def test_the_employer_reads_the_state_and_more_only_with_consent():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    client = client_of(people.agent)
    shown = client.get(page("case", case)).text
    assert "HONG GIL DONG" in shown
    assert str(people.person.masked_passport) not in shown
    client_of(people.person.user).post(page("case_sharing", case), {"end": "1"})
    shown = client.get(page("case", case)).text
    assert "The checks are under way" in shown
    assert "HONG GIL DONG" not in shown
    assert "passport data" not in shown
    assert answers_of(client, case, (*PERSON_ONLY, "case_inquiry", "case_letter")) == dict.fromkeys(
        (*PERSON_ONLY, "case_inquiry", "case_letter"), 403
    )


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.CHECKING, S.ISSUED])
def test_a_stranger_with_a_case_of_their_own_gets_nothing(state):
    case = talent_case_in(state)
    other = talent_cast(2)
    talent_case_in(S.SUBMITTED, other)
    names = ("case", "case_form", "case_visit", "case_check", "case_letter", "case_letter_file", *PERSON_ONLY)
    for stranger in (other.person.user, other.agent, UserFactory()):
        assert answers_of(client_of(stranger), case, names) == dict.fromkeys(names, 404)


def test_a_file_is_for_the_person_and_the_desk():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    row = case.papers.get(code="passport")
    type(row.attachment).objects.filter(pk=row.attachment_id).update(state="clean")
    address = reverse("attachments:download", args=[row.attachment.public_id])
    everybody = {
        "person": people.person.user,
        "desk": people.desk,
        "agent": people.agent,
        "stranger": talent_cast(2).person.user,
    }
    found = {}
    for name, user in everybody.items():
        answer = client_of(user).get(address)
        found[name] = answer.status_code
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert found == {"person": 200, "desk": 200, "agent": 404, "stranger": 404}
    consents.withdraw(people.person, ConsentKind.PASSPORT, people.person.user)
    assert client_of(people.desk).get(address).status_code == 404


def test_a_helpers_looks_are_written_down_and_read_by_the_person():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    helper = confirmed(UserFactory(name="Helper Hana"))
    person = client_of(people.person.user)
    until = clock.today() + timedelta(days=9)
    typed = {"email": helper.email, "scope": HelperScope.READ, "ends_on": until.isoformat()}
    assert person.post(page("case_access", case), typed).status_code == 302
    client = client_of(helper)
    assert client.get(page("case", case)).status_code == 404
    assert client.post(reverse("talent:case_help", args=[link_of("helper_invited")])).url == page("case", case)
    assert "The checks" in client.get(page("case", case)).text
    assert client.get(page("case_access", case)).status_code == 403
    assert "Helper Hana" in person.get(page("case_access", case)).text
    assert [look.user for look in case.looks.all()] == [helper]
    # There is no letter yet: who asks for one sees nothing, and no look at it is told.
    client.get(page("case_letter", case))
    assert {look.what for look in case.looks.all()} == {"case"}


@pytest.mark.parametrize("state", [S.ISSUED, S.REFUSED])
def test_the_letter_is_the_persons_until_the_person_has_opened_it(state):
    """Also a refusal: its reasons are read by whom they are about first, and the days to appeal count from then."""
    people = talent_cast()
    case = talent_case_in(state, people)
    helper = confirmed(UserFactory())
    CaseHelper.objects.create(
        case=case, email=helper.email, scope=HelperScope.ANSWER, ends_on=clock.today(), token_digest="x" * 64,
        invited_by=people.person.user, user=helper, accepted_at=clock.now(),
    )  # fmt: skip
    others = {"agent": client_of(people.agent), "helper": client_of(helper)}
    for client in others.values():
        for name in ("case_letter", "case_letter_file"):
            found = client.get(page(name, case), follow=True)
            assert found.redirect_chain[-1][0] == page("case", case)
        shown = client.get(page("case", case)).text
        assert page("case_letter", case) not in shown
        detail = client.get(f"/api/v1/talent/cases/{case.number}/").json()
        assert (detail["full"], detail["letter"]) == (True, None)
    client_of(people.person.user).post(page("case_letter", case))
    for client in others.values():
        assert page("case_letter", case) in client.get(page("case", case)).text
        assert client.get(page("case_letter", case)).status_code == 200
        assert client.get(page("case_letter_file", case)).content.startswith(b"%PDF")
        assert client.get(f"/api/v1/talent/cases/{case.number}/").json()["letter"]["code"] == case.letters.get().code


@pytest.mark.parametrize("state", [S.ISSUED, S.COLLECTED, S.CLOSED, S.REFUSED, S.NOT_ACCEPTED, S.LAPSED])
def test_the_person_finds_the_letter_from_the_page_of_the_case(state):
    people = talent_cast()
    case = talent_case_in(state, people)
    client = client_of(people.person.user)
    shown = client.get(page("case", case))
    assert page("case_letter", case) in shown.text
    if state != S.COLLECTED:
        assert shown.context["loud"].action_url == page("case_letter", case)
    client.post(page("case_letter", case))
    shown = client.get(page("case", case))
    assert page("case_letter_file", case) in shown.text
    assert not shown.context["loud"].action_url


def test_a_helper_who_only_reads_answers_nothing():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    asked = ask(case, people)
    helper = confirmed(UserFactory())
    ends = clock.today()
    helpers.let_in(case, people.person.user, email=helper.email, scope=HelperScope.READ, ends_on=ends)
    helpers.accept(link_of("helper_invited"), helper)
    assert client_of(helper).post(page("case_asked", case, asked.pk), {"answer": "x"}).status_code == 403
    case.helpers.update(scope=HelperScope.ANSWER)
    assert client_of(helper).post(page("case_asked", case, asked.pk), {"answer": "x"}).status_code == 302


def test_family_members_come_from_the_persons_own_family():
    people = talent_cast()
    case = draft(people, CaseKind.FAMILY)
    client = client_of(people.person.user)
    child = FamilyMember.objects.create(person=people.person, relation="child", latin_name="HONG A")
    foreign = FamilyMember.objects.create(person=make_person("z@example.test"), relation="child", latin_name="X")
    client.post(page("case_family", case), {"member": child.pk})
    client.post(page("case_family", case), {"member": foreign.pk})
    assert child in case.family.all()
    assert foreign not in case.family.all()
    answer = client.post(page("case_member_paper", case, child.pk, "passport"), {"file": pdf()})
    assert answer.status_code == 302
    assert case.papers.get(member=child).attachment.key_id is not None
    assert client.get(page("case_member_paper", case, foreign.pk, "passport")).status_code == 404


def test_an_employer_invites_and_the_person_joins():
    UnitFactory(code="QD-COM")
    people = talent_cast()
    confirmed(people.person.user)
    typed = {"enterprise": people.employer.pk, "kind": CaseKind.R_VISA, "email": people.person.user.email}
    answer = client_of(people.agent).post(reverse("talent:case_invite"), typed)
    case = TalentCase.objects.for_page().get()
    assert answer.url == page("case", case)
    # A person from abroad is written to in English, unless the enterprise chooses otherwise.
    assert Message.objects.get(kind="cases/invited").language == "en"
    shown = client_of(people.agent).get(page("case", case)).text
    assert f"The invitation went to {people.person.user.email}" in shown
    assert page("case_withdraw", case) in shown
    token = link_of("invited")
    stranger = client_of(confirmed(UserFactory()))
    assert stranger.get(reverse("talent:case_join", args=[token])).status_code == 404
    joined = client_of(people.person.user).post(reverse("talent:case_join", args=[token]))
    assert joined.url == page("case_form", case)
    shown = client_of(people.agent).get(page("case", case)).text
    assert people.person.user.email not in shown
    assert page("case_withdraw", case) not in shown


def test_no_passport_number_stands_in_the_audit_or_on_a_page_of_the_case():
    people = talent_cast()
    case = talent_case_in(S.COLLECTED, people)
    client = client_of(people.person.user)
    texts = [client.get(page(name, case)).text for name in ("case", "case_letter", *PERSON_ONLY)]
    texts += [str(entry.data) for entry in Entry.objects.all()]
    assert not any(NUMBER in text for text in texts)


def test_the_list_asks_as_often_for_thirty_cases_as_for_one():
    people = talent_cast()
    client = client_of(people.person.user)
    draft(people)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("talent:cases")).status_code == 200
        return len(queries)

    asked()
    one = asked()
    for _number in range(29):
        begin_case(people.person.user, people.person, CaseKind.R_VISA, employer=people.employer)
    assert asked() == one


def test_the_page_of_the_case_asks_no_more_for_many_papers_and_requests():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    client = client_of(people.person.user)
    ask(case, people)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page("case", case))
        return len(queries)

    asked()
    one = asked()
    for number in range(29):
        ask(case, people, what=f"Paper {number}")
    assert asked() == one


def test_checks_are_said_in_sentences():
    people = talent_cast()
    case = talent_case_in(S.WITH_PARTNER, people)
    shown = client_of(people.person.user).get(page("case", case)).text
    assert "The authority was asked; its answer is waited for." in shown
    assert case.checks.get(code="confirmation").standing == Standing.UNDER_WAY
    move(case, "enter_answer", people)
    assert "The authority has confirmed." in client_of(people.person.user).get(page("case", case)).text
