"""Time limits: reading them from the data file's shorthand and saying them in words. No tables, no queries."""

import re
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talent.enums import Anchor, LimitKind, LimitSubject, LimitUnit
from talent.sources import split_kinds

UNITS = {"wd": LimitUnit.WORKDAY, "d": LimitUnit.DAY, "h": LimitUnit.HOUR}
SPANS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    LimitUnit.WORKDAY: (_("1 working day"), _("%(count)s working days"), _("%(least)s to %(most)s working days")),
    LimitUnit.DAY: (_("1 calendar day"), _("%(count)s calendar days"), _("%(least)s to %(most)s calendar days")),
    LimitUnit.HOUR: (_("1 hour"), _("%(count)s hours"), _("%(least)s to %(most)s hours")),
}
WITHIN: dict[str, str | Promise] = {
    "": _("within %(span)s"),
    Anchor.ENTRY: _("within %(span)s after entry"),
    Anchor.CHANGE: _("within %(span)s after the change"),
    Anchor.CONTRACT_END: _("within %(span)s after the contract ends"),
    Anchor.EXPIRY: _("within %(span)s before expiry"),
}
RANGE: dict[str, str | Promise] = {
    "": "%(span)s",
    Anchor.ENTRY: _("%(span)s after entry"),
    Anchor.CHANGE: _("%(span)s after the change"),
    Anchor.CONTRACT_END: _("%(span)s after the contract ends"),
    Anchor.EXPIRY: _("%(span)s before expiry"),
}
SHORTHAND = re.compile(
    r"^(?P<then>then )?(?:(?P<bound>within|at least) )?(?:(?P<low>\d+)-)?(?P<high>\d+) (?P<unit>wd|d|h)"
    r"(?P<anchor> of entry| before expiry| after the contract ends)?(?P<usual> typical)?$"
)
ANCHORS = {" of entry": Anchor.ENTRY, " before expiry": Anchor.EXPIRY, " after the contract ends": Anchor.CONTRACT_END}


@dataclass(frozen=True)
class Term:
    """One limit as read: numbers in `unit`, the event, how binding it is, and the letters of its source."""

    subject: str = ""
    least: int | None = None
    most: int | None = None
    unit: str = ""
    anchor: str = ""
    kind: str = ""
    text: str = ""
    kinds: str = ""
    remark: str = ""


def sentence(least: int | None, most: int | None, unit: str, anchor: str) -> str:
    """The limit in the active language, or an empty string when it has no number."""
    if least is None and most is None:
        return ""
    one, many, between = SPANS[unit]
    if least is not None and most is not None:
        return str(RANGE[anchor]) % {"span": str(between) % {"least": least, "most": most}}
    count = most if most is not None else least
    span = str(one) if count == 1 else str(many) % {"count": count}
    if most is not None:
        return str(WITHIN[anchor]) % {"span": span}
    return gettext("at least %(span)s") % {"span": str(RANGE[anchor]) % {"span": span}}


def read(shorthand: str, subject: str = "") -> list[Term]:
    """Limits of a line such as "within 15 d of entry (S, 2017 flow), then 5-10 wd" (wd working day, d day, h hour).

    What is no limit with a number is kept as a sentence.
    """
    parts = re.split(r"; |, (?=then )", shorthand)
    return [_read_one(part, subject) for part in parts]


def _read_one(part: str, subject: str) -> Term:
    plain, kinds, remark = split_kinds(part)
    match = SHORTHAND.match(plain)
    if match is None:
        return Term(subject=subject, text=plain, kinds=kinds, remark=remark)
    low, high = match["low"], int(match["high"])
    at_least = match["bound"] == "at least"
    anchor = ANCHORS.get(match["anchor"] or "", "")
    if subject == LimitSubject.RESIDENCE_CHANGE and not anchor:
        anchor = Anchor.CHANGE
    return Term(
        subject=LimitSubject.HANDLING if match["then"] else subject,
        least=high if at_least else int(low) if low else None,
        most=None if at_least else high,
        unit=UNITS[match["unit"]],
        anchor=anchor,
        kind=LimitKind.USUAL if match["usual"] else "",
        kinds=kinds,
        remark=remark,
    )


def with_kind(term: Term, kind: str) -> Term:
    """The term as bindingly as the entry says, unless the term says so itself."""
    return term if term.kind else replace(term, kind=kind)
