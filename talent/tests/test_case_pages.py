"""The pages of facilitation cases: the whole way of a person, and what everybody else gets of each address."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.tests.factories import UnitFactory, UserFactory, pdf
from portal.core import clock
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.models import Transition
from talent import consents
from talent.cases.enums import CaseKind, CaseState
from talent.cases.targets import targets
from talent.enums import ConsentKind
from talent.models import CasePaperFile, NamedRequest, TalentCase
from talent.tests.cases import TalentCast, draft, reread, talent_case_in, talent_cast
from talent.tests.people import NUMBER
from talent.workflow import talent_case_flow

pytestmark = pytest.mark.django_db
S = CaseState


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, case: TalentCase, *args) -> str:
    return reverse(f"talent:{name}", args=[case.number, *args])


def ask(case: TalentCase, people: TalentCast, **fields) -> NamedRequest:
    defaults = {"what": "Your contract", "why": "It is not readable.", "how": "As PDF.", "due_on": clock.today()}
    return NamedRequest.objects.create(case=case, asked_by=people.desk, **(defaults | fields))


# --- the way of a person ------------------------------------------------------------------------------


def test_a_person_begins_writes_and_sends_a_case():
    UnitFactory(code="QD-COM")
    people = talent_cast()
    client = client_of(people.person.user)
    answer = client.post(reverse("talent:case_new"), {"kind": CaseKind.GREEN_CHANNEL})
    case = TalentCase.objects.for_page().get()
    assert answer.url == page("case_form", case)
    client.post(page("case_employer", case), {"credit_code": people.employer.credit_code, "named": ""})
    client.post(page("case_sharing", case), {"agree": "on"})
    client.post(page("case_visit", case), {"purpose": "A lab.", "arrives_on": "2027-02-28", "earlier_letter": ""})
    for code in ("passport", "employer_letter"):
        client.post(page("case_paper", case, code), {"file": pdf()})
    assert "Send the case" in client.get(page("case_check", case)).text
    assert client.post(page("case_check", case), {}).status_code == 422
    assert client.post(page("case_check", case), {"true": "on"}).url == page("case", case)
    case = reread(case)
    assert (case.state, case.employer) == (S.SUBMITTED, people.employer)
    assert case.employer_sees_since is not None
    shown = client.get(page("case", case)).text
    assert "The papers are being looked at." in shown
    assert "We expect the letter between" in shown


def test_whoever_has_no_details_yet_enters_them_first():
    client = client_of(UserFactory())
    answer = client.get(reverse("talent:case_new"))
    assert reverse("talent:me_details") in answer.text
    client.post(reverse("talent:case_new"), {"kind": CaseKind.R_VISA})
    assert not TalentCase.objects.exists()


def test_files_are_sealed_and_removed_for_good():
    people = talent_cast()
    case = draft(people)
    row = case.papers.first()
    client = client_of(people.person.user)
    answer = client.post(page("case_paper", case, "passport"), {"file": pdf("NAME ON PASSPORT.pdf")})
    assert answer.url == page("case_papers", case)
    given = CasePaperFile.objects.latest("pk")
    assert given.attachment.key_id is not None
    assert given.attachment.original_name == "passport.pdf"
    client.post(page("case_paper_remove", case, row.pk))
    assert not CasePaperFile.objects.filter(pk=row.pk).exists()


def test_a_sensitive_paper_needs_its_own_consent():
    people = talent_cast()
    case = draft(people, CaseKind.PERMITS)
    consents.withdraw(people.person, ConsentKind.HEALTH, people.person.user)
    client = client_of(people.person.user)
    assert client.post(page("case_paper", case, "health"), {"file": pdf()}).status_code == 422
    assert client.post(page("case_paper", case, "health"), {"file": pdf(), "agree": "on"}).status_code == 302
    assert consents.has_consent(people.person, ConsentKind.HEALTH)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"purpose": "x", "arrives_on": "2027-02-29"}, "arrives_on"),
        ({"purpose": "x", "arrives_on": "2027-03-02", "leaves_on": "2027-03-01"}, "leaves_on"),
        ({"purpose": "x", "arrives_on": "2099-01-01"}, "arrives_on"),
        ({"purpose": "", "arrives_on": "2027-03-02"}, "purpose"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_saved(typed, why):
    people = talent_cast()
    case = draft(people)
    answer = client_of(people.person.user).post(page("case_visit", case), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {why}
    assert reread(case).purpose == "Work on a data platform"


# --- two windows --------------------------------------------------------------------------------------


def test_a_form_that_was_opened_before_another_window_saved_is_refused():
    people = talent_cast()
    case = draft(people)
    client = client_of(people.person.user)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(page("case_visit", case)).text).group(1)
    typed = {"purpose": "First window", "arrives_on": "2027-03-01", "seen": seen}
    assert client.post(page("case_visit", case), typed).status_code == 302
    late = client.post(page("case_visit", case), typed | {"purpose": "Second window"})
    assert late.status_code == 422
    assert "Second window" in late.text
    assert reread(case).purpose == "First window"


def test_a_code_and_the_name_of_another_employer_are_asked_about_and_a_party_is_not_renamed():
    people = talent_cast()
    case, client = draft(people), client_of(people.person.user)
    typed = {"credit_code": people.employer.credit_code, "named": "Somebody else Ltd"}
    assert client.post(page("case_employer", case), typed).status_code == 422
    assert "field:employer_named" not in targets(case)
    assert client.post(page("case_employer", case), typed | {"credit_code": ""}).status_code == 302
    assert "field:employer_named" in targets(reread(case))


def test_a_case_that_an_authority_confirms_is_sent_with_the_consent_to_ask_it():
    people = talent_cast()
    consents.withdraw(people.person, ConsentKind.SHARE_AUTHORITY, people.person.user)
    case, client = draft(people), client_of(people.person.user)
    assert client.post(page("case_check", case), {"true": "on"}).status_code == 422
    assert reread(case).state == S.DRAFT
    assert client.post(page("case_check", case), {"true": "on", "share": "on"}).status_code == 302
    assert reread(case).state == S.SUBMITTED
    assert consents.has_consent(people.person, ConsentKind.SHARE_AUTHORITY)
    # A kind that nobody else confirms asks for no such consent.
    consents.withdraw(people.person, ConsentKind.SHARE_AUTHORITY, people.person.user)
    other = draft(people, CaseKind.INVITATION)
    assert client.post(page("case_check", other), {"true": "on"}).status_code == 302
    assert not consents.has_consent(people.person, ConsentKind.SHARE_AUTHORITY)


def test_a_case_that_is_sent_twice_is_sent_once():
    people = talent_cast()
    case = draft(people)
    client = client_of(people.person.user)
    answers = [client.post(page("case_check", case), {"true": "on"}) for _window in range(2)]
    assert [answer.url for answer in answers] == [page("case", case)] * 2
    assert Transition.objects.filter(case_id=case.pk, step="submit").count() == 1


def test_an_answer_to_a_request_counts_once():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    asked = ask(case, people)
    client = client_of(people.person.user)
    assert client.post(page("case_asked", case, asked.pk), {"answer": "Here."}).status_code == 302
    assert client.post(page("case_asked", case, asked.pk), {"answer": "Again."}).status_code == 422
    asked.refresh_from_db()
    assert asked.answer == "Here."


# --- corrections, requests, letter --------------------------------------------------------------------


def test_only_what_was_asked_for_is_corrected():
    people = talent_cast()
    case = talent_case_in(S.RETURNED, people)
    client = client_of(people.person.user)
    line = case.requests.get().lines.get()
    assert "The lines at the foot are cut off." in client.get(page("case", case)).text
    assert client.post(page("case_visit", case), {"purpose": "y", "arrives_on": "2027-03-01"}).url == page("case", case)
    assert client.post(page("case_resubmit", case), {"true": "on"}).status_code == 422
    old = case.papers.get(code="passport")
    client.post(page("case_correction", case, line.pk), {"file": pdf(), "answer": "Scanned anew."})
    assert client.post(page("case_resubmit", case), {"true": "on"}).url == page("case", case)
    old.refresh_from_db()
    assert old.replaced_at is not None
    assert reread(case).state == S.SUBMITTED
    assert reread(case).purpose == "Work on a data platform"


def test_an_answered_request_lets_the_clock_run_again():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    asked = ask(case, people)
    item = case.work_items.get(closed_at=None)
    clocks.pause(item, cause=PauseCause.APPLICANT, owner="talent", actor=people.desk)
    client = client_of(people.person.user)
    assert client.get(page("case", case)).context["loud"].headline == "Please answer what is asked below"
    client.post(page("case_asked", case, asked.pk), {"answer": "Here.", "file": pdf()})
    assert case.work_items.get(closed_at=None).paused_at is None
    assert CasePaperFile.objects.get(asked=asked).attachment.key_id is not None


def test_a_letter_is_collected_by_a_button_and_verified_by_its_code():
    people = talent_cast()
    case = talent_case_in(S.ISSUED, people)
    client, letter = client_of(people.person.user), case.letters.get()
    assert client.get(page("case_letter_file", case)).url == page("case_letter", case)
    assert reread(case).state == S.ISSUED
    client.post(page("case_letter", case))
    assert reread(case).state == S.COLLECTED
    assert client.get(page("case_letter_file", case)).content.startswith(b"%PDF")
    shown = Client().get(reverse("enterprises:verify_code", args=[letter.code])).text
    assert case.number in shown
    assert "HO＊＊＊＊＊＊NG" in shown
    assert "HONG GIL DONG" not in shown
    assert NUMBER not in shown
    talent_case_flow.take(reread(case), "cancel", people.desk, "The ground fell away.")
    assert "Revoked" in Client().get(reverse("enterprises:verify_code", args=[letter.code])).text


def test_a_letter_that_ran_out_says_so():
    case = talent_case_in(S.COLLECTED)
    letter = case.letters.get()
    with clock.at(clock.now() + timedelta(days=400)):
        assert "Run out" in Client().get(reverse("enterprises:verify_code", args=[letter.code])).text


def test_a_refusal_gives_its_reasons_and_the_ways_to_appeal():
    people = talent_cast()
    case = talent_case_in(S.REFUSED, people)
    client = client_of(people.person.user)
    client.post(page("case_letter", case))
    shown = client.get(page("case_letter", case)).text
    assert "The papers do not prove it." in shown
    assert "60 days" in shown
    assert client.get(page("case_letter_file", case)).content.startswith(b"%PDF")


def test_a_draft_of_a_letter_does_not_exist_for_the_parties():
    people = talent_cast()
    case = talent_case_in(S.LETTER_DRAFTED, people)
    client = client_of(people.person.user)
    assert client.get(page("case_letter", case)).url == page("case", case)
    assert "You are invited" not in client.get(page("case", case)).text


def test_the_inquirys_button_appears_when_the_case_is_late():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    client = client_of(people.person.user)
    assert page("case_inquiry", case) not in client.get(page("case", case)).text
    case.work_items.filter(closed_at=None).update(due_on=clock.today() - timedelta(days=1))
    assert page("case_inquiry", case) in client.get(page("case", case)).text
    client.post(page("case_inquiry", case), {"text": "Why does it take so long?"})
    shown = client.get(page("case", case)).text
    assert "Why does it take so long?" in shown
    assert page("case_inquiry", case) not in shown


# --- who reads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.NOT_ACCEPTED, S.LAPSED, S.CANCELLED])
def test_a_case_that_is_over_promises_nothing_more(state):
    people = talent_cast()
    shown = client_of(people.person.user).get(page("case", talent_case_in(state, people))).text
    assert "The case ended before this was done." in shown
    for promise in ("papers are being looked at", "still have to be compared", "is collected here"):
        assert promise not in shown


def test_whoever_else_reads_is_not_called_you():
    people = talent_cast()
    case = talent_case_in(S.RETURNED, people)
    notes = {
        name: [step["note"] for step in client_of(user).get(page("case", case)).context["events"]]
        for name, user in {"person": people.person.user, "agent": people.agent}.items()
    }
    assert ("you" in notes["person"], "the person" in notes["person"]) == (True, False)
    assert ("you" in notes["agent"], notes["agent"].count("the person")) == (False, 2)


def test_the_checks_speak_to_whoever_reads_them():
    """The person, the employer, helpers and officials read the same sentences."""
    people = talent_cast()
    shown = client_of(people.agent).get(page("case", talent_case_in(S.CHECKING, people))).context["checks"]
    assert [line.said for line in shown if " your " in f" {line.said.lower()} " or "you " in line.said.lower()] == []


def test_a_clock_that_stands_still_says_why_in_the_words_of_a_case():
    people = talent_cast()
    case = talent_case_in(S.CHECKING, people)
    clocks.pause(
        case.work_items.get(closed_at=None), cause=PauseCause.CONSULTATION, owner="joint_dept", actor=people.desk
    )
    shown = client_of(people.person.user).get(page("case", case)).text
    assert "the clock stands still: other departments are being consulted" in shown


def test_a_case_closed_without_a_correction_says_in_both_languages_what_was_asked():
    letter = talent_case_in(S.LAPSED).letters.get()
    asked = letter.case.requests.get().lines.first().target
    for language, body in (("zh-hans", letter.body_zh), ("en", letter.body_en)):
        with translation.override(language):
            assert str(targets(letter.case)[asked]) in body
    assert "the case is closed" in letter.body_en
    assert "办理终止" in letter.body_zh
