"""When and by whom the facts of a page were checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from talent.models.base import Checked


@dataclass(frozen=True)
class Check:
    """The oldest date among the facts, and who checked them.

    Where officials checked some of them, date and names are theirs, and `unconfirmed` says that others are as they
    were compiled; where they checked none, the date is that of the compiling. `incomplete`: some bear no date.
    """

    on: dt.date | None
    by: str
    incomplete: bool
    unconfirmed: bool


def oldest_check(*groups: Iterable[Checked]) -> Check:
    """A page is as fresh as its oldest fact."""
    facts = [fact for group in groups for fact in group]
    official = [fact for fact in facts if fact.checked_by]
    dates = [fact.checked_on for fact in official or facts if fact.checked_on]
    return Check(
        on=min(dates, default=None),
        by=", ".join(sorted({fact.checked_by for fact in official})),
        incomplete=any(fact.checked_on is None for fact in facts),
        unconfirmed=len(official) < len(facts),
    )


def source_text(fact: Checked) -> str:
    """Where a fact comes from, in one line, as the pages say it."""
    kinds = "; ".join(str(kind.label) for kind in fact.kinds)
    return ": ".join(part for part in (kinds, str(fact.source)) if part) or _("source: to be supplied by the bureau")


def check_text(fact: Checked) -> str:
    """Who checked a fact and when, or who compiled it, as the pages say it."""
    if fact.checked_on is None:
        return _("Nobody has checked it yet")
    day = formats.date_format(fact.checked_on, "DATE_FORMAT")
    if fact.checked_by:
        return _("checked %(day)s, %(name)s") % {"day": day, "name": fact.checked_by}
    return _("Compiled by the portal’s makers on %(day)s; no official has checked it yet") % {"day": day}
