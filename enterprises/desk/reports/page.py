"""The page of the reports: each figure as a table, the first of them drawn, all of them as a file."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from enterprises.desk.access import sees_city
from enterprises.desk.reports import figures, sections
from enterprises.desk.reports.durations import lengths
from enterprises.desk.reports.figures import Period
from enterprises.desk.reports.load import load_sections
from enterprises.desk.reports.sections import Section
from enterprises.models import Application
from portal.accounts.enums import OFFICIAL_ROLES, Role
from portal.accounts.models import Unit, User
from portal.core import clock
from portal.core.dates import day_text

DEFAULT = timedelta(days=365)
LONGEST = timedelta(days=731)
# How colleagues judge is for those who lead and those who watch.
JUDGES_OF_JUDGES = frozenset({Role.LEADERSHIP, Role.DISCIPLINE})
EARLIEST = date(2020, 1, 1)


def may_read(user: User) -> bool:
    return bool(user.is_staff and sees_city(user))


def sees_spread(user: User) -> bool:
    return user.is_superuser or any(role in JUDGES_OF_JUDGES for role, _unit in user.held())


def read_period(given: dict[str, str], units: Iterable[Unit]) -> Period:
    """The last twelve months unless the address says otherwise; two years at most."""
    today = clock.today()
    last = min(max(_day(given.get("to", "")) or today, EARLIEST), today)
    first = _day(given.get("from", "")) or last - DEFAULT
    first = max(min(first, last), last - LONGEST, EARLIEST)
    known = {str(unit.pk): unit.pk for unit in units}
    return Period(first, last, known.get(given.get("unit", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def reports(request: HttpRequest) -> dict[str, Any]:
    """As many queries for a hundred thousand applications as for none."""
    user = request.user
    units = list(Unit.objects.filter(posts__role__in=OFFICIAL_ROLES).distinct().order_by("code"))
    period = read_period(request.GET, units)
    names = {unit.pk: unit.name for unit in units}
    found = [
        sections.times(lengths(period.start, period.end, period.unit), names),
        *load_sections(figures.load(period.unit), names, by_official=sees_spread(user)),
        sections.backlog(figures.backlog(period.unit), names),
        sections.corrections(figures.corrections(period), figures.submitted(period)),
    ]
    if sees_spread(user):
        found.append(sections.spread(figures.spread(period)))
    found += sections.burn(figures.burn(period))
    address = request.GET.copy()
    address.pop("file", None)
    kept = address.urlencode()
    return {
        "title": _("Reports"),
        "sections": found,
        "demo": Application.objects.filter(is_demo=True).exists(),
        "period": period,
        "period_text": _("%(first)s to %(last)s") % {"first": day_text(period.first), "last": day_text(period.last)},
        "units": [{"pk": unit.pk, "name": unit.name, "selected": unit.pk == period.unit} for unit in units],
        "file_query": f"?{kept}&file=" if kept else "?file=",
    }


def section_of(context: dict[str, Any], slug: str) -> Section | None:
    return next((section for section in context["sections"] if section.slug == slug), None)
