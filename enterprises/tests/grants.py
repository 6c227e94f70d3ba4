"""Rosters, runs and offers for tests: a measure of facts that a roster can say, and people around it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from enterprises.accounts_of import propose_account
from enterprises.enums import AccountState, MemberRole
from enterprises.grants.releasing import release
from enterprises.grants.runs import begin
from enterprises.models import BankAccount, Call, Enterprise, GrantLine, GrantRun
from enterprises.tests.factories import (
    CallFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeasureFactory,
    MembershipFactory,
    UserFactory,
    credit_code,
    district_unit,
    official,
)
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock

COMMON = {
    "independent_legal_person": "是",
    "on_serious_dishonesty_list": "否",
    "in_abnormal_operation_list": "否",
    "fiscal_funds_owed": "否",
    "same_cost_funded_elsewhere": "否",
}
# Meets the conditions of MeasureFactory: half of 150,000 is 75,000 yuan.
SOUND = COMMON | {"statistics_reported": "是", "eligible_cost_cny": "150000"}
HEADINGS = ("credit_code", "name", "eligible_cost_cny", "statistics_reported", *COMMON)


def grant_call(**of_call: Any) -> Call:
    return CallFactory(**{"without_application": True} | of_call)


def firm(number: int, **of_enterprise: Any) -> Enterprise:
    """An enterprise in Laoshan, where the authority that accepts is there too."""
    district_unit()
    fields = {"credit_code": credit_code(number), "name": f"青岛示例{number}号有限公司", "district": DistrictFactory()}
    return EnterpriseFactory(**fields | of_enterprise)


def row(number: int, **said: str) -> dict[str, str]:
    return {"credit_code": credit_code(number), "name": f"青岛示例{number}号有限公司"} | SOUND | said


def csv_of(rows: Iterable[dict[str, str]], headings: Iterable[str] = HEADINGS, encoding: str = "utf-8") -> bytes:
    names = list(headings)
    lines = [names, *([one.get(name, "") for name in names] for one in rows)]
    return "\n".join(",".join(cells) for cells in lines).encode(encoding)


def xlsx_of(rows: Iterable[dict[str, Any]], headings: Iterable[str] = HEADINGS) -> bytes:
    book, names = Workbook(), list(headings)
    book.active.append(names)
    for one in rows:
        book.active.append([one.get(name, "") for name in names])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Bureau:
    """Who prepares and who releases."""

    division: User = field(default_factory=lambda: official(Role.CASE_MANAGER))
    leader: User = field(default_factory=lambda: official(Role.LEADERSHIP))


def run_of(call: Call, rows: Iterable[dict[str, str]], bureau: Bureau, **more: Any) -> GrantRun:
    run = begin(call, bureau.division, name="roster.csv", pieces=[csv_of(rows)], **more)
    run.refresh_from_db()
    return run


def line_of(run: GrantRun, number: int) -> GrantLine:
    return run.lines.select_related("run__call__measure").get(credit_code=credit_code(number))


def lists(run: GrantRun) -> dict[str, str]:
    """Which list each enterprise is on, by its number in the name."""
    return {line.name[4:-5]: line.verdict for line in run.lines.all()}


def member(enterprise: Enterprise, role: str = MemberRole.OWNER) -> User:
    return MembershipFactory(enterprise=enterprise, user=UserFactory(), role=role).user


def offer_to(enterprise: Enterprise, bureau: Bureau | None = None) -> GrantLine:
    """An open offer of 75,000 yuan."""
    bureau = bureau or Bureau()
    district_unit()
    said = row(1, credit_code=enterprise.credit_code, name=enterprise.name, registered_division="370212")
    body = csv_of([said], (*HEADINGS, "registered_division"))
    run = begin(grant_call(), bureau.division, name="roster.csv", pieces=[body])
    release(run, bureau.leader)
    return run.lines.select_related("run__call__measure").get()


def with_account(enterprise: Enterprise, owner: User, number: str = "6222000011112222") -> BankAccount:
    account = propose_account(enterprise, owner, holder=enterprise.name, bank="示例银行", number=number)
    BankAccount.objects.filter(pk=account.pk).update(state=AccountState.CURRENT, confirmed_at=clock.now())
    return account


def growth_measure(**of_measure: Any) -> Any:
    """An award by tiers for exports, for whoever grows by 30 percent or belongs to a base; granted once."""
    rules = {
        "all": [{"field": "export_value_usd", "op": "gte", "value": 300_000}],
        "any": [
            {"field": "export_base_member", "op": "is_true"},
            {"field": "growth_pct", "op": "gte", "value": 30},
        ],
    }
    tiers = [{"from": 300_000, "amount_cny": 50_000}, {"from": 1_000_000, "amount_cny": 150_000}]
    subsidy = {"kind": "tiers", "base": "export_value_usd", "tiers": tiers, "cap_cny": 300_000}
    return MeasureFactory(eligibility=rules, subsidy=subsidy | {"once_per_applicant": True}, **of_measure)
