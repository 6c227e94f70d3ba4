"""The way of the money: plan, batch, release by another, the bank's answers; nothing twice and nothing half."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from enterprises.accounts_of import account_digest, sealed_for
from enterprises.enums import AccountState, BatchState, LineState, State
from enterprises.exceptions import MoneyError
from enterprises.models import (
    Application,
    BankAccount,
    CreditRecord,
    FundsPlan,
    PaymentBatch,
    PaymentLine,
    Reconciliation,
)
from enterprises.money import batches
from enterprises.money.due import awards_to_pay, due_now
from enterprises.money.instalments import parts, problems
from enterprises.money.ledger import Standing, differences, standing
from enterprises.money.payees import number_of, reseal_lines
from enterprises.money.paying import batch_of, plan_awards
from enterprises.tests.factories import CallFactory, Cast, application_in, cast, official
from enterprises.tests.paying import pay_out
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.core import clock
from portal.core.sealing import new_key, seal
from portal.reviews.exceptions import StepForbidden

pytestmark = pytest.mark.django_db
AWARD = 75_000_00
HALVES = [{"percent": 40, "after_days": 0}, {"percent": 60, "after_days": 0}]


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def second() -> User:
    return official("finance")


def batch(people: Cast, awards: list[Application], second: User | None = None) -> PaymentBatch:
    """Drawn up; released and sent as well where there is a second officer."""
    plan_awards(awards, people.finance)
    made = batch_of(awards, people.finance)
    if second is not None:
        batches.release(made, second)
        batches.send(made, people.finance)
        made.refresh_from_db()
    return made


def workbook_of(client, made: PaymentBatch) -> bytes:
    answer = client.post(reverse("admin:enterprises_paymentbatch_file", args=[made.pk]))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content


def answered(content: bytes, *changes: dict[int, object]) -> io.BytesIO:
    """The bank's file: from the second row on, cells by their column."""
    book = load_workbook(io.BytesIO(content))
    for row, change in enumerate(changes, start=2):
        for column, value in change.items():
            book.active.cell(row=row, column=column, value=value)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "answers.xlsx"
    return file


PAID = {10: "paid", 11: "2026-11-01", 12: "B-1"}
FAILED = {10: "failed", 13: "Account closed"}


def take_in(client, made: PaymentBatch, file: io.BytesIO):
    return client.post(reverse("admin:enterprises_paymentbatch_answers", args=[made.pk]), {"file": file})


class TestInstalments:
    def test_the_last_takes_what_rounding_leaves(self):
        thirds = [{"percent": 33, "after_days": 0}] * 2 + [{"percent": 34, "after_days": 9}]
        assert parts(100_01, thirds) == [33_00, 33_00, 34_01]
        assert sum(parts(7, thirds)) == 7
        assert parts(75_000_00, HALVES) == [30_000_00, 45_000_00]

    @pytest.mark.parametrize(
        "plan",
        [[], None, [{"percent": 99, "after_days": 0}], [{"percent": 100}], [{"percent": True, "after_days": 0}],
         [{"percent": 50, "after_days": 9}, {"percent": 50, "after_days": 0}], [{"percent": 100, "after_days": -1}],
         [{"percent": 20, "after_days": 0}] * 5 + [{"percent": 0, "after_days": 0}]],
    )  # fmt: skip
    def test_what_does_not_add_up_is_named(self, plan):
        assert list(problems(plan))

    def test_the_usual_plan_is_all_at_once(self):
        assert list(problems(CallFactory().instalments)) == []


class TestFundsPlan:
    def test_an_award_stands_in_one_plan(self, people):
        award = application_in(State.APPROVED, people=people)
        plan_awards([award], people.finance)
        plan_awards([award], people.finance)
        assert FundsPlan.objects.get().total_fen == AWARD

    def test_what_stands_in_no_plan_is_not_paid(self, people):
        award = application_in(State.APPROVED, people=people)
        (one,) = due_now(awards_to_pay())
        assert one.problem
        with pytest.raises(MoneyError):
            batches.draw_up(people.finance, [one.key])
        assert not award.payment_lines.exists()

    def test_only_finance_issues_it(self, people):
        award = application_in(State.APPROVED, people=people)
        with pytest.raises(StepForbidden):
            plan_awards([award], people.case_manager)

    def test_it_is_issued_on_its_page(self, client, people):
        award = application_in(State.APPROVED, people=people)
        client.force_login(people.finance)
        address = reverse("admin:enterprises_fundsplan_add") + f"?call={award.call_id}"
        sent = {"number": "青财指【2026】12号", "issued_on": "2026-11-01", "awards": [award.pk]}
        assert client.post(address, sent).status_code == 302
        plan = FundsPlan.objects.get()
        assert (plan.number, plan.lines.get().application_id) == ("青财指〔2026〕12号", award.pk)
        file = client.get(reverse("admin:enterprises_fundsplan_file", args=[plan.pk]))
        assert load_workbook(io.BytesIO(file.content)).active.cell(row=2, column=8).value == 75000
        assert client.post(address, sent).status_code in (409, 422)


class TestBatch:
    def test_whoever_draws_it_up_does_not_release_it(self, client, people, second):
        made = batch(people, [application_in(State.APPROVED, people=people)])
        address = reverse("admin:enterprises_paymentbatch_release", args=[made.pk])
        client.force_login(people.finance)
        assert client.post(address).status_code == 409
        made.refresh_from_db()
        assert made.state == BatchState.DRAFT
        client.force_login(second)
        assert client.post(address).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.released_by) == (BatchState.RELEASED, second)

    def test_the_database_wants_two_people(self, people):
        made = batch(people, [application_in(State.APPROVED, people=people)])
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentBatch.objects.filter(pk=made.pk).update(
                state=BatchState.RELEASED, released_by=people.finance, released_at=made.prepared_at
            )

    @pytest.mark.parametrize("role", ["case_manager", "leader", "district", "auditor"])
    def test_others_do_nothing_with_it(self, client, people, second, role):
        made = batch(people, [application_in(State.APPROVED, people=people)], second)
        client.force_login(getattr(people, role))
        for name in ("release", "send", "take_back", "file", "answers"):
            assert client.post(reverse(f"admin:enterprises_paymentbatch_{name}", args=[made.pk])).status_code == 403

    def test_an_instalment_is_in_one_batch(self, people):
        award = application_in(State.APPROVED, people=people)
        batch(people, [award])
        assert due_now(awards_to_pay()) == []
        with pytest.raises(MoneyError):
            batches.draw_up(people.finance, [f"{award.pk}-1"])
        line = PaymentLine.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentLine.objects.create(
                batch=line.batch, code="X", application=award, instalment=1, amount_fen=1, number_sealed="x"
            )

    def test_the_account_is_what_was_sent(self, people):
        award = application_in(State.APPROVED, people=people)
        Application.objects.filter(pk=award.pk).update(answers=award.answers | {"bank_account_number": "999"})
        line = batch(people, [award]).lines.get()
        assert (number_of(line), line.last4, line.account_differs) == ("6222000011112222", "2222", False)
        assert "6222" not in line.number_sealed

    def test_another_account_in_use_must_be_looked_at(self, client, people, second):
        award = application_in(State.APPROVED, people=people)
        confirm_account(award, "6222999988887777")
        made = batch(people, [award])
        with pytest.raises(MoneyError) as refused:
            batches.release(made, second)
        assert [row["row"] for row in refused.value.details["rows"]] == [f"{made.number}-001"]
        client.force_login(people.finance)
        address = reverse("admin:enterprises_paymentbatch_line", args=[made.pk, made.lines.get().pk])
        page = client.get(reverse("admin:enterprises_paymentbatch_change", args=[made.pk])).content.decode()
        assert [sign in page for sign in ("•••• 2222", "•••• 7777", "6222")] == [True, True, False]
        assert client.post(address, {"account": "confirmed"}).status_code == 302
        assert number_of(made.lines.get()) == "6222999988887777"
        batches.release(made, second)

    def test_who_is_listed_is_not_paid_and_every_check_is_kept(self, people, second):
        award = application_in(State.APPROVED, people=people)
        made = batch(people, [award])
        kept = award.credit_checks.filter(moment="payment")
        assert [(one.by, one.result) for one in kept] == [(people.finance, "clean")]
        code = award.enterprise.credit_code
        since = clock.today() - timedelta(30)
        CreditRecord.objects.create(credit_code=code, category="judgment_debtor", reference="R", since=since)
        with pytest.raises(MoneyError) as refused:
            batches.release(made, second)
        assert [row["row"] for row in refused.value.details["rows"]] == [f"{made.number}-001"]
        assert [one.by for one in kept.order_by("pk")] == [people.finance, second]
        batches.drop_line(made.lines.get(), people.finance)
        assert [bool(one.problem) for one in due_now(awards_to_pay())] == [True]

    def test_a_check_before_a_payment_is_good_for_ten_working_days(self, people, second):
        award = application_in(State.APPROVED, people=people)
        made = batch(people, [award])
        with clock.at(clock.now() + timedelta(20)):
            assert batches.problems(made)
            batches.release(made, second)
        assert award.credit_checks.filter(moment="payment").count() == 2

    def test_a_hold_takes_the_payment_out_and_going_on_lets_it_in_again(self, people, second):
        award = application_in(State.APPROVED, people=people)
        made = batch(people, [award])
        application_flow.take(award, "suspend_payment", people.finance, "账户待核对。")
        assert not made.lines.exists()
        assert [bool(one.problem) for one in due_now(awards_to_pay())] == [True]
        application_flow.take(award, "resume_payment", people.finance, "已核对。")
        assert [one.problem for one in due_now(awards_to_pay())] == [""]

    def test_what_left_the_house_is_not_put_on_hold(self, people, second):
        award = application_in(State.APPROVED, people=people)
        made = batch(people, [award], second)
        with pytest.raises(MoneyError, match=made.number):
            application_flow.take(award, "suspend_payment", people.finance, "账户待核对。")

    def test_a_payment_can_not_be_recorded_by_hand(self, people):
        award = application_in(State.APPROVED, people=people)
        assert "pay" not in application_flow.open_steps(award, people.finance)
        with pytest.raises(StepForbidden):
            application_flow.take(award, "pay", people.finance)
        with pytest.raises(MoneyError):
            application_flow.take(award, "pay", None)

    def test_sealed_numbers_follow_a_new_key(self, people, settings):
        line = batch(people, [application_in(State.APPROVED, people=people)]).lines.get()
        settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
        assert (reseal_lines(), reseal_lines()) == (1, 0)
        assert number_of(PaymentLine.objects.get(pk=line.pk)) == "6222000011112222"


def confirm_account(award: Application, number: str) -> None:
    """The enterprise has another account in use."""
    account = BankAccount.objects.create(
        enterprise=award.enterprise, holder="示例", bank="示例银行", number_digest=account_digest(number),
        last4=number[-4:], proposed_by=award.applicant, expires_at=clock.now() + timedelta(1),
        state=AccountState.CURRENT, confirmed_at=clock.now(), confirmed_by=award.applicant,
    )  # fmt: skip
    BankAccount.objects.filter(pk=account.pk).update(number_sealed=seal(number, sealed_for(account)))


class TestAnswers:
    @pytest.fixture
    def sent(self, client, people, second) -> tuple[PaymentBatch, list[Application]]:
        call = CallFactory()
        awards = [application_in(State.APPROVED, people=people, call=call) for _n in range(3)]
        client.force_login(people.finance)
        return batch(people, awards, second), awards

    def test_the_file_goes_out_and_comes_back(self, client, sent):
        made, awards = sent
        content = workbook_of(client, made)
        sheet = load_workbook(io.BytesIO(content)).active
        assert {sheet.cell(row=row, column=8).value for row in (2, 3, 4)} == {"6222000011112222"}
        assert take_in(client, made, answered(content, PAID, FAILED)).status_code == 302
        made.refresh_from_db()
        states = list(made.lines.order_by("pk").values_list("state", flat=True))
        assert (made.state, states) == (BatchState.PARTLY, ["paid", "failed", "open"])
        assert [Application.objects.get(pk=one.pk).state for one in awards] == [State.PAID] + [State.APPROVED] * 2
        assert standing(type(awards[0].call).objects.get()) == Standing(1_000_000_00, 0, 3 * AWARD, AWARD)
        # What failed is open again, with the reason on the line that stays.
        assert [one.application for one in due_now(awards_to_pay())] == [awards[1]]
        assert made.lines.get(state=LineState.FAILED).reason == "Account closed"
        assert take_in(client, made, answered(content, {}, {}, PAID)).status_code == 302
        made.refresh_from_db()
        assert made.state == BatchState.RECONCILED
        assert differences() == []

    def test_every_download_is_written_down(self, client, people, sent):
        made, _awards = sent
        for _time in range(2):
            workbook_of(client, made)
        made.refresh_from_db()
        assert made.downloads == 2
        taken = Entry.objects.filter(scope=f"batch:{made.pk}", verb="download_batch")
        assert [entry.actor for entry in taken] == [people.finance] * 2

    def test_the_same_file_twice_enters_nothing_twice(self, client, sent):
        made, _awards = sent
        content = answered(workbook_of(client, made), PAID).getvalue()

        def again() -> io.BytesIO:
            file = io.BytesIO(content)
            file.name = "answers.xlsx"
            return file

        assert take_in(client, made, again()).status_code == 302
        before = standing(made.lines.first().application.call)
        answer = take_in(client, made, again())
        assert answer.status_code == 409
        assert Reconciliation.objects.count() == 1
        assert standing(made.lines.first().application.call) == before

    @pytest.mark.parametrize(
        ("rows", "wrong"),
        [
            ([PAID, PAID | {9: 74999.99}], {3}),
            ([PAID, PAID | {1: "PB-2026-999999-001"}], {3}),
            ([PAID, {1: "=1+1", 10: "paid", 11: "2026-11-01", 12: "B"}], {3}),
            ([PAID | {12: None}], {2}),
            ([PAID | {11: "2126-01-01"}], {2}),
            ([FAILED | {13: None}, PAID], {2}),
            ([PAID | {10: "perhaps"}], {2}),
            ([PAID | {9: "many"}], {2}),
        ],
    )
    def test_what_does_not_fit_refuses_the_whole_file(self, client, sent, rows, wrong):
        made, _awards = sent
        answer = take_in(client, made, answered(workbook_of(client, made), *rows))
        assert answer.status_code == 409
        assert {row["row"] for row in answer.context["wrong"]} == wrong
        assert set(made.lines.values_list("state", flat=True)) == {LineState.OPEN}
        assert not Reconciliation.objects.exists()

    def test_a_line_of_another_batch_and_one_that_was_paid_are_refused(self, client, people, second, sent):
        made, _awards = sent
        other = batch(people, [application_in(State.APPROVED, people=people)], second)
        content = workbook_of(client, made)
        foreign = answered(content, PAID | {1: other.lines.get().code})
        assert other.number in take_in(client, made, foreign).context["wrong"][0]["what"]
        assert take_in(client, made, answered(content, PAID)).status_code == 302
        answer = take_in(client, made, answered(content, PAID | {12: "B-2"}))
        assert (answer.status_code, [row["row"] for row in answer.context["wrong"]]) == (409, [2])

    def test_before_it_is_sent_there_is_nothing_to_answer(self, client, people, second):
        made = batch(people, [application_in(State.APPROVED, people=people)])
        batches.release(made, second)
        client.force_login(people.finance)
        assert take_in(client, made, answered(workbook_of(client, made), PAID)).status_code == 409

    def test_an_award_is_paid_with_its_last_instalment(self, client, people, second):
        award = application_in(State.APPROVED, people=people, call=CallFactory(instalments=HALVES))
        made = batch(people, [award], second)
        client.force_login(people.finance)
        content = workbook_of(client, made)
        assert take_in(client, made, answered(content, PAID)).status_code == 302
        award.refresh_from_db()
        assert (award.state, standing(award.call.__class__.objects.get()).paid) == (State.APPROVED, 30_000_00)
        assert take_in(client, made, answered(content, {}, PAID | {12: "B-2"})).status_code == 302
        award.refresh_from_db()
        assert (award.state, standing(award.call.__class__.objects.get()).paid) == (State.PAID, AWARD)

    def test_a_part_that_was_paid_is_demanded_back_and_not_cancelled(self, people, second):
        award = application_in(State.APPROVED, people=people, call=CallFactory(instalments=HALVES))
        pay_out(award, people, second, instalments=(1,))
        application_flow.take(award, "suspend_payment", people.finance, "待核查。")
        assert set(application_flow.open_steps(award, people.finance)) == {"resume_payment", "demand_repayment"}
        application_flow.take(award, "demand_repayment", people.finance, "凭证不实。")
        assert standing(type(award.call).objects.get()) == Standing(1_000_000_00, 0, 30_000_00, 30_000_00)
