"""Reminders of a performance report: a month, a week and on the last day. What is due is found in the rows."""

from datetime import timedelta

from enterprises.enums import State
from enterprises.models import Application
from enterprises.money import notifications as message
from portal.accounts.enums import Role
from portal.core import clock
from portal.reviews.models import WorkItem

DAYS = (30, 7, 0)
AT_ONCE = 500


def remind_of_reports() -> int:
    """How many were reminded now. A day that was missed is made up for by the next run; nobody is told twice."""
    today = clock.today()
    waiting = WorkItem.objects.filter(
        closed_at=None, desk=Role.APPLICANT, state=State.PAID, paused_at=None, due_on__gte=today,
        due_on__lte=today + timedelta(DAYS[0]),
    )  # fmt: skip
    items = {item.case_id: item for item in waiting.order_by("due_on", "pk")[:AT_ONCE]}
    awards = Application.objects.filter(pk__in=items).select_related("applicant", "call__measure", "enterprise")
    return sum(message.report_due(award, items[award.pk], _reached(items[award.pk])) for award in awards.order_by("pk"))


def _reached(item: WorkItem) -> int:
    """The last of the three marks that has come."""
    left = (item.due_on - clock.today()).days if item.due_on else 0
    return min(days for days in DAYS if days >= left)
