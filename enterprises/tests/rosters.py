"""Registries and rosters of any size, for tests and for the benchmark."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection
from django.utils import translation

from enterprises.enums import Figure
from enterprises.models import Enterprise, YearFigure
from enterprises.roster import Roster
from policies.imports.writing import insert
from policies.models import IndustryGroup, TradeCategory
from portal.accounts.models import District
from portal.core.validators import credit_code_check_digit, organisation_check_digit

FIRST_DAY = date(2010, 1, 1)
TRADES = ("数字科技", "软件", "跨境电商", "供应链", "信息技术", "文化传媒", "智能装备", "网络科技")
SYLLABLES = "海天云山石青蓝绿金银光明星辰宏远达通顺利嘉禾"


def code_of(number: int, division: str = "370212") -> str:
    """A credit code with right check characters; another one for each number."""
    organisation = f"{number % 10**8:08d}"
    first = f"91{division}{organisation}{organisation_check_digit(organisation)}"
    return first + credit_code_check_digit(first)


def name_of(number: int) -> str:
    first, second = divmod(number % len(SYLLABLES) ** 2, len(SYLLABLES))
    return f"青岛{SYLLABLES[first]}{SYLLABLES[second]}{number}{TRADES[number % len(TRADES)]}有限公司"


def roster_rows(count: int, first: int = 0) -> Iterator[dict[str, str]]:
    """Rows of a roster under its Chinese headings, as an import takes them."""
    with translation.override("zh-hans"):
        headings = {name: str(heading) for name, heading in Roster().headings.items() if name != "is_demo"}
    places = list(District.objects.filter(is_zone=False, is_retired=False).exclude(code="370200"))
    categories, industries = list(TradeCategory.objects.all()), list(IndustryGroup.objects.all())
    for number in range(first, first + count):
        place, day = places[number % len(places)], FIRST_DAY + timedelta(days=number % 5000)
        values = {
            "credit_code": code_of(number),
            "name": name_of(number),
            "name_en": f"Qingdao Example {number}",
            "entity_type": "企业",
            "district": place.name_zh,
            "zone": "",
            "registered_on": day.isoformat(),
            "address": f"{place.name_zh}示例路 {number % 900 + 1} 号",
            "legal_representative": "王宁",
            "categories": "、".join(one.title_zh for one in categories[: number % 3]),
            "industries": industries[number % len(industries)].title_zh if industries else "",
            "counts_from": (day + timedelta(days=400)).isoformat() if number % 4 else "",
        }
        yield {headings[name]: text for name, text in values.items()}


def fill_registry(count: int) -> None:
    """So many invented enterprises with categories, industries and figures, straight into the tables."""
    places = list(District.objects.filter(is_zone=False, is_retired=False).exclude(code="370200"))
    first = (Enterprise.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    made = [
        Enterprise(
            pk=first + number,
            credit_code=code_of(10_000_000 + number),
            name=name_of(number),
            name_en=f"Qingdao Example {number}",
            district=places[number % len(places)],
            registered_on=FIRST_DAY + timedelta(days=number % 5000),
            counts_from=FIRST_DAY + timedelta(days=number % 5000 + 400) if number % 4 else None,
        )
        for number in range(count)
    ]
    Enterprise.objects.bulk_create(made, batch_size=2000)
    pks = [one.pk for one in made]
    for name, rows in (("categories", TradeCategory.objects.all()), ("industries", IndustryGroup.objects.all())):
        through = getattr(Enterprise, name).through
        own, other = [field for field in through._meta.concrete_fields if field.is_relation]
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            insert(through, [own, other], [(pk, keys[pk % len(keys)]) for pk in pks])
    YearFigure.objects.bulk_create(
        (YearFigure(enterprise_id=pk, year=2025, code=code, declared=pk) for pk in pks for code in list(Figure)[:2]),
        batch_size=5000,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            sequence = "pg_get_serial_sequence('enterprises_enterprise', 'id')"
            cursor.execute(f"SELECT setval({sequence}, (SELECT max(id) FROM enterprises_enterprise))")
            cursor.execute("ANALYZE")
