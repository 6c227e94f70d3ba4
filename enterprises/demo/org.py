"""Two demo enterprises with a lived-in file: figures, papers, an account, people with roles, an invitation.

Everything is invented. Account numbers are zeros with a running end, addresses end in .test.
"""

from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.conf import settings

from enterprises import people as team
from enterprises import vault
from enterprises.accounts_of import confirm_account, propose_account
from enterprises.demo.files import demo_file
from enterprises.enums import FactSource, Figure, MemberRole
from enterprises.facts_of import add_first_facts, correct, declare_own
from enterprises.figures import declare_figures
from enterprises.models import Enterprise, Membership, YearFigure
from policies.models import IndustryGroup, PaperType, TradeCategory
from portal.accounts.models import User
from portal.attachments.actions import scan
from portal.core import clock

# Address, name, role in the enterprise.
PEOPLE = (
    ("legal@example.test", "示例法定代表人 Demo Legal Representative", MemberRole.LEGAL_REPRESENTATIVE),
    ("viewer@example.test", "示例查看人 Demo Viewer", MemberRole.VIEWER),
)
BROKER = ("broker@example.test", "示例代理机构 Demo Agency")
INVITED = "colleague@example.test"
# Figure, declared two years ago, declared last year; the older year is verified.
FIGURES = (
    (Figure.REVENUE_CNY, 38_200_000, 46_900_000),
    (Figure.DIGITAL_TRADE_CNY, 21_400_000, 27_350_000),
    (Figure.EXPORT_USD, 1_860_000, 2_410_000),
    (Figure.STAFF, 84, 97),
)


def make_files(enterprises: list[Enterprise], people: dict[str, User]) -> int:
    """The first two of the list; how many were made. An enterprise that has figures was made before."""
    owner, bureau = people["applicant@example.test"], people["division@example.test"]
    made = 0
    for number, enterprise in enumerate(enterprises[:2], start=1):
        if not enterprise.figures.exists():
            _facts(enterprise, owner, number)
            _figures(enterprise, owner, bureau)
            members = _people(enterprise, owner)
            _account(enterprise, owner, members[MemberRole.LEGAL_REPRESENTATIVE], number)
            _vault(enterprise, owner)
            made += 1
    return made


def _person(email: str, name: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, settings.DEMO_PASSWORD, name=name, is_demo=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _facts(enterprise: Enterprise, owner: User, number: int) -> None:
    add_first_facts(enterprise, owner)
    given = {"address": f"青岛市示例路 {number} 号", "legal_representative": "示例法定代表人"}
    day = clock.today() - timedelta(days=200)
    correct(enterprise, owner, given, source=FactSource.LICENCE, as_of=day, reason="示例：按营业执照补充。")
    own = {
        "name_en": enterprise.name_en,
        "categories": TradeCategory.objects.all()[:number],
        "industries": IndustryGroup.objects.all()[:number],
    }
    declare_own(enterprise, owner, own)
    enterprise.refresh_from_db()


def _figures(enterprise: Enterprise, owner: User, bureau: User) -> None:
    last = clock.today().year - 1
    for back, place in ((1, 1), (0, 2)):
        declare_figures(enterprise, owner, last - back, {row[0].value: Decimal(row[place]) for row in FIGURES})
    checked = YearFigure.objects.filter(enterprise=enterprise, year=last - 1)
    for row in checked:
        row.verified, row.verified_by, row.verified_at = row.declared, bureau, clock.now()
        row.basis = "示例：年度审计报告"
    YearFigure.objects.bulk_update(checked, ["verified", "verified_by", "verified_at", "basis"])


def _people(enterprise: Enterprise, owner: User) -> dict[str, User]:
    members = {}
    for email, name, role in PEOPLE:
        members[role] = _person(email, name)
        team.join(enterprise, members[role], role, actor=owner)
    broker = _person(*BROKER)
    team.join(enterprise, broker, MemberRole.VIEWER, actor=owner)
    team.change_role(
        Membership.objects.select_related("enterprise").get(user=broker, enterprise=enterprise),
        owner,
        role=MemberRole.AGENT,
        ends_on=clock.today() + timedelta(days=120),
        mandate=demo_file("mandate", "pdf"),
    )
    team.invite(enterprise, owner, email=INVITED, role=MemberRole.FILER)
    return members


def _account(enterprise: Enterprise, owner: User, second: User, number: int) -> None:
    account = propose_account(
        enterprise, owner, holder=enterprise.name, bank="示例银行青岛示例支行", number=f"{number:019d}"
    )
    confirm_account(account, second, password=settings.DEMO_PASSWORD)


def _vault(enterprise: Enterprise, owner: User) -> None:
    """One paper for good, one that runs out within weeks, one that has run out."""
    today = clock.today()
    licence = PaperType.objects.filter(code="D01").first()
    papers = (
        {"kind": licence, "title": "营业执照（示例）", "issued_on": date(2024, 3, 1), "valid_until": None},
        {"kind": None, "title": "ISO 27001 证书（示例）", "number": "DEMO-27001", "valid_until": today + timedelta(24)},
        {"kind": None, "title": "纳税信用证明（示例）", "valid_until": today - timedelta(40)},
    )
    for paper in papers:
        kept = vault.keep(enterprise, owner, demo_file("vault", "pdf"), **paper)
        scan(kept.attachment)
