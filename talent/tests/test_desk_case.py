"""A facilitation case at the desk: steps, checks, papers, what is asked, what is opened, the clock, inquiries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.models import Snippet
from enterprises.tests.factories import official
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.models import Transition, WorkItem
from talent import consents
from talent.cases.enums import CaseState, CheckCode, Standing
from talent.cases.inquiries import ask as inquire
from talent.enums import ConsentKind
from talent.models import ClearView, NamedRequest, PaperSeen, TalentCase
from talent.tests.cases import TalentCast, agency, reread, talent_case_in, talent_cast
from talent.tests.people import NUMBER

pytestmark = pytest.mark.django_db
S = CaseState


@pytest.fixture
def people() -> TalentCast:
    translation.activate("en")
    return talent_cast()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(case: TalentCase, address: str = "change/") -> str:
    return f"/en/admin/talent/talentcase/{case.pk}/{address}"


def later(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


STEPS = {
    S.SUBMITTED: {"accept", "refuse_acceptance", "send_back"},
    S.ACCEPTED: {"begin_checks", "cancel"},
    S.CHECKING: {"ask_partner", "draft_letter", "cancel"},
    S.WITH_PARTNER: {"enter_answer", "cancel"},
    S.LETTER_DRAFTED: {"sign_letter", "return_letter"},
    S.REFUSED: set(),
}


@pytest.mark.parametrize("state", list(STEPS))
def test_the_page_offers_exactly_the_open_steps_and_each_opens(people: TalentCast, state: str) -> None:
    case, client = talent_case_in(state, people), signed_in(people.second)
    page = client.get(at(case))
    assert {link["url"].split("/step/")[1].strip("/") for link in page.context["steps"]} == STEPS[state]
    for name in STEPS[state]:
        assert client.get(at(case, f"step/{name}/")).status_code == 200, name


def test_who_drafted_the_letter_can_not_sign_it(people: TalentCast) -> None:
    case = talent_case_in(S.LETTER_DRAFTED, people)
    client = signed_in(people.desk)
    assert client.get(at(case)).context["steps"] == []
    for name in ("sign_letter", "return_letter"):
        assert client.get(at(case, f"step/{name}/")).status_code == 403
        assert client.post(at(case, f"step/{name}/"), {"comment": "x"}).status_code == 403
    assert reread(case).state == S.LETTER_DRAFTED


def test_a_case_goes_to_its_letter_through_the_pages(people: TalentCast) -> None:
    case, first, second = talent_case_in(S.SUBMITTED, people), signed_in(people.desk), signed_in(people.second)
    for step in ("accept", "begin_checks"):
        assert first.post(at(case, f"step/{step}/")).status_code == 302
    asked = {"agency": "", "question": "Does A3 fit?", "due_on": later(9)}
    assert first.post(at(case, "step/ask_partner/"), asked).status_code == 422
    assert first.post(at(case, "step/ask_partner/"), asked | {"agency": agency().pk}).status_code == 302
    assert case.partner_questions.get().due_on.isoformat() == later(9)
    assert first.post(at(case, "step/enter_answer/"), {"confirmed": "no", "answer": ""}).status_code == 422
    assert first.post(at(case, "step/enter_answer/"), {"confirmed": "yes"}).status_code == 302
    for code in (CheckCode.IDENTITY, CheckCode.EMPLOYER, CheckCode.DOCUMENTS):
        assert first.post(at(case, f"check/{code}/"), {"standing": "done", "note": ""}).status_code == 302
    page = first.get(at(case, "step/draft_letter/"))
    usual = page.context["form"].initial
    assert "HONG GIL DONG" in usual["body_en"]
    assert NUMBER not in page.content.decode()
    sent = {"outcome": "issue", "body_zh": usual["body_zh"], "body_en": usual["body_en"], "valid_until": later(90)}
    assert first.post(at(case, "step/draft_letter/"), sent).status_code == 302
    assert second.post(at(case, "step/sign_letter/")).status_code == 302
    assert reread(case).state == S.ISSUED
    assert case.letters.get(is_current=True).signer == people.second


def test_the_second_of_two_people_reads_who_was_first(people: TalentCast) -> None:
    case = talent_case_in(S.SUBMITTED, people)
    signed_in(people.desk).post(at(case, "step/accept/"))
    late = signed_in(people.second).post(at(case, "step/accept/"))
    assert late.status_code == 409
    assert str(people.desk) in late.content.decode()


def test_a_correction_is_one_list_with_a_preview(people: TalentCast) -> None:
    case, client = talent_case_in(S.SUBMITTED, people), signed_in(people.desk)
    Snippet.objects.create(noun="tal_correct", title_zh="看不清", title_en="Not legible", text_zh="看不清。",
                           text_en="It can’t be read.")  # fmt: skip
    url = at(case, "step/send_back/")
    form = client.get(url).context["form"]
    number = list(form.names).index("paper:passport")
    assert client.post(url, {"kind": "incomplete"}).status_code == 422
    sent = {"kind": "incomplete", f"mark_{number}": "on"}
    inserted = client.post(url, sent | {"insert": "1", "reply": Snippet.objects.get().pk})
    assert "It can’t be read." in inserted.content.decode()
    sent |= {f"why_{number}": "The lines are cut off."}
    preview = client.post(url, sent | {"preview": "1"})
    assert preview.context["preview"][0]["why"] == "The lines are cut off."
    assert reread(case).state == S.SUBMITTED
    assert client.post(url, sent).status_code == 302
    assert reread(case).state == S.RETURNED
    assert [line.target for line in case.requests.get().lines.all()] == ["paper:passport"]


def test_checks_are_marked_by_the_desk_and_told_in_the_book(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    sent = {"standing": Standing.DONE, "note": "Seen in person."}
    assert client.post(at(case, "check/identity/"), sent).status_code == 302
    check = case.checks.get(code=CheckCode.IDENTITY)
    assert (check.standing, check.note, check.changed_by) == (Standing.DONE, "Seen in person.", people.desk)
    entry = Entry.objects.filter(scope=f"case:{case.pk}", verb="change_check").order_by("pk").last()
    assert entry.data == {"check": "identity", "from": "needed", "to": "done"}
    for code in ("letter", "collection"):
        client.post(at(case, f"check/{code}/"), {"standing": "done"})
        assert case.checks.get(code=code).standing == Standing.NEEDED
    assert client.post(at(case, "check/nothing/"), sent).status_code == 404
    stranger = signed_in(official(Role.CASE_MANAGER))
    assert stranger.post(at(case, "check/identity/"), {"standing": "needed"}).status_code == 403


def test_papers_stand_beside_the_checks_and_are_ticked_as_seen(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    page = client.get(at(case, "papers/"))
    assert page.status_code == 200
    sealed = case.papers.get(code="passport")
    chosen = client.get(at(case, f"papers/?paper={sealed.attachment.public_id}"))
    assert chosen.context["document"]["name"] == "passport.pdf"
    assert "frame-src 'self'" in chosen["Content-Security-Policy"]
    # Without a choice no sealed paper is opened.
    assert page.context["document"] is None or not page.context["document"]["row"]["sealed"]
    back = client.post(at(case, f"seen/{sealed.pk}/"), {"papers": "1", "paper": str(sealed.attachment.public_id)})
    assert back["Location"].endswith(f"?paper={sealed.attachment.public_id}#document")
    assert PaperSeen.objects.get().by == people.desk
    client.post(at(case, f"seen/{sealed.pk}/"), {"unseen": "1"})
    assert not PaperSeen.objects.exists()
    other = talent_case_in(S.CHECKING, talent_cast(2)).papers.first()
    assert client.post(at(case, f"seen/{other.pk}/")).status_code == 404


def test_a_sealed_value_is_opened_for_a_reason_once_and_recorded(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    url = at(case, "reveal/?field=passport_number")
    assert NUMBER not in client.get(url).content.decode()
    assert client.post(url, {"why": ""}).status_code == 422
    assert not ClearView.objects.exists()
    opened = client.post(url, {"why": "Comparing with the scan"})
    assert NUMBER in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    view = ClearView.objects.get()
    assert (view.viewer, view.field, view.why, view.case_number) == (
        people.desk, "passport_number", "Comparing with the scan", case.number,
    )  # fmt: skip
    assert "Talent desk" in view.viewer_label
    assert str(people.desk) not in view.viewer_label
    assert client.get(at(case, "reveal/?field=latin_name")).status_code == 404
    assert client.get(at(case, "reveal/?field=birth_date&member=999")).status_code == 404
    closed = talent_case_in(S.REFUSED, talent_cast(3))
    assert signed_in(people.desk).post(at(closed, "reveal/?field=birth_date"), {"why": "Curiosity"}).status_code == 403


def test_the_person_is_asked_by_name_and_it_can_be_taken_back(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    sent = {"what": "A newer certificate", "why": "The old one has run out.", "how": "", "due_on": later(10)}
    assert client.post(at(case, "ask/"), sent | {"due_on": later(-1)}).status_code == 422
    assert client.post(at(case, "ask/"), sent).status_code == 302
    asked = NamedRequest.objects.get()
    assert (asked.what, asked.asked_by, asked.is_open) == ("A newer certificate", people.desk, True)
    told = Message.objects.filter(kind="cases/request_made", recipient=people.person.user)
    assert told.count() == 1
    client.post(at(case, f"ask/{asked.pk}/"))
    assert NamedRequest.objects.get().withdrawn_at is not None
    client.post(at(case, f"ask/{asked.pk}/"))
    assert Message.objects.filter(kind="cases/request_taken_back").count() == 1
    closed = talent_case_in(S.REFUSED, talent_cast(4))
    assert client.post(at(closed, "ask/"), sent).status_code == 409


def test_more_time_is_asked_by_one_and_approved_by_another(people: TalentCast) -> None:
    case, first, second = talent_case_in(S.CHECKING, people), signed_in(people.desk), signed_in(people.second)
    before = case.work_items.get(closed_at=None)
    item = {"item": before.pk}
    assert first.post(at(case, "clock/ask/"), item | {"days": 2, "reason": "A degree is checked."}).status_code == 302
    assert first.post(at(case, "clock/approve/"), item).status_code == 403
    assert second.post(at(case, "clock/approve/"), item).status_code == 302
    after = case.work_items.get(closed_at=None)
    assert after.due_on > before.due_on
    paused = {"cause": "authority", "owner": "talent_desk", "note": ""}
    shown = first.get(at(case, "clock/pause/"))
    assert [value for value, _label in shown.context["form"].fields["cause"].choices] == [
        "applicant",
        "consultation",
        "authority",
    ]
    assert "applicant reads" not in shown.text + first.get(at(case, "clock/ask/")).text
    assert first.post(at(case, "clock/nothing/")).status_code == 404
    assert first.post(at(case, "clock/pause/"), item | paused | {"owner": "joint_dept"}).status_code == 302
    assert case.work_items.get(closed_at=None).paused_at is not None


def test_an_inquiry_is_answered_at_the_desk(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    WorkItem.objects.filter(case_id=case.pk, closed_at=None).update(due_on=clock.today() - timedelta(days=3))
    inquiry = inquire(reread(case), people.person.user, "What are you waiting for?")
    url = at(case, f"inquiry/{inquiry.pk}/")
    assert case.number in client.get("/en/admin/talent/talentcase/?tab=inquiries").content.decode()
    assert "What are you waiting for?" in client.get(at(case)).content.decode()
    assert client.post(url, {"comment": ""}).status_code == 422
    assert client.post(url, {"comment": "For the degree’s check."}).status_code == 302
    assert case.inquiries.get().answer == "For the degree’s check."
    assert client.get(url).status_code == 302


def test_who_else_is_in_the_case_is_told(people: TalentCast) -> None:
    case = talent_case_in(S.CHECKING, people)
    signed_in(people.desk).get(at(case))
    second = signed_in(people.second)
    assert str(people.desk) in " ".join(second.get(at(case)).context["visitors"])
    assert str(people.desk) in second.post(at(case, "visit/")).json()["visitors"][0]


def test_a_case_is_held_by_one(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)
    client.post(at(case, "hold/"), {"seen": ""})
    assert case.work_items.get(closed_at=None).holder == people.desk
    signed_in(people.second).post(at(case, "hold/"), {"seen": ""})
    assert case.work_items.get(closed_at=None).holder == people.desk
    client.post(at(case, "hold/"), {"back": "1"})
    assert case.work_items.get(closed_at=None).holder is None


def test_next_and_previous_lead_through_the_list(people: TalentCast) -> None:
    first = talent_case_in(S.SUBMITTED, people)
    second = talent_case_in(S.SUBMITTED, people)
    client = signed_in(people.desk)
    rows = client.get("/en/admin/talent/talentcase/").context["desk_queue"]
    assert [row["number"] for row in rows] == [first.number, second.number]
    page = client.get(rows[0]["url"])
    assert page.context["neighbours"]["previous_url"] == ""
    assert f"/{second.pk}/" in page.context["neighbours"]["next_url"]
    assert client.get(at(first, "change/?list=nonsense")).context["neighbours"] is None


def test_a_long_history_costs_no_more_queries(people: TalentCast) -> None:
    case, client = talent_case_in(S.CHECKING, people), signed_in(people.desk)

    def cost() -> int:
        client.get(at(case))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(case))
        return len(queries)

    few = cost()
    Transition.objects.bulk_create(
        Transition(case_id=case.pk, step="accept", source="submitted", target="accepted", actor=people.desk)
        for _move in range(30)
    )
    NamedRequest.objects.bulk_create(
        NamedRequest(case=case, what="x", why="y", due_on=clock.today(), asked_by=people.desk) for _one in range(10)
    )
    assert cost() <= few + 1


def test_a_consent_that_was_withdrawn_stands_on_the_page_until_it_is_given_again(people: TalentCast) -> None:
    case, client = talent_case_in(S.WITH_PARTNER, people), signed_in(people.desk)
    person = case.person
    assert "withdrew the consent" not in client.get(at(case, "change/")).text
    consents.withdraw(person, ConsentKind.SHARE_AUTHORITY, person.user)
    shown = client.get(at(case, "change/")).text
    assert "withdrew the consent “Passing my papers on to the authorities that confirm them”" in shown
    consents.give(person, ConsentKind.SHARE_AUTHORITY, person.user)
    assert "withdrew the consent" not in client.get(at(case, "change/")).text


def test_who_is_not_accepted_reads_why_in_both_languages(people: TalentCast) -> None:
    case, client = talent_case_in(S.SUBMITTED, people), signed_in(people.desk)
    address = at(case, "step/refuse_acceptance/")
    assert client.post(address, {"comment": "不属于本处室职责。"}).status_code == 422
    sent = {"comment": "不属于本处室职责。", "reason_en": "Not a matter of this office."}
    assert client.post(address, sent).status_code == 302
    letter = reread(case).letters.get()
    assert (letter.body_zh, letter.body_en) == (sent["comment"], sent["reason_en"])
