"""The clock of a case in words: the applicant and the official read the same ones, from this one place."""

from datetime import date

from django.utils.translation import gettext as _

from enterprises.limits import acceptance_again, left_at_request
from enterprises.models import Application
from enterprises.permissions import current_item
from portal.accounts.enums import Role
from portal.core.dates import by_text, day_text, number_of
from portal.reviews.due import day_of
from portal.reviews.enums import DueReason, LimitKind, RequestKind
from portal.reviews.models import DueChange, Extension, Pause, WorkItem


def clock_lines(application: Application) -> list[str]:
    """The date with the limit it comes from, then all that moved it. No query while a clock just runs."""
    item = current_item(application)
    if item is None or item.due_on is None:
        return []
    lines = [_due(item)]
    if item.clock_touched:
        lines += [_pause(pause) for pause in pauses(item)]
        lines += [_extension(item, one) for one in extensions(item) if one.approved_at]
        moved = item.due_changes.filter(why=DueReason.CALENDAR)
        lines += [_moved(change) for change in moved]
    return lines


def clock_effect(application: Application, kind: str, asked_on: date) -> str:
    """What a correction does to the authority's own time: both sides read it, before and after it is asked for."""
    usual = acceptance_again.usual(application)
    if kind == RequestKind.INCORRECT:
        left = number_of(left_at_request(application, asked_on), usual.unit)
        return _(
            "Something does not agree: the time for acceptance stands still until the answer comes, and goes on then "
            "with what is left of it (%(left)s)."
        ) % {"left": left}
    return _("Something is missing: the time for acceptance starts anew when the answer comes (%(length)s).") % {
        "length": number_of(usual.n, usual.unit)
    }


def pauses(item: WorkItem) -> list[Pause]:
    return list(item.pauses.all())


def extensions(item: WorkItem) -> list[Extension]:
    return list(item.extensions.select_related("asked_by", "approved_by").filter(refused_at=None))


def _due(item: WorkItem) -> str:
    text = by_text(item.due_on, item.due_provisional)
    if item.limit_number is None:
        return _("Due %(date)s.") % {"date": text}
    length, kind = number_of(item.limit_number, item.limit_unit), LimitKind(item.limit_kind).label
    if item.paused_at:
        return _("Not counted at present; before that: %(date)s (%(length)s, %(kind)s).") % {
            "date": text,
            "length": length,
            "kind": kind,
        }
    return _("Due %(date)s (%(length)s, %(kind)s).") % {"date": text, "length": length, "kind": kind}


def _pause(pause: Pause) -> str:
    since, cause = day_text(day_of(pause.since)), pause.get_cause_display()
    if pause.until is not None:
        words = {"since": since, "until": day_text(day_of(pause.until)), "cause": cause}
        return _("Stood still from %(since)s to %(until)s: %(cause)s.") % words
    words = {"since": since, "cause": cause, "owner": Role(pause.owner).label}
    text = _("Stands still since %(since)s: %(cause)s. It is for this side to end it: %(owner)s.") % words
    return f"{text} {pause.note}" if pause.note else text


def _extension(item: WorkItem, extension: Extension) -> str:
    words = {
        "length": number_of(extension.days, item.limit_unit),
        "day": day_text(day_of(extension.approved_at)),
        "reason": extension.reason,
    }
    return _("Extended by %(length)s on %(day)s, once. Reason: %(reason)s") % words


def _moved(change: DueChange) -> str:
    words = {"old": day_text(change.old), "new": day_text(change.new), "day": day_text(day_of(change.at))}
    if change.old == change.new:
        return _("The date was confirmed on %(day)s: the holidays of that year are announced.") % words
    return _("Moved on %(day)s from %(old)s to %(new)s: the calendar of working days changed.") % words
