"""A plan for a calendar program (RFC 5545): each step as a whole day, its latest one."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from policies.alerts.ics import host
from portal.core import clock
from talent.plans.page import PlanPage
from talent.plans.words import step_title

ONE_DAY = dt.timedelta(days=1)


def plan_file(page: PlanPage, link: str) -> bytes:
    """The same plan gives the same bytes within a day, and the same entries in a program that reads it again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Qingdao Digital Trade Portal//Planner//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Planner"))
    stamp = dt.datetime.combine(clock.today(), dt.time(), dt.UTC)
    # Which plan it is, without what it says: the address of the plan made short.
    plan = sha256(link.partition("?")[2].encode()).hexdigest()
    for step in page.plan.steps:
        if step.latest is None:
            continue
        entry = Event()
        entry.add("uid", f"{step.code}-{plan}@{host()}")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", step.latest.on)
        entry.add("dtend", step.latest.on + ONE_DAY)
        title = _("By today: %(step)s") % {"step": step_title(step.code)}
        entry.add("summary", _("%(text)s (provisional)") % {"text": title} if step.latest.provisional else title)
        entry.add("url", link)
        entry.add("status", "TENTATIVE" if step.latest.provisional else "CONFIRMED")
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return calendar.to_ical()
