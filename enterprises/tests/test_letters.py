"""The letter: what it says, that the same letter has the same bytes, when it was opened, and what its code tells."""

import shutil
import subprocess

import pytest
from django.urls import reverse
from django.utils import translation

from enterprises.decisions.letters import letter_data, letter_of, letter_pdf, open_letter
from enterprises.enums import Outcome, State
from enterprises.exceptions import DecisionError
from enterprises.models import Application
from enterprises.tests.factories import MembershipFactory, UserFactory, application_in, cast, decision, take
from enterprises.verifying import look_up
from enterprises.workflow import application_flow
from policies.models import Clause
from portal.core.pdf import render, render_many

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().replace("\u200b", "").replace(" ", "")


def fresh(application: Application) -> Application:
    return Application.objects.for_page().get(pk=application.pk)


def page(name: str, application: Application) -> str:
    with translation.override("en"):
        return reverse(f"enterprises:{name}", args=[application.number])


def test_a_letter_says_everything_and_keeps_its_bytes() -> None:
    application = fresh(application_in(State.PUBLICITY))
    Clause.objects.create(policy=application.call.measure.policy, number="3.1", text_zh="按费用的一半给予补助。")
    letter = letter_of(application)
    body = letter_pdf(letter)
    assert body == letter_pdf(letter)
    assert (b"/FontFile3" in body, body.startswith(b"%PDF-")) == (True, True)
    text = text_of(body)
    for said in (
        *(application.number, application.enterprise.name, application.enterprise.credit_code, "予以支持", "75,000元"),
        *("CNY75,000", "按费用的一半给予补助。", "60日", "6个月", "12345", letter.code, "按规则核定。"),
    ):
        assert said in text, said


def test_last_days_stand_in_it_once_it_was_opened() -> None:
    application = fresh(application_in(State.REJECTED))
    letter = letter_of(application)
    assert letter_data(letter)["remedies"]["opened"] == ""
    open_letter(letter, application.applicant)
    remedies = letter_data(letter)["remedies"]
    assert remedies["opened"] < remedies["reconsideration"] < remedies["lawsuit"]
    assert "申请复议截止" in text_of(letter_pdf(letter))


@pytest.mark.parametrize("state", [State.NOT_ACCEPTED, State.LAPSED])
def test_what_ended_before_a_decision_has_a_letter_too(state: str) -> None:
    application = fresh(application_in(state))
    letter = letter_of(application)
    assert application.number in text_of(letter_pdf(letter))
    assert look_up(letter.code).standing == "issued"


@pytest.mark.parametrize("state", [State.VERIFICATION, State.DECIDING, State.WITHDRAWN])
def test_there_is_none_while_nothing_was_said(client, state: str) -> None:
    application = application_in(state)
    client.force_login(application.applicant)
    assert letter_of(fresh(application)) is None
    assert client.get(page("letter", application)).status_code == 302


def test_a_signed_approval_is_no_letter_before_its_notice() -> None:
    people = cast()
    application = application_in(State.DECIDING, people=people)
    take(application, "sign_approval", people)
    assert letter_of(fresh(application)) is None
    assert look_up(application.decisions.get().code) is None
    take(application, "publish_notice", people)
    assert look_up(application.decisions.get().code).standing == "issued"


def test_the_first_of_the_applicants_side_who_opens_it_is_kept(client) -> None:
    people = cast()
    application = application_in(State.REJECTED, people=people)
    viewer = MembershipFactory(enterprise=application.enterprise, role="viewer").user
    desk = reverse("admin:enterprises_application_letter", args=[application.pk])
    client.force_login(people.case_manager)
    assert client.get(desk)["Content-Type"] == "application/pdf"
    assert application.decisions.get().opened_at is None
    client.force_login(viewer)
    assert client.get(page("decision", application)).status_code == 200
    client.force_login(application.applicant)
    assert client.get(page("letter", application)).content.startswith(b"%PDF-")
    assert application.decisions.get().opened_by == viewer
    client.force_login(people.case_manager)
    case = client.get(reverse("admin:enterprises_application_change", args=[application.pk])).content.decode()
    assert str(viewer) in case


def test_a_stranger_gets_no_letter(client) -> None:
    application = application_in(State.REJECTED)
    client.force_login(UserFactory())
    assert {client.get(page(name, application)).status_code for name in ("decision", "letter")} == {404}
    assert application.decisions.get().opened_at is None


def test_before_it_is_opened_the_case_page_does_not_say_how_it_ended(client) -> None:
    application = application_in(State.REJECTED)
    client.force_login(application.applicant)
    assert "按规则核定。" not in client.get(page("case", application)).content.decode()
    assert "按规则核定。" in client.get(page("decision", application)).content.decode()


def test_a_revoked_decision_says_so_to_whoever_verifies_it() -> None:
    people = cast()
    application = application_in(State.OBJECTION, people=people)
    code = application.decisions.get().code
    assert look_up(code).standing == "issued"
    take(application, "decide_again", people)
    assert look_up(code).standing == "revoked"


def test_a_cancelled_award_revokes_its_letter() -> None:
    people = cast()
    application = application_in(State.SUSPENDED, people=people)
    take(application, "cancel_award", people)
    assert look_up(application.decisions.get().code).standing == "revoked"


@pytest.mark.parametrize(
    ("code", "outcome"), [("listed", Outcome.APPROVE), ("conditions_met", "reject"), ("x", "reject")]
)
def test_a_coded_reason_belongs_to_its_outcome(code: str, outcome: str) -> None:
    people = cast()
    application = application_in(State.VERIFICATION, people=people)
    data = decision(application, reject=outcome == "reject") | {"reason_code": code}
    with pytest.raises(DecisionError):
        application_flow.take(application, "draft_decision", people.case_manager, **data)


def test_many_letters_of_one_child_are_those_that_single_ones_are() -> None:
    people = cast()
    letters = [letter_of(fresh(application_in(State.REJECTED, people=people))) for _number in range(3)]
    data = [letter_data(letter) for letter in letters]
    assert render_many("letter", data) == [render("letter", one) for one in data]
    assert render_many("letter", []) == []
