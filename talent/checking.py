"""When and by whom the facts of a page were checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from talent.models.base import Checked


@dataclass(frozen=True)
class Check:
    """The oldest date among the facts, whose check it was, and whether some facts bear no date."""

    on: dt.date | None
    by: str
    incomplete: bool


def oldest_check(*groups: Iterable[Checked]) -> Check:
    """A page is as fresh as its oldest fact; a name stands only when all facts name the same person."""
    facts = [fact for group in groups for fact in group]
    dates = [fact.checked_on for fact in facts if fact.checked_on]
    names = {fact.checked_by for fact in facts}
    return Check(
        on=min(dates, default=None), by=names.pop() if len(names) == 1 else "", incomplete=len(dates) < len(facts)
    )
