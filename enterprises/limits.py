"""The limits of the stages, read from the process table that ships with the portal."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.loading import Document
from portal.reviews.enums import LimitKind, TimeUnit
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
            return Limit(found["n"], TimeUnit(found["unit"]), LimitKind(found["kind"]), found.get("basis", ""))
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
        return replace(self.usual, n=days) if isinstance(days, int) and days > 0 else self.usual


@cache
def stage_limit(stage: str) -> StageLimit:
    return StageLimit(stage, limit(stage))


@cache
def legal_limit(code: str) -> dict:
    """A row of the legal limits, e.g. `FY-FILE` for reconsideration."""
    return next(row for row in process()["legal_limits"] if row["code"] == code)
