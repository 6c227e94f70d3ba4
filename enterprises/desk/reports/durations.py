"""How long work lay at each desk, in working days; the database counts, and hands out one row for each length."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from portal.accounts.enums import Role
from portal.calendars.workdays import Calendar
from portal.core import clock

# What took longer is counted by itself: a few forgotten cases would ruin every average.
STALE_WORKDAYS = 120
# So far before the period the days are numbered; 120 working days are some 180 calendar days, with holidays 200.
REACH = timedelta(days=260)


@dataclass
class Length:
    """Work of one state at one desk of one unit: how many items took so many working days. `topic` is empty unless it
    was asked for: what the flow sorts its cases by, such as their kind."""

    state: str
    desk: str
    unit: int | None
    counts: dict[int, int] = field(default_factory=dict)
    stale: int = 0
    topic: str = ""

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    def percentile(self, share: float) -> int | None:
        """The nearest rank: the least number of days within which this share was done."""
        wanted, found = share * self.number, 0
        for days, count in sorted(self.counts.items()):
            found += count
            if found >= wanted:
                return days
        return None


def lengths(
    start: datetime,
    end: datetime,
    unit: int | None = None,
    *,
    flow: str = "application",
    by_topic: bool = False,
    parties: frozenset[str] = frozenset({Role.APPLICANT.value}),
) -> list[Length]:
    """One query over the items of a flow that were closed in the period; the parties' own time is not the desk's."""
    sql, params = _sql(start, end, unit, flow, by_topic, sorted(parties))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    found: dict[tuple[str, str, int | None, str], Length] = {}
    for state, desk, place, topic, used, number in rows:
        one = found.setdefault((state, desk, place, topic), Length(state, desk, place, topic=topic))
        if used is None or used > STALE_WORKDAYS:
            one.stale += number
        else:
            one.counts[used] = one.counts.get(used, 0) + number
    return list(found.values())


def _sql(
    start: datetime, end: datetime, unit: int | None, flow: str, by_topic: bool, parties: list[str]
) -> tuple[str, list[Any]]:
    """Each day has the number of working days up to it, so that a length is one subtraction."""
    days = ", ".join(f"('{day.isoformat()}', {number})" for day, number in _numbered(start, end))
    opened, closed = _day("opened_at"), _day("closed_at")
    narrowed, more = (" AND item.unit_id = %s", [unit]) if unit is not None else ("", [])
    topic, others = "item.topic" if by_topic else "''", ", ".join(["%s"] * len(parties))
    sql = f"""
        WITH days(day, number) AS (VALUES {days})
        SELECT item.state, item.desk, item.unit_id, {topic} AS topic, later.number - earlier.number AS used, COUNT(*)
        FROM reviews_workitem item
        JOIN days later ON later.day = {closed}
        LEFT JOIN days earlier ON earlier.day = {opened}
        WHERE item.flow = %s AND item.closed_at >= %s AND item.closed_at < %s
          AND item.desk NOT IN ({others}){narrowed}
        GROUP BY 1, 2, 3, 4, 5
    """  # noqa: S608  (days are written by us, everything else is a parameter)
    return sql, [flow, start, end, *parties, *more]


def _day(column: str) -> str:
    """The calendar day of a moment in the portal's zone, as text."""
    if connection.vendor == "postgresql":
        return f"to_char(item.{column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
    return f"date(item.{column}, '+8 hours')"


def _numbered(start: datetime, end: datetime) -> list[tuple[date, int]]:
    zone = clock.now().tzinfo
    day, last = start.astimezone(zone).date() - REACH, end.astimezone(zone).date()
    calendar, number, found = Calendar.load(), 0, []
    while day <= last:
        number += calendar.is_workday(day)
        found.append((day, number))
        day += timedelta(days=1)
    return found
