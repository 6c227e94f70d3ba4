"""What reviewers leave behind in the demo: verdicts, site checks, consultations, records of dishonesty."""

from datetime import timedelta
from decimal import Decimal

from enterprises.credit.enums import CreditCategory
from enterprises.enums import State
from enterprises.models import Application, Consultation, CreditRecord, Enterprise
from enterprises.review.consulting import answer, ask, departments
from enterprises.review.enums import ConsultationAnswer, Judgment, SiteResult
from enterprises.review.site_check import confirm_site_check, write_site_check
from enterprises.review.verdicts import judge, judge_rest
from enterprises.sections import targets
from portal.accounts.models import User
from portal.core import clock
from portal.core.money import fen

People = dict[str, User]
QUESTION = "示例：该企业申报的费用是否已由贵单位的专项资金支持？是否存在违法违规记录？"
RECORDS = (
    (CreditCategory.ABNORMAL_OPERATION, "示例市监列异〔2026〕3号", "国家企业信用信息公示系统", 40, None),
    (CreditCategory.TAX, "示例税稽罚〔2020〕8号", "信用中国（山东）", 365 * 6, None),
    (CreditCategory.WAGES, "示例人社监〔2025〕2号", "信用中国", 400, 90),
)


def prepare_step(application: Application, step: str, person: User | None, people: People) -> None:
    """What a step wants before it is taken."""
    if step in {"send_to_experts", "send_to_verification"}:
        judge_rest(application, people["division@example.test"])
    if step == "report_check":
        cost = fen(Decimal(str(application.facts.get("eligible_cost_cny") or 0)))
        written = write_site_check(
            application, people["auditor@example.test"], on=clock.today(), place="示例：企业经营场所",
            eligible_fen=cost, result=SiteResult.AGREES, findings="示例：账册、合同与现场一致。",
        )  # fmt: skip
        confirm_site_check(application, people["auditor2@example.test"], seen=written.mark)


def make_reviews(people: People, enterprises: list[Enterprise]) -> None:
    """Something to see on the review page, at the departments' desk and on the credit lists."""
    _records(enterprises)
    division = people["division@example.test"]
    for application in Application.objects.filter(is_demo=True, state=State.FORMAL_REVIEW)[:1]:
        first, second, *_rest = list(targets(application))
        judge(application, division, {first: (Judgment.OK, ""), second: (Judgment.PROBLEM, "示例：与合同不一致。")})
    due, units = clock.today() + timedelta(7), {unit.code: unit for unit in departments()}
    for application in Application.objects.filter(is_demo=True, state=State.VERIFICATION).order_by("pk")[:1]:
        for code in ("QD-STB", "QD-TAX"):
            ask(application, division, unit=units[code], question=QUESTION, due=due)
        asked = Consultation.objects.get(application=application, unit=units["QD-TAX"])
        answer(asked, people["joint-tax@example.test"], answer=ConsultationAnswer.AGREES, text="示例：无违法记录。")


def _records(enterprises: list[Enterprise]) -> None:
    """One that counts and can be cured, one that ran out, one that was repaired. The first is of an enterprise whose
    case has far to go: what waits for a signature can be signed."""
    today, listed = clock.today(), (enterprises[7], *enterprises[-2:])
    for enterprise, (category, reference, source, days, repaired) in zip(listed, RECORDS, strict=True):
        CreditRecord.objects.create(
            credit_code=enterprise.credit_code, name=enterprise.name, category=category, source=source,
            reference=reference, since=today - timedelta(days), is_demo=True,
            repaired_on=today - timedelta(repaired) if repaired else None,
        )  # fmt: skip
