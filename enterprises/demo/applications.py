"""Applications in every state. Each lives its life through the flow, on invented days in the past."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from enterprises.actions import begin_application
from enterprises.corrections import correct_paper, correct_value
from enterprises.credit.guards import check_before
from enterprises.demo.answers import complete
from enterprises.demo.calls import YEARS
from enterprises.demo.experts import let_experts_score
from enterprises.demo.facts import facts_for
from enterprises.demo.files import demo_file
from enterprises.demo.panels import hold_panel, open_panel
from enterprises.demo.reviews import prepare_step
from enterprises.enums import Grade, Outcome, State
from enterprises.models import Application, Call, Enterprise, RecoveryOrder
from enterprises.money.paying import pay_awards
from enterprises.money.recovery import enter_repayment, repaid
from enterprises.money.reports import write_draft
from enterprises.notices.objecting import receive
from enterprises.notices.period import fewest_workdays
from enterprises.notices.publishing import publish
from enterprises.requests import open_request
from enterprises.workflow import application_flow
from portal.accounts.models import User
from portal.core import clock

People = dict[str, User]
# So many applications stand in the list of the demo's open panel.
RANKED = 6
OBJECTION = {
    "name": "示例异议人",
    "phone": "0532-00000003",
    "email": "",
    "text": "示例：同一费用去年已获其他资金支持，请核实。",
}
LINES = [
    {"target": "paper:D07", "why": "第 2 页金额无法辨认。", "how": "重新扫描，300 dpi 以上，PDF 格式。"},
    {"target": "answer:contact_phone", "why": "电话无法接通。", "how": "改为工作时间可接通的号码。"},
]

REPORT = {
    "reached": "示例：新增境外客户 3 家，数字服务出口较上年增长 12%。",
    "use_of_funds": "示例：用于认证与平台服务费用。",
    "own_grade": Grade.MET,
    "figures": {"export_usd": "420000", "staff": "36"},
}


class Life:
    """One application, moved on one step after another; every step a few days after the one before."""

    def __init__(self, people: People, enterprise: Enterprise, call: Call, scale: int, days_ago: int) -> None:
        self.people, self.scale = people, scale
        self.moment = timezone.make_aware(
            datetime.combine(clock.today() - timedelta(days_ago), time(9, 10 + scale * 7))
        )
        self.applicant = people["applicant@example.test"]
        district = enterprise.district.code
        self.district = people.get(f"district-{district}@example.test") or people["district@example.test"]
        with clock.at(self.moment):
            self.application = begin_application(self.applicant, enterprise, call, facts_for(call, scale))

    def fill(self) -> "Life":
        """Complete every section, with a small file for each paper."""
        with clock.at(self.moment):
            complete(self.application, self.applicant, facts_for(self.application.call, self.scale))
        return self

    def take(self, step: str, person: User | None, comment: str = "", days: int = 1, **data: Any) -> "Life":
        self.moment += timedelta(days=days)
        with clock.at(self.moment):
            prepare_step(self.application, step, person, self.people)
            check_before(application_flow.steps[step], self.application, person)
            application_flow.take(self.application, step, person, comment, **data)
        return self

    def submit(self) -> "Life":
        return self.fill().take("submit", self.applicant, days=0)

    def correct(self) -> "Life":
        self.take("request_correction", self.district, lines=LINES)
        return self

    def answer(self) -> "Life":
        with clock.at(self.moment):
            request = open_request(self.application)
            for line in request.lines.all():
                if line.target.startswith("paper:"):
                    correct_paper(
                        self.application, line, demo_file("D07", "pdf", self.application.number), self.applicant, ""
                    )
                else:
                    correct_value(self.application, line, "0532-00000001", "")
        return self.take("resubmit", self.applicant)

    def accept(self) -> "Life":
        return self.submit().take("accept", self.district)

    def review(self) -> "Life":
        return self.accept().take("begin_review", self.people["division@example.test"])

    def verify(self) -> "Life":
        division = self.people["division@example.test"]
        self.review()
        if self.application.call.measure.mode == "competitive":
            self.take("send_to_experts", division)
            self.score()
        else:
            self.take("send_to_verification", division)
        if self.application.call.measure.on_site_check:
            self.take("report_check", self.people["auditor@example.test"], "示例：现场核查一致。", days=2)
        return self

    def score(self, leave: int = 0) -> "Life":
        """The experts of the call, drawn if nobody was yet, send their sheets; the last of them reports the score."""
        self.moment += timedelta(days=1)
        with clock.at(self.moment):
            let_experts_score(self.application, self.people["division@example.test"], leave=leave)
        return self

    def meet(self) -> "Life":
        """The panel freezes its list, which drafts the decision."""
        self.moment += timedelta(days=2)
        with clock.at(self.moment):
            hold_panel(self.application, self.people["division@example.test"])
        return self

    def decide(self, outcome: Outcome = Outcome.APPROVE) -> "Life":
        approve = outcome == Outcome.APPROVE
        if self.application.call.meets_in_panel:
            return self.verify().meet()
        return self.verify().take(
            "draft_decision",
            self.people["division@example.test"],
            days=2,
            outcome=outcome,
            amount_fen=self.application.computed_fen if approve else 0,
            reason="示例：符合条件，按规则核定。" if approve else "示例：核查时未能证明费用支出。",
            clause="3.1",
        )

    def sign(self) -> "Life":
        return self.decide().take("sign_approval", self.people["leader@example.test"])

    def publish(self) -> "Life":
        """On a notice of its own, on the day after the signature."""
        self.sign()
        self.moment += timedelta(days=1)
        with clock.at(self.moment):
            call = self.application.call
            division = self.people["division@example.test"]
            publish(call, [self.application], division, workdays=fewest_workdays(call))
        return self

    def object(self) -> "Life":
        """Somebody without an account objects on the day after."""
        self.moment += timedelta(days=1)
        with clock.at(self.moment):
            receive(self.application.notice_lines.get(result=""), **OBJECTION, files=[])
        return self

    def approve(self) -> "Life":
        return self.publish().take("close_notice", None, days=16)

    def pay(self) -> "Life":
        """The bank's answer takes the step; a second officer has released the batch."""
        self.approve()
        self.moment += timedelta(days=5)
        with clock.at(self.moment):
            pay_awards([self.application], self.people["finance@example.test"], self.people["finance-2@example.test"])
        self.application.refresh_from_db()
        self.application.forget()
        return self

    def report(self, days: int = 9) -> "Life":
        self.moment += timedelta(days=days)
        with clock.at(self.moment):
            write_draft(self.application, REPORT)
        return self.take("submit_report", self.applicant)

    def report_years(self, years: int) -> "Life":
        """A report for each of so many years, sent early and accepted."""
        for year in range(1, years + 1):
            said = f"示例：第{year}年目标已完成。"
            self.report(4).take("accept_report", self.people["division@example.test"], said, days=3, grade=Grade.MET)
        return self


def _suspended(life: Life) -> Life:
    return life.approve().take("suspend_payment", life.people["finance@example.test"], "示例：账户信息待核对。")


def _recovering(life: Life) -> Life:
    finance = life.people["finance@example.test"]
    life.pay().take(
        "demand_repayment", finance, "示例：抽查发现凭证不实。", clause="3.1", interest_fen=1_234_00,
        interest_basis="示例：自拨付次日起，按拨付时公布的一年期贷款市场报价利率计算。",
    )  # fmt: skip
    return _repaid(life, 2)


def _repaid(life: Life, part: int) -> Life:
    """The `part`th part of what is still missing comes back."""
    life.moment += timedelta(days=2)
    order = RecoveryOrder.objects.get(application=life.application.pk)
    amount = (order.total_fen - repaid(order)) // part
    with clock.at(life.moment):
        enter_repayment(
            order, life.people["finance@example.test"], amount_fen=amount, received_on=clock.today(),
            reference=f"示例-{order.pk}-{part}",
        )  # fmt: skip
    return life


STORIES: dict[State, tuple[str, int, Callable[[Life], Life]]] = {
    State.DRAFT: ("ENT-01", 6, lambda life: life),
    State.SUBMITTED: ("ENT-01", 3, Life.submit),
    State.CORRECTION: ("TRA-03", 4, lambda life: life.submit().correct()),
    State.LAPSED: ("MKT-01", 60, lambda life: life.submit().correct().take("lapse", None, days=9)),
    State.NOT_ACCEPTED: (
        "TRA-03",
        9,
        lambda life: life.submit().take("refuse", life.district, "示例：不属于本次申报范围。"),
    ),
    State.ACCEPTED: ("ENT-01", 6, Life.accept),
    State.FORMAL_REVIEW: ("TRA-03", 8, Life.review),
    State.EXPERT_REVIEW: (
        "SUP-03",
        9,
        lambda life: life.review().take("send_to_experts", life.people["division@example.test"]).score(leave=3),
    ),
    State.VERIFICATION: ("ENT-01", 10, Life.verify),
    State.DECIDING: ("ENT-01", 11, Life.decide),
    State.PUBLICITY: ("ENT-01", 10, Life.publish),
    State.OBJECTION: (
        "MKT-02",
        9,
        lambda life: life.publish().object(),
    ),
    State.APPROVED: ("MKT-01", 50, Life.approve),
    State.SUSPENDED: ("MKT-01", 52, _suspended),
    State.PAID: ("MKT-01", 54, Life.pay),
    State.EVALUATED: (
        "OPN-03",
        72,
        lambda life: (
            life.pay()
            .report_years(YEARS - 1)
            .report(4)
            .take("evaluate", life.people["division@example.test"], "示例：目标已完成。", days=9, grade=Grade.MET)
        ),
    ),
    State.RECOVERING: ("MKT-01", 62, _recovering),
    State.RECOVERED: (
        "MKT-01",
        64,
        lambda life: _repaid(_recovering(life), 1).take("record_repayment", life.people["finance@example.test"]),
    ),
    State.REJECTED: (
        "MKT-01",
        58,
        lambda life: life.decide(Outcome.REJECT).take("sign_rejection", life.people["leader@example.test"]),
    ),
    State.WITHDRAWN: ("SUP-03", 5, lambda life: life.submit().take("withdraw", life.applicant)),
}


def make_applications(people: People, enterprises: list[Enterprise]) -> list[Application]:
    """One in every state, and a few more that wait on the desks."""
    calls = {call.measure.code: call for call in Call.objects.filter(is_demo=True).select_related("measure")}
    more = [
        ("ENT-01", 2, Life.submit),
        ("TRA-03", 1, Life.submit),
        ("ENT-01", 5, lambda life: life.submit().correct().answer()),
        *[("SUP-03", 13 - scale, Life.verify) for scale in range(RANKED)],
        # For the payment batches, see demo/money.py.
        *[("OPN-03", 60 - scale, Life.approve) for scale in range(2)],
        # Two years are reported on, the third is to come.
        ("OPN-03", 70, lambda life: life.pay().report_years(YEARS - 1)),
    ]
    made = []
    for number, (code, days_ago, live) in enumerate([*STORIES.values(), *more]):
        enterprise = free_enterprise(enterprises, calls[code], number)
        made.append(live(Life(people, enterprise, calls[code], number % 4 + 1, days_ago)).application)
    open_panel("SUP-03", people["division@example.test"])
    return made


def free_enterprise(enterprises: list[Enterprise], call: Call, number: int) -> Enterprise:
    """An enterprise that has no application under this call yet."""
    taken = set(Application.objects.filter(call=call).values_list("enterprise_id", flat=True))
    order = enterprises[number % len(enterprises) :] + enterprises[: number % len(enterprises)]
    return next(enterprise for enterprise in order if enterprise.pk not in taken)
