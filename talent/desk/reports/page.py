"""The page of the talent desk's reports: each figure as a table, drawn where that helps, all of them as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from enterprises.desk.reports.page import read_period, section_of
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.core.dates import day_text
from talent.desk.access import on_the_desk
from talent.desk.reports import figures, sections


def report_page(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """As many queries for fifty thousand cases as for none; or one of the tables as a file."""
    period = read_period(request.GET, ())
    lengths = figures.lengths(period)
    units = {unit.pk: unit.name for unit in Unit.objects.filter(posts__role=Role.TALENT_DESK).distinct()}
    found = [
        sections.times(lengths),
        sections.backlog(figures.backlog(), units),
        sections.causes(figures.waited(lengths)),
    ]
    context = {
        "title": _("Times and causes of delay"),
        "sections": found,
        "demo": on_the_desk(request.user).filter(is_demo=True).exists(),
        "period": period,
        "period_text": _("%(first)s to %(last)s") % {"first": day_text(period.first), "last": day_text(period.last)},
        "file_query": f"?from={period.first}&to={period.last}&file=",
    }
    section = section_of(context, request.GET.get("file", ""))
    if section is None:
        return context
    name = f"talent-{section.slug}-{period.first}-{period.last}.csv"
    return HttpResponse(
        section.file(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
