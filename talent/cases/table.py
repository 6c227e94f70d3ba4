"""The table of times, checks and papers that ships with the portal (talent/data/cases.yaml)."""

from functools import cache
from pathlib import Path
from typing import Any

from portal.core.loading import Document
from portal.reviews.enums import LimitKind, TimeUnit
from portal.reviews.flow import Limit


@cache
def table() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "cases.yaml"
    return Document(str(path), path.read_text(encoding="utf-8")).data


@cache
def stage(code: str) -> dict[str, Any]:
    return _row("stages", code)


@cache
def row_of_kind(kind: str) -> dict[str, Any]:
    """Checks, papers, the letter's title and the partner authority of a kind of case."""
    return _row("kinds", str(kind))


@cache
def paper_row(code: str) -> dict[str, Any]:
    return _row("papers", code)


@cache
def limit(code: str) -> Limit:
    """The limit of a stage by its code, e.g. `limit("acceptance")`."""
    found = stage(code)["limit"]
    kind, unit = LimitKind(found["kind"]), TimeUnit(found["unit"])
    return Limit(found["n"], unit, kind, found.get("basis", ""), found.get("extend", 0))


def _row(part: str, code: str) -> dict[str, Any]:
    return next(row for row in table()[part] if row["code"] == code)
