"""When a work item is due, worked out from its rows: start, limit, pauses, extension. Pure where it counts."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.calendars.workdays import Calendar, Due
from portal.core import clock
from portal.reviews.models import Extension, Pause, WorkItem


def day_of(moment: datetime) -> date:
    """The day of the portal's zone in which a moment falls."""
    return moment.astimezone(clock.now().tzinfo).date()


def due_of(
    item: WorkItem, pauses: Iterable[Pause], extension: Extension | None, calendar: Calendar | None = None
) -> Due | None:
    """None for an item without a limit. A pause that still runs does not count yet: nobody knows how long it will."""
    if item.limit_number is None:
        return None
    calendar = calendar or Calendar.load()
    ended = [pause for pause in pauses if pause.until is not None]
    lost = sum(calendar.lost_in(day_of(pause.since), day_of(pause.until), item.limit_unit) for pause in ended)
    longer = extension.days if extension is not None and extension.approved_at else 0
    return calendar.due_on(day_of(item.opened_at), item.limit_number + longer, item.limit_unit, lost)


def due_now(item: WorkItem, calendar: Calendar | None = None) -> Due | None:
    """The same, with the rows read: two queries."""
    return due_of(item, list(item.pauses.all()), item.extensions.filter(refused_at=None).first(), calendar)
