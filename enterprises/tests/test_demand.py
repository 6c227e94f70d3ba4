"""The demand for repayment: what it says, who opens it, and that interest is owed but is no money of the call."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from enterprises import budget
from enterprises.decisions.letters import open_letter
from enterprises.enums import State
from enterprises.exceptions import MoneyError
from enterprises.models import Application, RecoveryOrder
from enterprises.money.demand import demand_data, demand_of, demand_pdf
from enterprises.money.ledger import differences
from enterprises.money.recovery import enter_repayment
from enterprises.tests.factories import Cast, MembershipFactory, UserFactory, application_in, cast
from enterprises.tests.test_letters import fresh, page, text_of
from enterprises.verifying import look_up
from enterprises.workflow import application_flow
from policies.models import Clause
from portal.core import clock

pytestmark = pytest.mark.django_db
AWARD, INTEREST = 75_000_00, 1_500_00
BASIS = "自拨付次日起按一年期贷款市场报价利率计算"


@pytest.fixture
def people() -> Cast:
    return cast()


def demanded(people: Cast, **data) -> Application:
    application = application_in(State.PAID, people=people)
    application_flow.take(application, "demand_repayment", people.finance, "凭证不实。", **data)
    return fresh(application)


def enter(order: RecoveryOrder, people: Cast, amount_fen: int, reference: str) -> bool:
    return enter_repayment(order, people.finance, amount_fen=amount_fen, received_on=clock.today(), reference=reference)


def test_it_says_how_much_why_until_when_and_how_to_pay_and_appeal(people: Cast) -> None:
    application = demanded(people, clause="3.1", interest_fen=INTEREST, interest_basis=BASIS)
    Clause.objects.create(policy=application.call.measure.policy, number="3.1", text_zh="虚假申报的，追回资金。")
    order = demand_of(application)
    body = demand_pdf(order)
    assert body == demand_pdf(order)
    text = text_of(body).replace("\n", "")
    for said in (
        *("追回资金通知书", application.number, application.enterprise.name, "75,000元", "1,500元", "76,500元", BASIS),
        *("凭证不实。", "虚假申报的，追回资金。", "转账附言", "60日", "6个月", "财政局", order.code),
    ):
        assert said in text, said
    assert demand_data(order)["due"] == order.due_on.isoformat()
    assert (look_up(order.code).standing, look_up(order.code).number) == ("issued", application.number)


def test_without_interest_none_is_named(people: Cast) -> None:
    data = demand_data(demand_of(demanded(people)))
    assert (data["interest"], data["total"]) == ("", data["amount"])


def test_the_enterprise_opens_it_from_its_page_and_the_limits_count_from_then(client, people: Cast) -> None:
    application = demanded(people)
    viewer = MembershipFactory(enterprise=application.enterprise, role="viewer").user
    with translation.override("en"):
        desk = reverse("admin:enterprises_recoveryorder_demand", args=[application.recovery.pk])
    client.force_login(people.finance)
    assert client.get(desk)["Content-Type"] == "application/pdf"
    assert RecoveryOrder.objects.get().opened_at is None
    client.force_login(viewer)
    assert page("demand", application) in client.get(page("case", application)).content.decode()
    assert client.get(page("demand", application)).content.startswith(b"%PDF-")
    order = RecoveryOrder.objects.get()
    assert (order.opened_by, demand_data(order)["remedies"]["opened"]) == (viewer, clock.today().isoformat())
    open_letter(order, application.applicant)
    assert RecoveryOrder.objects.get().opened_by == viewer


def test_nobody_else_gets_it_and_there_is_none_before(client, people: Cast) -> None:
    application, paid = demanded(people), application_in(State.PAID, people=people)
    client.force_login(UserFactory())
    assert client.get(page("demand", application)).status_code == 404
    client.force_login(paid.applicant)
    assert client.get(page("demand", application)).status_code == 404
    assert client.get(page("demand", paid)).status_code == 302
    assert demand_of(paid) is None


def test_interest_says_how_it_is_reckoned(people: Cast) -> None:
    application = application_in(State.PAID, people=people)
    with pytest.raises(MoneyError):
        application_flow.take(application, "demand_repayment", people.finance, "不实。", interest_fen=INTEREST)
    order = demanded(people).recovery
    with pytest.raises(IntegrityError), transaction.atomic():
        RecoveryOrder.objects.filter(pk=order.pk).update(interest_fen=1)


def test_the_amount_comes_back_to_the_call_and_the_interest_does_not(people: Cast) -> None:
    application = demanded(people, interest_fen=INTEREST, interest_basis=BASIS)
    order = application.recovery
    assert enter(order, people, AWARD - 100, "R-1") is False
    assert budget.paid(application) == 100
    with pytest.raises(MoneyError):
        enter(order, people, INTEREST + 101, "R-2")
    assert enter(order, people, INTEREST + 100, "R-2") is True
    assert (budget.paid(application), budget.held(application), differences()) == (0, 0, [])
    application_flow.take(fresh(application), "record_repayment", people.finance)
    assert fresh(application).state == State.RECOVERED
