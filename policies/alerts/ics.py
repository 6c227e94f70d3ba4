"""The calendar for other calendars (RFC 5545): whole days, names that stay, no alarm that nobody asked for."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from policies.alerts.calendar import Event

REFRESH = dt.timedelta(hours=12)
ONE_DAY = dt.timedelta(days=1)
# SEQUENCE must only grow: the minutes from here to the last change.
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def calendar_file(name: str, events: Iterable[Event]) -> bytes:
    """The same events give the same bytes, so that an unchanged calendar is not sent again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Qingdao Digital Trade Portal//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        calendar.add_component(_entry(event))
    return calendar.to_ical()


def _entry(event: Event) -> Entry:
    touched = (event.updated_at or START).astimezone(dt.UTC).replace(microsecond=0)
    title = _("%(what)s: %(title)s") % {"what": event.what, "title": event.title}
    link = settings.SITE_URL + event.url()
    entry = Entry()
    entry.add("uid", f"{event.key}@{host()}")
    entry.add("dtstamp", touched)
    entry.add("last-modified", touched)
    entry.add("sequence", int((touched - START).total_seconds() // 60))
    entry.add("dtstart", event.date)
    entry.add("dtend", event.date + ONE_DAY)
    entry.add("summary", _("%(text)s (provisional)") % {"text": title} if event.provisional else title)
    entry.add("description", "\n".join([*[area.short for area in event.areas], link]))
    entry.add("url", link)
    entry.add("categories", [event.what])
    entry.add("status", "TENTATIVE" if event.provisional else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def host() -> str:
    """The portal's host: it makes names unique in the world, and must not change with the language."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def calendar_name(area: str = "") -> str:
    portal = _("Qingdao digital trade: windows and deadlines")
    return f"{portal} · {area}" if area else portal


def webcal(path: str) -> str:
    """An address that opens the reader's own calendar program."""
    return f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}"
