"""The limits of the stages, read from the process table that ships with the portal."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.accounts.enums import Role
from portal.calendars.workdays import workdays_between
from portal.core.loading import Document
from portal.reviews.due import day_of
from portal.reviews.enums import LimitKind, RequestKind, TimeUnit
from portal.reviews.flow import Limit


@cache
def process() -> dict:
    """data/process.yaml: roles, stages, states, legal limits."""
    path = Path(__file__).parent / "data" / "process.yaml"
    return Document(str(path), path.read_text(encoding="utf-8")).data


@cache
def limit(stage: str, key: str = "limit") -> Limit:
    """The limit of a stage by its code, e.g. `limit("acceptance")` or `limit("correction", "reply_limit")`."""
    for row in process()["stages"]:
        if row["code"] == stage:
            found = row[key]
            kind, basis = LimitKind(found["kind"]), found.get("basis", "")
            return Limit(found["n"], TimeUnit(found["unit"]), kind, basis, found.get("extend", 0))
    raise KeyError(stage)


@dataclass(frozen=True)
class StageLimit:
    """A stage's limit as the call of an application promises it; the process table's where the call says nothing.

    Called with an application, as a step of the flow asks; `usual` is what docs/workflows.md shows.
    """

    stage: str
    usual: Limit

    def __call__(self, application: Any) -> Limit:
        return self.under(application.call)

    def under(self, call: Any) -> Limit:
        days = call.stage_limits.get(self.stage)
        if not isinstance(days, int) or days <= 0:
            return self.usual
        # A call that promises less may not take back more than half of what it promises.
        return replace(self.usual, n=days, extend=min(self.usual.extend, max(days // 2, 1)))


@cache
def stage_limit(stage: str) -> StageLimit:
    return StageLimit(stage, limit(stage))


class AcceptanceAgain:
    """The time for acceptance after corrections. It starts anew when something was missing; when something did not
    agree it goes on with what was left when the correction was asked for (行政许可法 art. 32(4) by analogy)."""

    usual = stage_limit("acceptance")

    def __call__(self, application: Any) -> Limit:
        asked = application.requests.order_by("-pk").first()
        if asked is None or asked.kind != RequestKind.INCORRECT:
            return self.usual(application)
        return replace(self.usual(application), n=left_at_request(application, day_of(asked.asked_at)))


acceptance_again = AcceptanceAgain()


def left_at_request(application: Any, asked_on: date) -> int:
    """Working days that the accepting authority still had, at least one."""
    item = application.work_items.filter(desk=Role.DISTRICT).order_by("-pk").first()
    if item is None or item.due_on is None:
        return acceptance_again.usual(application).n
    stopped = day_of(item.paused_at) if item.paused_at else asked_on
    return max(workdays_between(stopped, item.due_on), 1)


@cache
def legal_limit(code: str) -> dict:
    """A row of the legal limits, e.g. `FY-FILE` for reconsideration."""
    return next(row for row in process()["legal_limits"] if row["code"] == code)
