"""The points calculator: open, without a session; the answers stand in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.pagecache import public_page
from talent.models import PointsTable
from talent.points.form import PointsForm
from talent.points.page import result
from talent.views.pages import frame


@public_page
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    table = PointsTable.objects.filter(code="national").first()
    here = _("Points calculator")
    if table is None:
        return render(request, "talent/points.html", frame([], None, here) | {"table": None})
    asked = any(name in request.GET for name in PointsForm.base_fields)
    form = PointsForm(table, request.GET if asked else None)
    thresholds = sorted(table.thresholds.items())
    context = frame([], table, here) | {"table": table, "form": form, "thresholds": thresholds}
    if form.is_bound and form.is_valid():
        context |= {"result": result(table, form.answers)}
    return render(request, "talent/points.html", context, status=422 if form.errors else 200)
