"""What the demo's calls say, one that is still being prepared, and one that closed early. All of it is invented."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enterprises.demo.call_forms import make_forms
from enterprises.enums import AllocationWay
from enterprises.models import Call
from enterprises.publishing import close_early
from portal.accounts.models import User
from portal.core import clock

People = dict[str, User]
INTRO_ZH = (
    "示例通知：本通知为演示而编，不是政策文件，不产生任何权利义务。\n\n"
    "请先阅读支持事项的条件和标准，再按下列要求在申报期内办理。逾期不予受理。"
)
INTRO_EN = (
    "A notice for the demo: it is invented, is no policy document and gives no rights.\n\n"
    "Read the conditions and the standard of the measure first, then apply within the window. "
    "What comes later is not accepted."
)
CONTACT_ZH, CONTACT_EN = "示例：业务处室窗口（演示，无电话）", "Example: window of the division (demo, no telephone)"
RUBRIC = [
    {"code": "r1", "zh": "项目先进性", "en": "How advanced the project is", "points": 40},
    {"code": "r2", "zh": "带动作用", "en": "What it brings to others", "points": 35},
    {"code": "r3", "zh": "实施保障", "en": "How well it is prepared", "points": 25},
]
FIRST_COME, PLACES = "TRA-01", 40
IN_PARTS = "SUP-03"
REPORTED_ON, YEARS = "OPN-03", 3
PREPARED, CLOSED_EARLY = "SUP-01", "ENT-02"
REASON_ZH = "示例：核算口径自本年度起调整，原通知停止受理，预算转入新通知。"
REASON_EN = "Example: figures are counted in another way from this year on; the budget moves to the new call."


def write_calls(people: People) -> None:
    """Before the first application: texts, rubrics, places and forms of the calls that are open to everybody."""
    division, leader = people["division@example.test"], people["leader@example.test"]
    calls = {call.measure.code: call for call in _published()}
    for code, call in calls.items():
        if call.intro_zh:
            continue
        call.intro_zh, call.intro_en, call.contact_zh, call.contact_en = INTRO_ZH, INTRO_EN, CONTACT_ZH, CONTACT_EN
        call.rubric = RUBRIC if call.measure.mode == AllocationWay.COMPETITIVE else []
        if code == IN_PARTS:
            call.instalments = [{"percent": 60, "after_days": 0}, {"percent": 40, "after_days": 180}]
        if code == REPORTED_ON:
            call.report_years = YEARS
        if code == FIRST_COME:
            call.allocation, call.quota = AllocationWay.FIRST_COME, PLACES
        call.save()
    make_forms(calls, division, leader)


def make_more_calls(people: People) -> None:
    """After the applications, which take their measure's regular call."""
    calls = {call.measure.code: call for call in _published()}
    if PREPARED in calls:
        _prepare(calls[PREPARED], people["division@example.test"])
    if CLOSED_EARLY in calls:
        _close(calls[CLOSED_EARLY], people)


def _published() -> list[Call]:
    found = Call.objects.published().filter(is_demo=True, closed_early_at=None)
    return list(found.select_related("measure"))


def _prepare(regular: Call, division: User) -> None:
    """Next year's call: the division has begun to write it, and much is missing."""
    start = _year_later(regular.period_from, 1)
    Call.objects.get_or_create(
        measure=regular.measure,
        period_from=start,
        defaults={
            "code": f"{PREPARED}-{start:%Y%m}",
            "period_to": _year_later(regular.period_to, 1),
            "opens_at": _midnight(clock.today() + timedelta(120)),
            "closes_at": _midnight(clock.today() + timedelta(160)),
            "budget_fen": 0,
            "intro_zh": INTRO_ZH,
            "allocation": AllocationWay.FIRST_COME,
            "drafted_by": division,
            "is_demo": True,
        },
    )


def _close(regular: Call, people: People) -> None:
    """Last year's round of a measure, stopped in favour of the new one."""
    start = _year_later(regular.period_from, -1)
    if Call.objects.filter(measure=regular.measure, period_from=start).exists():
        return
    today = clock.today()
    old = Call.objects.create(
        measure=regular.measure, period_from=start, period_to=_year_later(regular.period_to, -1),
        code=f"{CLOSED_EARLY}-{start:%Y%m}", opens_at=_midnight(today - timedelta(30)),
        closes_at=_midnight(today + timedelta(30)), budget_fen=regular.budget_fen, usd_cny=regular.usd_cny,
        usd_cny_on=regular.usd_cny_on, intro_zh=INTRO_ZH, intro_en=INTRO_EN, contact_zh=CONTACT_ZH,
        contact_en=CONTACT_EN, drafted_by=people["division@example.test"], published_by=people["leader@example.test"],
        published_at=_midnight(today - timedelta(50)), is_demo=True,
    )  # fmt: skip
    with clock.at(_midnight(today - timedelta(3)) + timedelta(hours=10)):
        close_early(old, people["leader@example.test"], REASON_ZH, REASON_EN, regular)


def _year_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
