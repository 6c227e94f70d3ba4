"""Lists that pages ask for, each with what its rows read."""

from typing import Any

from django.db.models import Prefetch

from enterprises.enums import State
from enterprises.models import Application, Enterprise, GrantLine
from enterprises.querysets import active_memberships
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews.models import WorkItem


def applications_of(user: User) -> list[Application]:
    """All applications of the person's enterprises, latest move first, each with its open item; two queries."""
    items = WorkItem.objects.open().select_related("unit")
    found = (
        Application.objects.filter(enterprise__in=active_memberships(user).values("enterprise"))
        .select_related("call__measure", "enterprise", "unit")
        .prefetch_related(Prefetch("work_items", items, to_attr="open_items"))
        .order_by("-moved_at", "-pk")
    )
    return list(found)


def act_now(applications: list[Application]) -> list[Application]:
    """Those that wait for the applicant: corrections by their date, then drafts by the close of their window."""
    waiting = [row for row in applications if row.open_items and row.open_items[0].desk == Role.APPLICANT]
    return sorted(waiting, key=lambda row: row.open_items[0].due_on or row.call.last_day)


def applications_under(enterprise: Enterprise) -> list[Application]:
    """All applications of one enterprise, whoever filed them, latest move first; two queries."""
    items = WorkItem.objects.open().select_related("unit")
    found = (
        Application.objects.filter(enterprise=enterprise)
        .select_related("call__measure", "unit", "applicant")
        .prefetch_related(Prefetch("work_items", items, to_attr="open_items"))
        .order_by("-moved_at", "-pk")
    )
    return list(found)


def awarded(applications: list[Application]) -> dict[str, Any]:
    """Those with a granted amount, and how much that is; what was repaid counts no more."""
    rows = [row for row in applications if row.granted_fen is not None]
    total = sum(row.granted_fen or 0 for row in rows if row.state != State.RECOVERED)
    return {"rows": rows, "total_fen": total}


def open_offers(user: User) -> list[GrantLine]:
    """Offers without application that wait for the person's enterprises, those that end first in front; two queries
    at most: the enterprise is found by its code, because an offer may be older than its file."""
    mine = {one.credit_code: one for one in Enterprise.objects.of(user).only("pk", "credit_code", "name")}
    if not mine:
        return []
    rows = GrantLine.objects.standing().filter(credit_code__in=mine, answer_by__gte=clock.today())
    lines = list(rows.select_related("call__measure").order_by("answer_by", "pk"))
    for line in lines:
        line.mine = mine[line.credit_code]
    return lines
