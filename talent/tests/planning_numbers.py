"""What the tests of the engine plan with: numbers as shipped, a calendar without tables, a short way to ask."""

import datetime as dt
from typing import Any

from portal.calendars import published
from portal.calendars.workdays import Calendar
from talent.planning.choices import Goal, Permit, Way
from talent.planning.constants import DAY, HOUR, MONTH, WORKDAY, Constant
from talent.planning.engine import make_plan
from talent.planning.plan import Plan
from talent.planning.question import Question

# 2025 and 2026 are announced; 2027 is not.
YEARS = (2025, 2026)
CALENDAR = Calendar(
    official=dict.fromkeys(YEARS, True),
    worked={day.date: day.kind.is_worked for year in YEARS for day in published.exceptions(year)},
)
TODAY = dt.date(2026, 6, 1)


def _numbers() -> dict[str, Constant]:
    workdays = {"register": 5, "review": 5, "decision_A": 5, "decision_B": 10, "decision_C": 10, "visa": 4, "r_visa": 1}
    workdays |= {"confirmation": 5, "health_check": 3, "cancellation": 10, "port_invitation": 1}
    days = {"claim": 15, "residence": 30, "residence_decision": 15, "insurance": 30, "residence_change": 10}
    days |= {"r_without_permit": 90, "port_stay": 30, "extension_before": 7}
    months = dict.fromkeys(("paper_criminal", "paper_health", "paper_photo", "paper_passport"), 6)
    found = {}
    for unit, numbers in {WORKDAY: workdays, DAY: days, HOUR: {"lodging": 24, "transit": 240}, MONTH: months}.items():
        found |= {code: Constant(code, unit, most=number) for code, number in numbers.items()}
    return found | {"claim_handling": Constant("claim_handling", WORKDAY, 5, 10)}


NUMBERS = _numbers()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ask(way: Way, goal: Goal, date: str, today: dt.date = TODAY, **more: Any) -> Question:
    more.setdefault("permit", Permit.B)
    return Question(way=way, goal=goal, date=day(date), today=today, **more)


def plan(way: Way, goal: Goal, date: str, today: dt.date = TODAY, **more: Any) -> Plan:
    return make_plan(ask(way, goal, date, today, **more), NUMBERS, CALENDAR)


def days_of(found: Plan, which: str = "latest") -> dict[str, str]:
    """By step, the day as text; "" where there is none."""
    return {one.code: getattr(one, which).on.isoformat() if getattr(one, which) else "" for one in found.steps}


def codes(found: Plan) -> list[str]:
    return [caution.code for caution in found.cautions]
