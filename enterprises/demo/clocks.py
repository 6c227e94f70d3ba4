"""Clocks that do not just run: one that stood still, one that stands still, one with more time."""

from datetime import timedelta

from enterprises.desk.holding import take_up
from enterprises.enums import State
from enterprises.models import Application
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.reviews import clocks
from portal.reviews.enums import PauseCause
from portal.reviews.models import WorkItem

People = dict[str, User]


# So many of the division's cases have been taken up by somebody.
TAKEN = 3


def take_some(people: People, applications: list[Application]) -> None:
    """The division has taken up a few of those that are verified; the others wait for somebody."""
    division = people["division@example.test"]
    for one in [one for one in applications if one.state == State.VERIFICATION][-TAKEN:]:
        take_up(division, one.pk, seen_holder=None)


def touch_clocks(people: People, applications: list[Application]) -> None:
    """The first running case of each state; nothing where the demo has none there."""
    division, leader = people["division@example.test"], people["leader@example.test"]
    if item := _first(applications, State.FORMAL_REVIEW):
        with clock.at(max(item.opened_at, clock.now() - timedelta(days=2))):
            clocks.pause(
                item,
                cause=PauseCause.CONSULTATION,
                owner=Role.JOINT_DEPARTMENT,
                actor=division,
                note="示例：向科技部门核实认定情况。",
            )
    if item := _first(applications, State.EXPERT_REVIEW):
        clocks.ask_extension(item, days=min(item.limit_extend, 5), reason="示例：本批项目较多。", actor=division)
    if item := _first(applications, State.VERIFICATION):
        clocks.extend(
            item,
            days=min(item.limit_extend, 5),
            reason="示例：需补充现场核查。",
            asked_by=division,
            approved_by=leader,
        )


def _first(applications: list[Application], state: State) -> WorkItem | None:
    cases = [one.pk for one in applications if one.state == state]
    found = WorkItem.objects.open().filter(case_id__in=cases, limit_extend__gt=0, limit_number__isnull=False)
    return found.select_related("case").order_by("pk").first()
