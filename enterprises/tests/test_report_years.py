"""Reports over several years: each sent, accepted and reminded of by itself; the last one is evaluated."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.enums import Grade, ReportState, State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, Report
from enterprises.money import reports
from enterprises.money.reminding import remind_of_reports
from enterprises.money.report_years import report_due, year_text
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, take
from enterprises.tests.test_after_payment import item_of
from enterprises.tests.test_letters import fresh, page
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db
DESK = {"accept_report", "return_report"}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def award(people: Cast) -> Application:
    return application_in(State.PAID, people=people, call=CallFactory(report_years=3))


def accept(award: Application, people: Cast) -> None:
    take(award, "submit_report", people)
    take(award, "accept_report", people)


def test_each_year_has_its_report_and_the_last_one_is_evaluated(award, people):
    first_due = item_of(award).due_on
    for year in (1, 2):
        take(award, "submit_report", people)
        assert set(application_flow.open_steps(award, people.case_manager)) == DESK
        take(award, "accept_report", people)
        item = item_of(award)
        assert (award.state, item.desk, item.due_on) == (State.PAID, Role.APPLICANT, report_due(award, year + 1))
        assert 360 * year <= (item.due_on - first_due).days <= 380 * year
    take(award, "submit_report", people)
    assert set(application_flow.open_steps(award, people.case_manager)) == {"evaluate", "return_report"}
    with pytest.raises(StepForbidden):
        take(award, "accept_report", people)
    take(award, "evaluate", people)
    assert award.state == State.EVALUATED
    assert list(award.reports.values_list("year", "state")) == [(n, ReportState.ACCEPTED) for n in (1, 2, 3)]


def test_a_new_year_begins_with_an_empty_report_and_one_that_came_back_as_its_copy(award, people):
    accept(award, people)
    assert reports.report_draft(award).reached == ""
    take(award, "submit_report", people)
    application_flow.take(award, "return_report", people.case_manager, "请补充。")
    draft = reports.report_draft(award)
    assert (draft.year, draft.reached) == (2, "新增境外客户 3 家。")


def test_a_year_without_a_report_counts_as_not_met_and_the_next_one_comes(award, people):
    with clock.at(clock.now() + timedelta(days=400)):
        assert take_due_steps() == 1
        award = fresh(award)
        with pytest.raises(MoneyError):
            application_flow.take(award, "accept_report", people.case_manager, "未提交。", grade=Grade.MET)
        application_flow.take(award, "accept_report", people.case_manager, "未提交。", grade=Grade.NOT_MET)
        assert item_of(award).due_on == report_due(award, 2) > clock.today()
    assert award.reports.get().grade == Grade.NOT_MET


def test_every_year_is_reminded_of(award, people):
    accept(award, people)
    due = item_of(award).due_on
    for days in (30, 7, 0):
        with clock.at(clock.now().replace(hour=9) + (due - clock.today() - timedelta(days))):
            assert (remind_of_reports(), remind_of_reports()) == (1, 0)
    told = Message.objects.filter(recipient=award.applicant)
    assert told.filter(kind="enterprises/report_due").count() == 3
    accepted = told.get(kind="enterprises/report_accepted")
    assert award.number in accepted.subject
    assert not [sign for sign in ("%(", "{{", "{%", "None") if sign in accepted.body]


def test_the_pages_say_which_year_it_is(client, award, people):
    accept(award, people)
    client.force_login(award.applicant)
    assert "Year 2 of 3" in client.get(page("report", award)).content.decode()
    case = client.get(page("case", award)).content.decode()
    assert ("Year 2 of 3" in case, "Year 1: " in case) == (True, True)
    once = application_in(State.PAID, people=people)
    client.force_login(once.applicant)
    assert year_text(once) == ""
    assert "Year 1" not in client.get(page("report", once)).content.decode()


def test_the_database_keeps_one_accepted_report_a_year(award, people):
    accept(award, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(application=award, round=9, year=1, state=ReportState.ACCEPTED, grade=Grade.MET)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(report_years=9)
