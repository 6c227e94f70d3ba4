"""Consultation of departments: who asks, who answers, what they see, and what waits for them."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.credit.checking import check
from enterprises.enums import State
from enterprises.models import Application, Consultation
from enterprises.review.consulting import answer, close_unanswered, usual_due
from enterprises.review.enums import ConsultationAnswer
from enterprises.review.exceptions import ReviewRefused
from enterprises.tests.factories import Cast, UnitFactory, application_in, cast, decision, official
from enterprises.tests.reviewing import asked
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db
AGREES, OBJECTS = ConsultationAnswer.AGREES, ConsultationAnswer.OBJECTS


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def tax() -> Unit:
    return UnitFactory(code="QD-TAX")


@pytest.fixture
def officer(tax: Unit) -> User:
    return official(Role.JOINT_DEPARTMENT, tax)


@pytest.fixture
def stranger() -> User:
    return official(Role.JOINT_DEPARTMENT, UnitFactory(code="QD-CUS"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(one: Consultation) -> str:
    with translation.override("en"):
        return reverse("admin:enterprises_consultation_change", args=[one.pk])


def case_page(application: Application, name: str = "change") -> str:
    with translation.override("en"):
        return reverse(f"admin:enterprises_application_{name}", args=[application.pk])


def test_a_question_and_its_answer(people: Cast, tax: Unit, officer: User, stranger: User) -> None:
    application = application_in(State.VERIFICATION, people=people)
    one = asked(application, people.case_manager, tax)
    assert set(Message.objects.filter(kind="enterprises/consultation_asked").values_list("recipient", flat=True)) == {
        officer.pk
    }
    answer(one, officer, answer=OBJECTS, text=" 存在欠税 ")
    one.refresh_from_db()
    assert (one.answer, one.text, one.answered_by) == (OBJECTS, "存在欠税", officer)
    told = Message.objects.get(kind="enterprises/consultation_answered")
    assert told.recipient == people.case_manager
    assert "存在欠税" in told.body
    with pytest.raises(ReviewRefused):
        answer(one, officer, answer=AGREES, text="")


def test_no_draft_while_a_question_is_open(people: Cast, tax: Unit, officer: User) -> None:
    application = application_in(State.VERIFICATION, people=people)
    one = asked(application, people.case_manager, tax)
    check(application, "decision", people.case_manager)
    for reject in (False, True):
        with pytest.raises(ReviewRefused):
            application_flow.take(
                application, "draft_decision", people.case_manager, **decision(application, reject=reject)
            )
    answer(one, officer, answer=AGREES, text="")
    application_flow.take(application, "draft_decision", people.case_manager, **decision(application))
    assert application.state == State.DECIDING


def test_silence_is_recorded_once_the_time_is_over(people: Cast, tax: Unit, officer: User) -> None:
    application = application_in(State.VERIFICATION, people=people)
    one = asked(application, people.case_manager, tax, days=1)
    with pytest.raises(ReviewRefused):
        close_unanswered(one, people.case_manager)
    with clock.at(datetime.combine(one.due_on + timedelta(1), datetime.min.time())):
        with pytest.raises(StepForbidden):
            close_unanswered(one, officer)
        assert signed_in(people.case_manager).post(page_of(one), {"close": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.answer == ConsultationAnswer.NO_ANSWER


def test_an_answer_after_withdrawal_is_not_needed(people: Cast, tax: Unit, officer: User) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    one = asked(application, people.case_manager, tax)
    application_flow.take(application, "withdraw", application.applicant)
    with pytest.raises(ReviewRefused):
        answer(one, officer, answer=AGREES, text="")
    assert signed_in(officer).post(page_of(one), {"answer": "agrees"}).status_code == 302
    one.refresh_from_db()
    assert one.answer == ""
    assert signed_in(officer).get("/en/admin/enterprises/consultation/").context["rows"] == []


def test_who_may_ask_and_what(people: Cast, tax: Unit, officer: User) -> None:
    application = application_in(State.VERIFICATION, people=people)
    for person in (people.leader, people.district, people.finance, officer):
        with pytest.raises(StepForbidden):
            asked(application, person, tax)
    with pytest.raises(ReviewRefused):
        asked(application, people.case_manager, tax, days=-1)
    with pytest.raises(ReviewRefused):
        asked(application, people.case_manager, UnitFactory(code="QD-EMPTY"))
    asked(application, people.case_manager, tax)
    with pytest.raises(ReviewRefused):
        asked(application, people.case_manager, tax)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.create(
            application=application, unit=tax, question="x", asked_by=officer, due_on=clock.today()
        )
    decided = application_in(State.PUBLICITY, people=people)
    with pytest.raises(StepForbidden):
        asked(decided, people.case_manager, tax)
    assert usual_due(application) == add_workdays(clock.today(), 5).on


def test_the_form_of_the_division(people: Cast, tax: Unit, officer: User) -> None:
    application = application_in(State.VERIFICATION, people=people)
    url = case_page(application, "consult")
    client, due = signed_in(people.case_manager), (clock.today() + timedelta(5)).isoformat()
    good = {"unit": str(tax.pk), "question": "是否有违法记录?", "due": due}
    for wrong in ({"unit": "9999"}, {"question": "x" * 2001}, {"due": "31 June"}):
        assert client.post(url, good | wrong).status_code == 422
    assert signed_in(people.leader).post(url, good).status_code == 403
    assert not Consultation.objects.exists()
    assert client.post(url, good).status_code == 302
    assert Consultation.objects.get().question == "是否有违法记录?"


def test_the_department_sees_its_question_and_nothing_more(
    people: Cast, tax: Unit, officer: User, stranger: User
) -> None:
    application, other = (application_in(State.VERIFICATION, people=people) for _ in range(2))
    one = asked(application, people.case_manager, tax)
    assert set(Application.objects.visible_to(officer)) == {application}
    assert set(Application.objects.visible_to(stranger)) == set()
    client = signed_in(officer)
    page = client.get(page_of(one))
    text = page.content.decode()
    assert page.status_code == 200
    for shown in (application.enterprise.name, application.enterprise.credit_code, one.question):
        assert shown in text
    for hidden in (application.answers["bank_account_number"], application.answers["contact_phone"], other.number):
        assert hidden not in text
    assert client.get(case_page(application)).status_code == 404
    assert client.get(case_page(application, "review")).status_code == 404
    assert signed_in(stranger).get(page_of(one)).status_code == 404
    assert signed_in(stranger).post(page_of(one), {"answer": "agrees"}).status_code == 404
    assert signed_in(people.leader).post(page_of(one), {"answer": "agrees"}).status_code == 403
    assert signed_in(people.auditor).get(page_of(one)).status_code == 403
    rows = client.get("/en/admin/enterprises/consultation/").context["rows"]
    assert [row["number"] for row in rows] == [application.number]
    assert client.post(page_of(one), {"answer": "objects", "text": ""}).status_code == 302
    assert client.post(page_of(one), {"answer": "no_answer"}).status_code == 422
    assert client.post(page_of(one), {"answer": "agrees", "text": "x" * 2001}).status_code == 422
    one.refresh_from_db()
    assert one.answer == ""
    assert client.post(page_of(one), {"answer": "agrees", "text": ""}).status_code == 302
    one.refresh_from_db()
    assert one.answer == AGREES


def test_the_list_costs_the_same_for_thirty(
    people: Cast, tax: Unit, officer: User, django_assert_max_num_queries
) -> None:
    application = application_in(State.VERIFICATION, people=people)
    units = [UnitFactory(code=f"QD-{number}") for number in range(30)]
    Consultation.objects.bulk_create(
        Consultation(application=application, unit=unit, question="x", asked_by=officer, due_on=clock.today())
        for unit in units
    )
    client = signed_in(people.case_manager)
    client.get("/en/admin/enterprises/consultation/")
    with django_assert_max_num_queries(10):
        page = client.get("/en/admin/enterprises/consultation/")
    assert len(page.context["rows"]) == 30
