"""Credit: which records count, what a check keeps, and what can't be decided while one stands there."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from enterprises.credit.checking import check, check_new_filings, exclusions
from enterprises.credit.enums import CreditCategory, CreditMoment, CreditResult
from enterprises.credit.exceptions import CreditRefused
from enterprises.credit.guards import PAYMENT_WORKDAYS, check_before, credit_is_clean
from enterprises.enums import State
from enterprises.models import Application, CreditCheck, CreditRecord
from enterprises.review.verdicts import judge_rest
from enterprises.tests.credit_records import CreditRecordFactory
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, credit_code, decision
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.calendars.workdays import add_workdays
from portal.core import clock
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def people() -> Cast:
    return cast()


def listed(application: Application, **fields: Any) -> CreditRecord:
    return CreditRecordFactory(credit_code=application.enterprise.credit_code, **fields)


def take_draft(application: Application, people: Cast, **data: Any) -> None:
    """The step alone, without the check that the desk's page would make."""
    application_flow.take(application, "draft_decision", people.case_manager, **decision(application, **data))


def post_check(user: User, application: Application, moment: str, note: str = "") -> int:
    client = Client()
    client.force_login(user)
    with translation.override("en"):
        url = reverse("admin:enterprises_application_credit", args=[application.pk])
    return client.post(url, {"moment": moment, "note": note}).status_code


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"since": TODAY}, True),
        ({"since": TODAY + timedelta(1)}, False),
        ({"since": date(2021, 11, 24)}, True),  # the last day of its five years
        ({"since": date(2021, 11, 23)}, False),
        ({"since": date(2025, 1, 1), "until": TODAY}, True),
        ({"since": date(2025, 1, 1), "until": TODAY - timedelta(1)}, False),
        ({"since": date(2025, 1, 1), "repaired_on": TODAY + timedelta(1)}, True),
        ({"since": date(2025, 1, 1), "repaired_on": TODAY}, False),
    ],
)
def test_a_record_counts_five_years_at_most_and_not_once_repaired(fields: dict, counts: bool) -> None:
    one = CreditRecordFactory(**fields)
    CreditRecordFactory(since=date(2025, 1, 1))
    assert exclusions([one.credit_code], TODAY) == ({one.credit_code: [one]} if counts else {})


def test_five_years_before_a_leap_day() -> None:
    one = CreditRecordFactory(since=date(2023, 3, 1))
    assert exclusions([one.credit_code], date(2028, 2, 29)) == {one.credit_code: [one]}


def test_many_codes_are_looked_up_at_once(django_assert_num_queries: Any) -> None:
    one = CreditRecordFactory()
    codes = [credit_code(90_000_000 + number) for number in range(600)]
    with django_assert_num_queries(2):
        assert exclusions([*codes, one.credit_code, one.credit_code], clock.today()) == {one.credit_code: [one]}


@pytest.mark.parametrize(
    ("categories", "result"),
    [
        ((), CreditResult.CLEAN),
        ((CreditCategory.ABNORMAL_OPERATION,), CreditResult.CURABLE),
        ((CreditCategory.ABNORMAL_OPERATION, CreditCategory.WAGES), CreditResult.LISTED),
        *(((one,), CreditResult.LISTED) for one in CreditCategory if one != CreditCategory.ABNORMAL_OPERATION),
    ],
)
def test_a_check_keeps_result_and_time_but_not_the_report(people: Cast, categories: tuple, result: str) -> None:
    application = application_in(State.VERIFICATION, people=people)
    records = [listed(application, category=one) for one in categories]
    CreditRecordFactory()
    moment = clock.now()
    with clock.at(moment):
        made = check(application, "decision", people.case_manager, " 已核 ")
    made.refresh_from_db()
    assert (made.result, made.note, made.by, made.at) == (result, "已核", people.case_manager, moment)
    keys = {"pk", "category", "reference", "source", "since", "until"}
    assert [(one["pk"], set(one)) for one in made.found] == [(one.pk, keys) for one in records]
    assert Entry.objects.filter(scope=f"case:{application.pk}", verb="credit_check").count() == 1


def test_no_support_without_a_check_and_none_from_before(people: Cast) -> None:
    application = application_in(State.FORMAL_REVIEW, people=people)
    check(application, "filing", people.case_manager)
    judge_rest(application, people.case_manager)
    application_flow.take(application, "send_to_verification", people.case_manager)
    with pytest.raises(CreditRefused, match="Check the applicant’s credit first"), translation.override("en"):
        take_draft(application, people)
    check(application, "decision", people.case_manager)
    take_draft(application, people)
    assert application.state == State.DECIDING


@pytest.mark.parametrize("category", [CreditCategory.CUSTOMS, CreditCategory.ABNORMAL_OPERATION])
def test_who_is_listed_can_be_refused_and_not_supported(people: Cast, category: str) -> None:
    application = application_in(State.VERIFICATION, people=people)
    one = listed(application, category=category, reference="青关〔2026〕7号")
    check(application, "decision", people.case_manager)
    with pytest.raises(CreditRefused, match="青关〔2026〕7号"):
        take_draft(application, people)
    application.refresh_from_db()
    assert application.state == State.VERIFICATION
    CreditRecord.objects.filter(pk=one.pk).update(repaired_on=clock.today())
    # The lists changed since the check, so it is no good any more, in either direction.
    with pytest.raises(CreditRefused, match="no check that is still good"), translation.override("en"):
        take_draft(application, people)
    take_draft(application, people, reject=True)
    assert application.state == State.DECIDING


def test_a_record_that_comes_in_after_the_check_counts(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    check(application, "decision", people.case_manager)
    listed(application)
    with pytest.raises(CreditRefused):
        take_draft(application, people)


def test_a_check_before_payment_is_good_for_ten_working_days(people: Cast) -> None:
    application = application_in(State.APPROVED, people=people)
    guard, made_at = credit_is_clean("payment"), clock.now()
    with clock.at(made_at):
        check(application, "payment", people.finance)
    last = add_workdays(made_at.date(), PAYMENT_WORKDAYS).on
    with clock.at(datetime.combine(last, datetime.min.time()).replace(hour=23)):
        guard(application, people.finance, {})
    with clock.at(datetime.combine(last + timedelta(1), datetime.min.time())), pytest.raises(CreditRefused):
        guard(application, people.finance, {})


def test_the_checks_of_each_desk(people: Cast) -> None:
    application = application_in(State.APPROVED, people=people)
    for person in (people.leader, people.district, people.expert, people.auditor):
        with pytest.raises(StepForbidden):
            check(application, "payment", person)
    with pytest.raises(StepForbidden):
        check(application, "publicity", people.finance)
    with pytest.raises(CreditRefused):
        check(application, "decision", people.case_manager)
    assert set(application.credit_checks.values_list("moment", flat=True)) == {"decision", "publicity"}


def test_the_button_is_for_the_division(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    wrong = {post_check(one, application, "decision") for one in (people.finance, people.leader, people.district)}
    assert wrong == {403}
    assert not CreditCheck.objects.exists()
    assert post_check(people.case_manager, application, "nonsense") == 302
    assert post_check(people.case_manager, application, "decision", "x" * 501) == 302
    assert not CreditCheck.objects.exists()
    assert post_check(people.case_manager, application, "decision", "x" * 500) == 302
    assert CreditCheck.objects.get().by == people.case_manager


def test_the_page_of_the_draft_makes_the_check_and_keeps_it_even_when_it_refuses(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    listed(application, reference="青税稽罚〔2026〕9号")
    client = Client()
    client.force_login(people.case_manager)
    with translation.override("en"):
        url = reverse("admin:enterprises_application_step", args=[application.pk, "draft_decision"])
    assert "青税稽罚〔2026〕9号" in client.get(url).content.decode()
    assert not CreditCheck.objects.exists()
    answer = client.post(url, {"outcome": "approve", "amount": "75000", "reason": "符合条件。", "clause": ""})
    assert answer.status_code == 409
    assert "Decide not to support" in answer.content.decode()
    assert CreditCheck.objects.get().result == CreditResult.LISTED
    answer = client.post(url, {"outcome": "reject", "amount": "", "reason": "列入失信名单。", "clause": "2"})
    assert answer.status_code == 302
    assert CreditCheck.objects.count() == 1


def test_the_case_shows_the_checks_to_the_city_and_the_district_only(people: Cast) -> None:
    application = application_in(State.VERIFICATION, people=people)
    listed(application, reference="青税稽罚〔2026〕11号")
    check(application, "decision", people.case_manager)
    with translation.override("en"):
        url = reverse("admin:enterprises_application_change", args=[application.pk])
    seen = {}
    for name in ("district", "case_manager", "leader", "finance", "auditor"):
        client = Client()
        client.force_login(getattr(people, name))
        page = client.get(url).content.decode()
        seen[name] = ("青税稽罚〔2026〕11号" in page, "Check now" in page)
    assert seen == {
        "district": (True, False), "case_manager": (True, True), "leader": (True, False), "finance": (True, False),
        "auditor": (False, False),
    }  # fmt: skip


def test_what_came_in_is_checked_once_by_the_portal(people: Cast) -> None:
    application = application_in(State.SUBMITTED, people=people)
    application_in(State.ACCEPTED, people=people)
    assert [check_new_filings(), check_new_filings()] == [1, 0]
    made = CreditCheck.objects.get()
    assert (made.application, made.moment, made.by) == (application, CreditMoment.FILING, None)


SIGNING = {
    "en": "Send the draft back, or wait until the record is repaired or has run out.",
    "zh-hans": "请退回决定草案，或待信用修复、公布期满后再签批。",
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_who_came_onto_a_list_after_the_draft_gets_no_signature_to_it(people: Cast, language: str) -> None:
    application = application_in(State.DECIDING, people=people)
    listed(application, reference="青税稽罚〔2026〕12号")
    client = Client()
    client.force_login(people.leader)
    with translation.override(language):
        url = reverse("admin:enterprises_application_step", args=[application.pk, "sign_approval"])
    assert "青税稽罚〔2026〕12号" in client.get(url).content.decode()
    answer = client.post(url)
    assert (answer.status_code, SIGNING[language] in answer.content.decode()) == (409, True)
    application.refresh_from_db()
    assert (application.state, application.sign_offs.count(), application.call.committed_fen) == (State.DECIDING, 0, 0)
    # The portal made the check that the signature asks for, and keeps it.
    last = application.credit_checks.first()
    assert (last.moment, last.result, last.by) == (CreditMoment.DECISION, CreditResult.LISTED, None)
    application_flow.take(application, "return_draft", people.leader, "列入失信名单。")
    application_flow.take(
        application, "redraft_decision", people.case_manager, **decision(application, reject=True)
    )  # fmt: skip
    application_flow.take(application, "sign_rejection", people.leader)
    assert application.state == State.REJECTED


def test_nor_through_the_api_nor_on_the_way_to_the_last_signer(people: Cast) -> None:
    chain = [Role.CASE_MANAGER, Role.FINANCE, Role.LEADERSHIP]
    application = application_in(State.DECIDING, people=people, call=CallFactory(sign_off_chain=chain))
    one = listed(application)

    def signed(user: User, step: str) -> int:
        client = Client()
        client.force_login(user)
        url = f"/api/v1/applications/{application.number}/take/"
        return client.post(url, {"step": step}, content_type="application/json").status_code

    assert signed(people.case_manager, "countersign") == 403
    assert application.credit_checks.filter(result=CreditResult.LISTED).count() == 0
    assert signed(people.finance, "countersign") == 409
    assert application.credit_checks.filter(result=CreditResult.LISTED).count() == 1
    CreditRecord.objects.filter(pk=one.pk).update(repaired_on=clock.today())
    assert signed(people.finance, "countersign") == 200
    CreditRecord.objects.filter(pk=one.pk).update(repaired_on=None)
    assert signed(people.leader, "sign_approval") == 409
    CreditRecord.objects.filter(pk=one.pk).update(repaired_on=clock.today())
    assert signed(people.leader, "sign_approval") == 200


def test_a_draft_that_lay_for_ten_working_days_is_checked_again(people: Cast) -> None:
    application = application_in(State.DECIDING, people=people)
    made = application.credit_checks.get(moment=CreditMoment.DECISION)
    later = add_workdays(made.at.date(), PAYMENT_WORKDAYS).on + timedelta(1)
    with clock.at(datetime.combine(later, datetime.min.time())):
        with pytest.raises(CreditRefused):
            application_flow.take(application, "sign_approval", people.leader)
        check_before(application_flow.steps["sign_approval"], application, people.leader)
        application_flow.take(application, "sign_approval", people.leader)
    assert application.credit_checks.filter(moment=CreditMoment.DECISION).count() == 2
