"""One demo account a role. Addresses end in .test, which no mail system delivers to."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings

from portal.accounts.enums import AUDITOR, BUREAU, FINANCE, Role, UnitKind
from portal.accounts.models import Post, Unit, User


@dataclass(frozen=True)
class DemoAccount:
    """`unit` is the code of the unit in which the role is held; None for those who hold no office."""

    email: str
    name: str
    role: Role | None
    unit: str | None = None
    is_superuser: bool = False


LAOSHAN = "370212"
DEMO_ACCOUNTS = (
    DemoAccount("applicant@example.test", "示例申报人 Demo Applicant", None),
    DemoAccount("agent@example.test", "示例经办人 Demo Agent", None),
    DemoAccount("district@example.test", "示例区市岗 Demo District", Role.DISTRICT, LAOSHAN),
    DemoAccount("division@example.test", "示例处室岗 Demo Division", Role.CASE_MANAGER, BUREAU),
    DemoAccount("expert@example.test", "示例专家 Demo Expert", Role.EXPERT, BUREAU),
    DemoAccount("auditor@example.test", "示例审计 Demo Auditor", Role.AUDITOR, AUDITOR),
    DemoAccount("auditor2@example.test", "示例审计二 Demo Auditor Two", Role.AUDITOR, AUDITOR),
    DemoAccount("joint@example.test", "示例科技会商岗 Demo Science Department", Role.JOINT_DEPARTMENT, "QD-STB"),
    DemoAccount("joint-tax@example.test", "示例税务会商岗 Demo Tax Department", Role.JOINT_DEPARTMENT, "QD-TAX"),
    DemoAccount("joint-customs@example.test", "示例海关会商岗 Demo Customs", Role.JOINT_DEPARTMENT, "QD-CUS"),
    DemoAccount("leader@example.test", "示例局领导 Demo Leader", Role.LEADERSHIP, BUREAU),
    DemoAccount("finance@example.test", "示例财政岗 Demo Finance", Role.FINANCE, FINANCE),
    DemoAccount("finance-2@example.test", "示例财政复核岗 Demo Finance, second", Role.FINANCE, FINANCE),
    DemoAccount("discipline@example.test", "示例监督岗 Demo Supervision", Role.DISCIPLINE, BUREAU),
    DemoAccount("talent@example.test", "示例外国人才 Demo Professional", None),
    DemoAccount("talentdesk@example.test", "示例人才岗 Demo Talent Desk", Role.TALENT_DESK, BUREAU),
    DemoAccount("talentdesk-2@example.test", "示例人才签发岗 Demo Talent Desk, second", Role.TALENT_DESK, BUREAU),
    DemoAccount("admin@example.test", "示例管理员 Demo Administrator", None, is_superuser=True),
)


def make_accounts() -> dict[str, User]:
    """Make or find them all, with one more officer for each other district; the people by their address."""
    people = {account.email: _make(account) for account in DEMO_ACCOUNTS}
    for unit in Unit.objects.filter(kind=UnitKind.DISTRICT).exclude(code=LAOSHAN):
        email = f"district-{unit.code}@example.test"
        people[email] = _make(DemoAccount(email, f"示例区市岗 {unit.name_zh}", Role.DISTRICT, unit.code))
    return people


def _make(account: DemoAccount) -> User:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(
            account.email,
            settings.DEMO_PASSWORD,
            name=account.name,
            is_demo=True,
            is_staff=account.role is not None or account.is_superuser,
            is_superuser=account.is_superuser,
        )
        EmailAddress.objects.create(user=user, email=account.email, verified=True, primary=True)
    if account.role is not None:
        Post.objects.get_or_create(user=user, role=account.role, unit=Unit.objects.get(code=account.unit))
    return user
