"""What the radar shows of each permit or paper: days left, when its renewal may be applied for, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import clock
from portal.core.dates import day_text
from talent.cases.enums import CaseKind
from talent.models import ExpiringPaper
from talent.plans.records import Record
from talent.renewals.kinds import ExpiringKind, Whose

# Which limit of the path its renewal has, and which case of ours goes along with it.
RENEWALS = {ExpiringKind.RESIDENCE: "residence_renewal", ExpiringKind.WORK: "permit_renewal"}


def rows_of(papers: Iterable[ExpiringPaper], records: dict[str, Record]) -> list[dict[str, Any]]:
    """The next to expire first."""
    rows = [_row(paper, paper.expires_on, records) for paper in papers]
    return sorted(rows, key=lambda row: row["day"])


def case_kind(paper: ExpiringPaper) -> str | None:
    """The facilitation case that prepares its renewal; none for what other authorities and states issue."""
    if paper.kind not in RENEWALS:
        return None
    return CaseKind.FAMILY if paper.whose == Whose.FAMILY else CaseKind.PERMITS


def _row(paper: ExpiringPaper, day: dt.date, records: dict[str, Record]) -> dict[str, Any]:
    left = (day - clock.today()).days
    record = records.get(RENEWALS.get(paper.kind, ""))
    return {
        "paper": paper,
        "day": day,
        "expires": day_text(day),
        "left": _left(left),
        "tone": _tone(left, records),
        "window": _window(day, record) if record else "",
        "rule": record.value if record else "",
        "begins": case_kind(paper),
    }


def _left(left: int) -> str:
    if left < 0:
        return _("expired")
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}


def _tone(left: int, records: dict[str, Record]) -> str:
    bounds = [records[code].constant.long for code in ("remind_last", "remind_first") if code in records]
    return "tile" if bounds and left <= bounds[0] else "sand" if bounds and left <= bounds[-1] else "pine"


def _window(day: dt.date, record: Record) -> str:
    """The limit is "at least so many days before" or "from … to … days before"."""
    least, most = record.constant.least, record.constant.most
    until = day_text(day - dt.timedelta(days=least or 0))
    if most is None:
        return _("apply by %(day)s") % {"day": until}
    return _("apply from %(first)s to %(last)s") % {"first": day_text(day - dt.timedelta(days=most)), "last": until}
