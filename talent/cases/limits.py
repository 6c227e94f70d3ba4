"""The limits of the stages where they depend on the case: what runs anew, and what goes on with what was left."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.accounts.enums import Role
from portal.calendars.workdays import workdays_between
from portal.reviews.due import day_of
from portal.reviews.enums import RequestKind
from portal.reviews.flow import Limit
from talent.cases.enums import CaseState
from talent.cases.table import limit


class AcceptanceAgain:
    """After corrections: anew when something was missing, with what was left when something did not agree (行政许可法
    art. 32(4), by analogy), as with the support funds."""

    usual = limit("acceptance")

    def __call__(self, case: Any) -> Limit:
        asked = case.requests.order_by("-pk").first()
        if asked is None or asked.kind != RequestKind.INCORRECT:
            return self.usual
        return replace(self.usual, n=left_in(case, CaseState.SUBMITTED, self.usual, day_of(asked.asked_at)))


class CheckingAgain:
    """The desk's own time stands still while a partner authority is asked, and goes on with what was left."""

    usual = limit("checking")

    def __call__(self, case: Any) -> Limit:
        return replace(self.usual, n=left_in(case, CaseState.CHECKING, self.usual, None))


acceptance_again = AcceptanceAgain()
checking_again = CheckingAgain()


def left_in(case: Any, state: str, usual: Limit, stopped: date | None) -> int:
    """Working days that the desk still had when its last item in that state stopped; at least one."""
    item = case.work_items.filter(desk=Role.TALENT_DESK, state=state, closed_at__isnull=False).order_by("-pk").first()
    if item is None or item.due_on is None:
        return usual.n
    day = day_of(item.paused_at) if item.paused_at else stopped or day_of(item.closed_at)
    return max(workdays_between(day, item.due_on), 1)
