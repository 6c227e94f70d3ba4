"""People, calls and applications for tests. An application gets to its state by the steps of its flow."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import factory
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

import policies
from enterprises.actions import begin_application, give_paper
from enterprises.credit.guards import check_before
from enterprises.enums import MemberRole, Outcome, State
from enterprises.models import Application, Call, Enterprise, Membership
from enterprises.sections import BY_SLUG, papers_to_upload
from enterprises.tests.notices import close_objections, let_notice_end, object_to, put_on_notice
from enterprises.tests.panels import experts_take
from enterprises.tests.paying import pay_out, repay, report_on
from enterprises.tests.reviewing import prepare_review
from enterprises.workflow import application_flow
from policies.enums import Allocation, PaperFormat, PolicyKind, PolicyLevel
from policies.models import FocusArea, Measure, MeasurePaper, PaperType, Policy, RuleBook
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import District, Post, Unit, User
from portal.core import clock
from portal.core.validators import credit_code_check_digit, organisation_check_digit

LAOSHAN, SHINAN = "370212", "370202"
PASSWORD = "correct horse battery"
# Facts that meet the common conditions and those of MeasureFactory: half of 150,000 is 75,000 yuan.
SOUND_FACTS = {
    "independent_legal_person": True,
    "on_serious_dishonesty_list": False,
    "in_abnormal_operation_list": False,
    "fiscal_funds_owed": False,
    "same_cost_funded_elsewhere": False,
    "statistics_reported": True,
    "eligible_cost_cny": 150_000,
}
SOUND_ANSWERS = {
    "contact_name": "王宁",
    "contact_phone": "0532-85912345",
    "contact_email": "wang.ning@example.test",
    "project_title": "信息安全管理体系认证",
    "project_summary": "取得 ISO 27001 认证。",
    "performance_target": "新增境外客户 3 家。",
    "bank_account_name": "崂山示例软件有限公司",
    "bank_name": "示例银行青岛分行",
    "bank_account_number": "6222000011112222",
}


# --- people -------------------------------------------------------------------------------------


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "QD-COM"
    kind = UnitKind.BUREAU
    name_zh = factory.LazyAttribute(lambda unit: f"单位{unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Unit {unit.code}")


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = LAOSHAN
    name_zh = factory.LazyAttribute(lambda district: f"区{district.code}")
    name_en = factory.LazyAttribute(lambda district: f"District {district.code}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post
        django_get_or_create = ("user", "unit", "role")

    user = factory.SubFactory(UserFactory, is_staff=True)
    unit = factory.SubFactory(UnitFactory)
    role = Role.CASE_MANAGER


def district_unit(code: str = LAOSHAN) -> Unit:
    """The commerce authority of a district; makes the district too."""
    DistrictFactory(code=code)
    return UnitFactory(code=code, kind=UnitKind.DISTRICT, division_code=code)


def official(role: str = Role.DISTRICT, unit: Unit | None = None, **fields: Any) -> User:
    """A new official with one post; a district officer sits in Laoshan unless a unit is given."""
    if unit is None:
        code = {Role.FINANCE: "QD-FIN", Role.AUDITOR: "QD-AUDIT"}.get(Role(role), "QD-COM")
        unit = district_unit() if role == Role.DISTRICT else UnitFactory(code=code)
    user = UserFactory(is_staff=True, **fields)
    PostFactory(user=user, unit=unit, role=role)
    return user


@dataclass
class Cast:
    """One person for each desk that an application passes."""

    district: User
    case_manager: User
    leader: User
    finance: User
    auditor: User
    expert: User


def cast(district: str = LAOSHAN) -> Cast:
    for code, kind in (("QD-COM", UnitKind.BUREAU), ("QD-FIN", UnitKind.BUREAU), ("QD-AUDIT", UnitKind.EXTERNAL)):
        UnitFactory(code=code, kind=kind)
    return Cast(
        district=official(Role.DISTRICT, district_unit(district)),
        case_manager=official(Role.CASE_MANAGER),
        leader=official(Role.LEADERSHIP),
        finance=official(Role.FINANCE),
        auditor=official(Role.AUDITOR),
        expert=official(Role.EXPERT),
    )


# --- measures and calls -------------------------------------------------------------------------


def rule_book() -> RuleBook:
    """The vocabulary that ships with the portal."""
    found = RuleBook.objects.filter(pk=1).first()
    return found or RuleBook.objects.create(pk=1, data=deepcopy(_shipped_rules()))


@cache
def _shipped_rules() -> dict[str, Any]:
    path = Path(policies.__file__).parent / "data" / "rules.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class PolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Policy
        django_get_or_create = ("code",)

    code = "QD-TEST"
    title_zh = "数字贸易支持政策"
    title_en = "Support for digital trade"
    kind = PolicyKind.MEASURE
    level = PolicyLevel.CITY


class FocusAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FocusArea
        django_get_or_create = ("code",)

    code = "ENTITY"
    number = 3
    title_zh = "培育经营主体"
    title_en = "Growing the enterprises"
    short_zh = "经营主体"
    short_en = "Enterprises"


class MeasureFactory(factory.django.DjangoModelFactory):
    """Half of an eligible cost of at least 50,000 yuan, up to 100,000, for whoever files statistics."""

    class Meta:
        model = Measure

    code = factory.Sequence(lambda n: f"TST-{n:03d}")
    policy = factory.SubFactory(PolicyFactory)
    area = factory.SubFactory(FocusAreaFactory)
    title_zh = "国际资质认证补助"
    title_en = "Subsidy for international certification"
    mode = Allocation.ENTITLEMENT
    period_from = date(2025, 7, 1)
    period_to = date(2026, 6, 30)
    eligibility = factory.LazyFunction(
        lambda: {
            "all": [
                {"field": "statistics_reported", "op": "is_true"},
                {"field": "eligible_cost_cny", "op": "gte", "value": 50_000},
            ]
        }
    )
    subsidy = factory.LazyFunction(lambda: {"kind": "rate", "base": "eligible_cost_cny", "pct": 50, "cap_cny": 100_000})
    budget_fen = 1_000_000_00

    @classmethod
    def _create(cls, model_class: type[Measure], *args: Any, **kwargs: Any) -> Measure:
        rule_book()
        return super()._create(model_class, *args, **kwargs)


class CallFactory(factory.django.DjangoModelFactory):
    """Open since ten days, for ten days more, with a budget of one million yuan."""

    class Meta:
        model = Call

    code = factory.Sequence(lambda n: f"CALL-{n:03d}")
    measure = factory.SubFactory(MeasureFactory)
    period_from = factory.SelfAttribute("measure.period_from")
    period_to = factory.SelfAttribute("measure.period_to")
    opens_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=10))
    budget_fen = 1_000_000_00
    published_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=20))


def needs_paper(measure: Measure, code: str = "D05") -> PaperType:
    """Ask for a paper, so that an application without it is incomplete."""
    defaults = {"title_zh": "业务合同", "title_en": "Contract", "format": PaperFormat.PDF}
    paper, _new = PaperType.objects.get_or_create(code=code, defaults=defaults)
    MeasurePaper.objects.get_or_create(measure=measure, paper=paper)
    return paper


def pdf(name: str = "contract.pdf") -> SimpleUploadedFile:
    """The smallest thing that is a PDF by its content."""
    body = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj"
    return SimpleUploadedFile(
        name, b"%PDF-1.4\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n", content_type="application/pdf"
    )


# --- enterprises and applications ---------------------------------------------------------------


def credit_code(number: int) -> str:
    """A credit code with correct check characters, another one for each number."""
    organisation = f"{number % 10**8:08d}"
    first = f"91370212{organisation}{organisation_check_digit(organisation)}"
    return first + credit_code_check_digit(first)


class EnterpriseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enterprise

    credit_code = factory.Sequence(credit_code)
    name = factory.Sequence(lambda n: f"青岛示例软件{n}有限公司")
    district = factory.SubFactory(DistrictFactory)
    registered_on = date(2019, 3, 1)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    role = MemberRole.OWNER


_REVIEWED = ("submit", "accept", "begin_review")
_CHECKED = (*_REVIEWED, "send_to_verification")
_SIGNED = (*_CHECKED, "draft_decision", "sign_approval")
_ON_NOTICE = (*_SIGNED, "publish_notice")
_APPROVED = (*_ON_NOTICE, "close_notice")
_PAID = (*_APPROVED, "pay")
# The steps that lead to each state.
WAYS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: ("submit",),
    State.CORRECTION: ("submit", "request_correction"),
    State.LAPSED: ("submit", "request_correction", "lapse"),
    State.NOT_ACCEPTED: ("submit", "refuse"),
    State.WITHDRAWN: ("submit", "withdraw"),
    State.ACCEPTED: ("submit", "accept"),
    State.FORMAL_REVIEW: _REVIEWED,
    State.EXPERT_REVIEW: (*_REVIEWED, "send_to_experts"),
    State.VERIFICATION: _CHECKED,
    State.DECIDING: (*_CHECKED, "draft_decision"),
    State.REJECTED: (*_CHECKED, "draft_decision", "sign_rejection"),
    State.PUBLICITY: _ON_NOTICE,
    State.OBJECTION: (*_ON_NOTICE, "register_objection"),
    State.APPROVED: _APPROVED,
    State.SUSPENDED: (*_APPROVED, "suspend_payment"),
    State.PAID: _PAID,
    State.EVALUATED: (*_PAID, "submit_report", "evaluate"),
    State.RECOVERING: (*_PAID, "demand_repayment"),
    State.RECOVERED: (*_PAID, "demand_repayment", "record_repayment"),
}
_ACTORS = {
    "district": {"request_correction", "accept", "refuse"},
    "leader": {"return_draft", "sign_approval", "sign_rejection"},
    "finance": {"suspend_payment", "resume_payment", "cancel_award", "pay", "demand_repayment", "record_repayment"},
    "auditor": {"report_check"},
}


def draft(
    *,
    call: Call | None = None,
    enterprise: Enterprise | None = None,
    applicant: User | None = None,
    facts: dict[str, Any] | None = None,
) -> Application:
    """A complete draft, ready to be sent; `facts` are put over SOUND_FACTS."""
    call = call or CallFactory()
    enterprise = enterprise or EnterpriseFactory(district=DistrictFactory())
    district_unit((enterprise.district.within or enterprise.district).code)
    applicant = applicant or UserFactory()
    MembershipFactory._meta.model.objects.get_or_create(user=applicant, enterprise=enterprise)
    application = begin_application(applicant, enterprise, call, SOUND_FACTS | (facts or {}))
    application.answers = SOUND_ANSWERS
    application.done_sections = [slug for slug in BY_SLUG if slug != "papers"]
    application.save(update_fields=["answers", "done_sections"])
    for paper in papers_to_upload(application):
        give_paper(application, paper.code, pdf(f"{paper.code}.pdf"), applicant)
    return application


def application_in(
    state: str = State.SUBMITTED, *, people: Cast | None = None, drafter: User | None = None, **of_draft: Any
) -> Application:
    """An application in a state; `people` take the steps (new ones if none are given), `drafter` the draft."""
    if state == State.EXPERT_REVIEW and "call" not in of_draft:
        of_draft["call"] = CallFactory(measure__mode=Allocation.COMPETITIVE)
    application = draft(**of_draft)
    people = people or cast(application.unit.code)
    for step in _way(state, application):
        take(application, step, people, drafter=drafter, state=state)
    return application


def _way(state: str, application: Application) -> list[str]:
    """A competitive measure goes through the experts instead of straight to the verification."""
    way: list[str] = []
    for step in WAYS[state]:
        if step == "send_to_verification" and application.call.measure.mode == Allocation.COMPETITIVE:
            way += ["send_to_experts", "report_scores"]
        else:
            way.append(step)
    return way


def take(
    application: Application, step: str, people: Cast, *, drafter: User | None = None, state: str = "", **data: Any
) -> None:
    """Take one step as the person of its desk, with what the step needs unless it is given."""
    if experts_take(application, step, people.case_manager):
        return
    who = next((name for name, steps in _ACTORS.items() if step in steps), "case_manager")
    actor = (
        application.applicant if step in {"submit", "resubmit", "withdraw", "submit_report"} else getattr(people, who)
    )
    if step == "pay":
        return pay_out(application, people, official(Role.FINANCE))
    if step in {"submit_report", "accept_report", "evaluate"}:
        data = report_on(application, step) | data
    if step == "record_repayment":
        repay(application, people)
    if step == "request_correction":
        data = {"lines": [{"target": "answer:project_title", "why": "名称与合同不一致", "how": "按合同填写"}]} | data
    if step in {"draft_decision", "redraft_decision"}:
        actor, data = drafter or actor, decision(application, reject=state == State.REJECTED) | data
    if step == "publish_notice":
        put_on_notice(application, actor=actor)
        return
    if step == "close_notice":
        let_notice_end(application)
    if step == "register_objection":
        object_to(application)
        return
    if step in {"dismiss_objection", "decide_again"}:
        close_objections(application, people, "uphold" if step == "decide_again" else "dismiss", notice_over=True)
        return
    if application_flow.steps[step].allowed is None:
        actor = None
    comment = "经核实。" if application_flow.steps[step].comment else ""
    prepare_review(application, step, actor, lambda: official(Role.AUDITOR))
    check_before(application_flow.steps[step], application, actor)
    application_flow.take(application, step, actor, comment, **data)


def decision(application: Application, *, reject: bool = False) -> dict[str, Any]:
    amount = 0 if reject else application.computed_fen
    outcome = Outcome.REJECT if reject else Outcome.APPROVE
    return {"outcome": outcome, "amount_fen": amount, "reason": "按规则核定。", "clause": "3.1"}
