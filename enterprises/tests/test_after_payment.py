"""What follows the payment: the report, the look at a sample, and money that must come back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from enterprises.enums import ControlResult, Grade, ReportState, State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, Control, Report
from enterprises.money import reports
from enterprises.money.controls import draw_sample, hash_of, is_reproduced, note_result, picked
from enterprises.money.ledger import Standing, differences, standing
from enterprises.money.recovery import bars, enter_repayment
from enterprises.money.reminding import remind_of_reports
from enterprises.tests.factories import CallFactory, Cast, UserFactory, application_in, cast, pdf, take
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.core import clock
from portal.notifications.models import Message
from portal.reviews.exceptions import StepForbidden
from portal.reviews.models import WorkItem
from portal.reviews.tasks import take_due_steps

pytestmark = pytest.mark.django_db
AWARD = 75_000_00
WRITTEN = {"reached": "新增 3 家。", "use_of_funds": "认证费用。", "own_grade": Grade.MET}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def award(people: Cast) -> Application:
    return application_in(State.PAID, people=people)


def item_of(award: Application) -> WorkItem:
    return WorkItem.objects.get(case=award.pk, closed_at=None)


class TestReport:
    def test_a_paid_award_waits_for_the_applicant_for_a_year(self, award):
        item = item_of(award)
        assert item.desk == Role.APPLICANT
        assert 360 <= (item.due_on - clock.today()).days <= 380

    def test_it_is_written_kept_and_sent_on_its_page(self, client, award, people):
        client.force_login(award.applicant)
        address = reverse("enterprises:report", args=[award.number])
        assert client.post(address, {"save": "1", "reached": "开始填写"}).status_code == 302
        assert "开始填写" in client.get(address).content.decode()
        assert client.post(address, WRITTEN | {"save": "1", "papers": pdf()}).status_code == 302
        assert client.post(address, WRITTEN | {"reached": "", "send": "1"}).status_code == 422
        assert client.post(address, WRITTEN | {"figure_staff": "12", "send": "1"}).status_code == 302
        report = Report.objects.get()
        assert (report.state, report.figures, report.papers.count()) == (ReportState.SENT, {"staff": "12"}, 1)
        assert item_of(award).desk == Role.CASE_MANAGER
        file = reverse("attachments:download", args=[report.papers.get().attachment.public_id])
        client.force_login(people.case_manager)
        assert client.get(file).status_code in (200, 409)
        client.force_login(application_in(State.SUBMITTED).applicant)
        assert client.get(file).status_code == 404

    def test_anothers_award_does_not_exist(self, client, award):
        client.force_login(application_in(State.PAID).applicant)
        address = reverse("enterprises:report", args=[award.number])
        assert (client.get(address).status_code, client.post(address, WRITTEN | {"send": "1"}).status_code) == (
            404,
            404,
        )
        assert not Report.objects.filter(application=award).exists()

    def test_no_second_one_while_one_is_looked_at(self, award, people):
        take(award, "submit_report", people)
        assert "submit_report" not in application_flow.open_steps(award, award.applicant)
        with pytest.raises(MoneyError):
            reports.write_draft(award, WRITTEN)
        with pytest.raises(StepForbidden):
            application_flow.take(award, "submit_report", award.applicant)
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(application=award, round=9)

    def test_one_that_came_back_is_written_on_and_the_first_stays(self, award, people):
        take(award, "submit_report", people)
        application_flow.take(award, "return_report", people.case_manager, "请补充数据。")
        item = item_of(award)
        assert (item.desk, item.limit_number) == (Role.APPLICANT, 20)
        reports.write_draft(award, {"reached": "新增 3 家,附清单。"})
        application_flow.take(award, "submit_report", award.applicant)
        rows = list(award.reports.values_list("round", "state", "reached", "use_of_funds"))
        assert rows == [
            (1, ReportState.RETURNED, "新增境外客户 3 家。", "用于认证费用。"),
            (2, ReportState.SENT, "新增 3 家,附清单。", "用于认证费用。"),
        ]
        application_flow.take(award, "evaluate", people.case_manager, "目标完成。", grade=Grade.PARTLY)
        assert award.reports.get(round=2).grade == Grade.PARTLY
        assert award.state == State.EVALUATED

    def test_without_a_report_in_time_the_division_acts(self, award, people):
        with clock.at(clock.now() + timedelta(days=400)):
            assert take_due_steps() == 1
            award.refresh_from_db()
            award.forget()
            assert set(application_flow.open_steps(award, people.case_manager)) == {"evaluate"}
            # Late is better than never.
            assert set(application_flow.open_steps(award, award.applicant)) == {"submit_report"}
            with pytest.raises(MoneyError):
                application_flow.take(award, "evaluate", people.case_manager, "未提交报告。", grade=Grade.MET)
            application_flow.take(award, "evaluate", people.case_manager, "未提交报告。", grade=Grade.NOT_MET)
        assert award.state == State.EVALUATED

    def test_the_desk_asks_for_the_grade(self, client, award, people):
        take(award, "submit_report", people)
        client.force_login(people.case_manager)
        address = reverse("admin:enterprises_application_step", args=[award.pk, "evaluate"])
        assert client.post(address, {"comment": "好。"}).status_code == 422
        assert client.post(address, {"comment": "好。", "grade": "met"}).status_code == 302
        assert award.reports.get().grade == Grade.MET

    def test_reminders_come_once_each_however_often_the_clock_looks(self, award):
        due = item_of(award).due_on
        told = []
        for days in (31, 30, 29, 12, 7, 1, 0):
            with clock.at(clock.now().replace(hour=9) + (due - clock.today() - timedelta(days))):
                told += [remind_of_reports(), remind_of_reports()]
        assert told == [0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]
        assert Message.objects.filter(kind="enterprises/report_due", recipient=award.applicant).count() == 3

    def test_a_report_that_was_sent_is_not_reminded_of(self, award, people):
        due = item_of(award).due_on
        take(award, "submit_report", people)
        with clock.at(clock.now() + (due - clock.today())):
            assert remind_of_reports() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_turn_of_a_report_is_told(people, language):
    award = application_in(State.PAID, people=people, applicant=UserFactory(language=language))
    take(award, "submit_report", people)
    application_flow.take(award, "return_report", people.case_manager, "请补充数据。")
    with clock.at(clock.now() + timedelta(days=90)):
        take_due_steps()
    kinds = ("report_sent", "report_returned", "report_missing")
    told = [Message.objects.get(kind=f"enterprises/{kind}", recipient=award.applicant) for kind in kinds]
    assert [award.number in message.subject for message in told] == [True] * 3
    assert "请补充数据。" in told[1].body
    assert not [sign for sign in ("%(", "{{", "{%", "None") if sign in "".join(message.body for message in told)]


class TestControls:
    POPULATION = [[f"QD-2026-{n:06d}", "370202" if n % 3 else "370212"] for n in range(1, 31)]

    def test_the_same_seed_draws_the_same(self):
        first = picked(self.POPULATION, "seed", 6, False)
        assert first == picked(self.POPULATION, "seed", 6, False)
        assert len(set(first)) == 6
        assert first != picked(self.POPULATION, "other", 6, False)

    def test_by_district_each_gives_its_share(self):
        drawn = set(picked(self.POPULATION, "seed", 6, True))
        of = dict(self.POPULATION)
        assert sorted(of[number] for number in drawn) == ["370202"] * 4 + ["370212"] * 2

    def test_a_sample_can_be_drawn_again_and_a_touched_one_is_noticed(self, award, people):
        for _n in range(3):
            application_in(State.PAID, people=people, call=award.call)
        application_in(State.APPROVED, people=people, call=award.call)
        sample = draw_sample(award.call, people.case_manager, size=2, by_district=False)
        assert (len(sample.population), sample.sha256) == (4, hash_of(sample.population))
        assert is_reproduced(sample)
        chosen = set(sample.controls.values_list("application", flat=True))
        other = Application.objects.filter(state=State.PAID).exclude(pk__in=chosen).first()
        sample.controls.filter(pk=sample.controls.first().pk).update(application=other)
        assert not is_reproduced(sample)

    def test_only_division_and_supervision_draw(self, award, people):
        with pytest.raises(StepForbidden):
            draw_sample(award.call, people.finance, size=1, by_district=False)

    def test_a_finding_leads_to_the_demand(self, client, award, people):
        client.force_login(people.case_manager)
        address = reverse("admin:enterprises_controlsample_add")
        assert client.post(address, {"call": award.call_id, "share": "50"}).status_code == 302
        control = Control.objects.get()
        result = reverse("admin:enterprises_controlsample_result", args=[control.sample_id, control.pk])
        prefix = f"{control.pk}-"
        assert client.post(result, {f"{prefix}result": "recover"}).status_code == 422
        told = {f"{prefix}result": "recover", f"{prefix}findings": "发票重复。"}
        assert client.post(result, told).status_code == 302
        with pytest.raises(MoneyError):
            note_result(control, people.case_manager, result=ControlResult.IN_ORDER, findings="改判")
        client.force_login(people.finance)
        step = reverse("admin:enterprises_application_step", args=[award.pk, "demand_repayment"])
        assert "发票重复。" in client.get(step).content.decode()


class TestRecovery:
    def test_a_part_comes_back_in_parts(self, client, award, people):
        client.force_login(people.finance)
        step = reverse("admin:enterprises_application_step", args=[award.pk, "demand_repayment"])
        too_much = {"amount": "75000.01", "comment": "凭证不实。", "clause": "3.1"}
        assert client.post(step, too_much).status_code == 409
        assert client.post(step, too_much | {"amount": "50000"}).status_code == 302
        award.refresh_from_db()
        order = award.recovery
        assert (award.state, order.amount_fen, (order.due_on - clock.today()).days >= 30) == (
            State.RECOVERING, 50_000_00, True,
        )  # fmt: skip
        page = reverse("admin:enterprises_recoveryorder_repayment", args=[order.pk])
        paid = {"amount": "20000", "received_on": clock.today(), "reference": "R-1"}
        assert client.post(page, paid).status_code == 302
        assert client.post(page, paid).status_code == 409
        assert client.post(page, paid | {"amount": "30000.01", "reference": "R-2"}).status_code == 409
        assert standing(type(award.call).objects.get()) == Standing(1_000_000_00, 0, 55_000_00, 55_000_00)
        award.refresh_from_db()
        assert "record_repayment" not in application_flow.open_steps(award, people.finance)
        with pytest.raises(MoneyError):
            application_flow.take(award, "record_repayment", None)
        assert client.post(page, paid | {"amount": "30000", "reference": "R-2"}).status_code == 302
        award.refresh_from_db()
        assert award.state == State.RECOVERED
        assert standing(type(award.call).objects.get()) == Standing(1_000_000_00, 0, 25_000_00, 25_000_00)
        assert differences() == []
        assert client.post(page, paid | {"reference": "R-3"}).status_code == 409

    def test_only_finance_enters_what_comes(self, award, people):
        application_flow.take(award, "demand_repayment", people.finance, "凭证不实。")
        with pytest.raises(StepForbidden):
            enter_repayment(award.recovery, people.case_manager, amount_fen=1, received_on=clock.today(), reference="R")

    def test_for_three_years_the_other_cases_show_it(self, client, award, people):
        application_flow.take(award, "demand_repayment", people.finance, "凭证不实。")
        other = application_in(State.VERIFICATION, people=people, enterprise=award.enterprise, call=CallFactory())
        stranger = application_in(State.VERIFICATION, people=people, call=other.call)
        client.force_login(people.case_manager)
        pages = [
            client.get(reverse("admin:enterprises_application_change", args=[one.pk])) for one in (other, stranger)
        ]
        bar = "admin/enterprises/money/_recovery.html"
        shown = [bar in [part["template"] for part in page.context["side_parts"]] for page in pages]
        assert shown == [True, False]
        with clock.at(clock.now() + timedelta(days=3 * 365 + 2)):
            assert bars(award.enterprise_id) == []
