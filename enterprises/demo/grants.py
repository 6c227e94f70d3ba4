"""An award without application: one run whose offers are out, and a newer one that waits for its release. Invented."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from enterprises.demo.enterprises import FIRMS, synthetic_code
from enterprises.grants.answering import accept, contest, decline
from enterprises.grants.releasing import release
from enterprises.grants.runs import begin
from enterprises.models import Call, Enterprise, GrantLine, GrantRun
from portal.accounts.models import User
from portal.core import clock

People = dict[str, User]
MEASURE, EXCLUSIVE = "ENT-03", "MKT-01"
HEADINGS = (
    "credit_code", "name", "registered_division", "years_since_registration", "export_value_usd",
    "prev_export_value_usd", "staff_insured", "export_base_member", "independent_legal_person",
    "on_serious_dishonesty_list", "in_abnormal_operation_list", "fiscal_funds_owed", "same_cost_funded_elsewhere",
)  # fmt: skip
SOUND = ("是", "否", "否", "否", "否")
# Exports of the year and of the year before in USD, staff, tenant of an export base; then what differs from sound.
FIGURES = (
    (1_250_000, 900_000, 42, "否"), (3_400_000, 2_100_000, 97, "是"), (620_000, 410_000, 18, "否"),
    (2_000_000, 1_000_000, 60, "否"), (1_800_000, 900_000, 55, "否"), (480_000, 470_000, 24, "是"),
    (950_000, 700_000, 31, "否"), (310_000, 0, 12, "否"), (1_020_000, 760_000, 29, "否"),
    (4_100_000, 3_000_000, 120, "否"), (280_000, 150_000, 15, "否"), (760_000, 720_000, 22, "否"),
    (1_400_000, 1_000_000, 37, "否"), (350_000, 210_000, 8, "否"), (900_000, 600_000, "", "否"),
    (2_600_000, 1_700_000, 66, "是"), (500_000, 330_000, 19, "否"), (1_100_000, 1_050_000, 41, "否"),
    (640_000, 480_000, 26, "否"), (330_000, 240_000, 11, "是"), (1_900_000, 1_300_000, 58, ""),
    (720_000, 500_000, 28, "否"), (1_050_000, 640_000, 33, "否"), (390_000, 280_000, 14, "否"),
)  # fmt: skip
# Whoever has no file here yet: the number of its code, and its full years.
NEW = tuple(range(71, 83))


def make_grants(people: People, enterprises: list[Enterprise]) -> int:
    """How many runs were made; none where they are there already, or where the measure has no call."""
    call = Call.objects.filter(is_demo=True, measure__code=MEASURE, published_at__isnull=False).first()
    if call is None or GrantRun.objects.filter(call=call).exists():
        return 0
    call.without_application = True
    call.save()
    call.exclusive_measures.set(call.measure.__class__.objects.filter(code=EXCLUSIVE))
    with clock.at(_morning(6)):
        first = begin(call, people["division@example.test"], name="示例名册一.csv", pieces=[_roster(20)])
    with clock.at(_morning(4)):
        release(first, people["leader@example.test"])
    _answer(first, people["applicant@example.test"], enterprises)
    with clock.at(_morning(1)):
        begin(call, people["division@example.test"], name="示例名册二.csv", pieces=[_roster(len(FIGURES))])
    return 2


def _morning(days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(clock.today() - timedelta(days_ago), time(9, 30)))


def _roster(rows: int) -> bytes:
    """The demo's own enterprises first, then some that have no file here."""
    lines = [",".join(HEADINGS)]
    known = [(synthetic_code(firm[2], number), firm[0], "", "") for number, firm in enumerate(FIRMS, start=1)]
    new = [(synthetic_code("370212", n), f"示例新锐第{n - 70}号科技有限公司", "370212", str(n % 7 + 1)) for n in NEW]
    for (code, name, division, years), figures in zip([*known, *new], FIGURES, strict=True):
        lines.append(",".join(map(str, (code, name, division, years, *figures, *SOUND))))
    return "\n".join(lines[: rows + 1]).encode()


def _answer(run: GrantRun, owner: User, enterprises: list[Enterprise]) -> None:
    """The first enterprise still thinks; the next three accept, say that their data are wrong, and decline."""
    by_code = {one.credit_code: one for one in enterprises}
    offered = GrantLine.objects.standing().filter(run=run, credit_code__in=by_code).order_by("row")
    lines = list(offered.select_related("run__call__measure")[:4])
    verbs = [
        lambda line, one: accept(line, owner, one, _account(one)),
        lambda line, one: contest(
            line, owner, one, field="export_value_usd", statement="示例：全年出口额应为 1,020,000 美元。", paper=None
        ),
        lambda line, one: decline(line, owner, one, "示例：本年度不需要。"),
    ]
    for days_ago, line, verb in zip((3, 2, 1), lines[1:], verbs, strict=False):
        with clock.at(_morning(days_ago) + timedelta(hours=5)):
            verb(line, by_code[line.credit_code])


def _account(enterprise: Enterprise) -> dict[str, str]:
    return {"holder": enterprise.name, "bank": "示例银行青岛示例支行", "number": "0000000000000000009"}
