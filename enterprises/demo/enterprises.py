"""Invented enterprises with synthetic credit codes: their organisation codes begin with MAXDEM."""

from datetime import timedelta

from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Membership
from policies.models import TradeCategory
from portal.accounts.models import District, User
from portal.core import clock
from portal.core.validators import credit_code_check_digit, organisation_check_digit

# Name, English name, district, full years since registration, category of digital trade.
FIRMS = (
    ("崂山示例软件有限公司", "Laoshan Example Software", "370212", 6, "TECH"),
    ("海风示例科技有限公司", "Sea Breeze Example Technology", "370212", 4, "TECH"),
    ("蓝谷示例数据有限公司", "Blue Valley Example Data", "370215", 3, "DATAFLOW"),
    ("胶州示例制帽有限公司", "Jiaozhou Example Headwear", "370281", 9, "GOODS"),
    ("即墨示例针织有限公司", "Jimo Example Knitwear", "370215", 12, "GOODS"),
    ("市南示例在线教育有限公司", "Shinan Example Online Education", "370202", 5, "SERVICE"),
    ("城阳示例智能装备有限公司", "Chengyang Example Intelligent Equipment", "370214", 7, "TECH"),
    ("平度示例睫毛工艺有限公司", "Pingdu Example Eyelash Crafts", "370283", 8, "GOODS"),
    ("市北示例动漫游戏有限公司", "Shibei Example Animation and Games", "370203", 5, "GOODS"),
    ("西海岸示例供应链有限公司", "West Coast Example Supply Chain", "370211", 10, "SERVICE"),
    ("李沧示例云服务有限公司", "Licang Example Cloud", "370213", 4, "SERVICE"),
    ("莱西示例食品电商有限公司", "Laixi Example Food E-commerce", "370285", 6, "GOODS"),
)


def synthetic_code(division: str, number: int) -> str:
    """A valid credit code that no enterprise has; the same number always gives the same code."""
    organisation = f"MAXDEM{number:02d}"
    first_17 = f"91{division}{organisation}{organisation_check_digit(organisation)}"
    return first_17 + credit_code_check_digit(first_17)


def make_enterprises(people: dict[str, User]) -> list[Enterprise]:
    owner, agent = people["applicant@example.test"], people["agent@example.test"]
    return [_make(number, firm, owner, agent) for number, firm in enumerate(FIRMS, start=1)]


def _make(number: int, firm: tuple[str, str, str, int, str], owner: User, agent: User) -> Enterprise:
    name, name_en, division, years, category = firm
    enterprise, made = Enterprise.objects.get_or_create(
        credit_code=synthetic_code(division, number),
        defaults={
            "name": name,
            "name_en": name_en,
            "district": District.objects.get(code=division),
            "registered_on": clock.today() - timedelta(days=years * 366),
            "counts_from": clock.today() - timedelta(days=years * 183),
            "is_demo": True,
        },
    )
    if made:
        enterprise.categories.set(TradeCategory.objects.filter(code=category))
        Membership.objects.create(user=owner, enterprise=enterprise, role=MemberRole.OWNER)
        Membership.objects.create(user=agent, enterprise=enterprise, role=MemberRole.FILER)
    return enterprise
