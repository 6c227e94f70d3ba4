"""The tools of the funds' queue as pages: those of every desk, and the reports."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from enterprises.admin.desk_pages import DeskPages
from enterprises.desk.funds import FUNDS
from enterprises.desk.reports import page as reports


class QueuePages(DeskPages):
    """Mixed into the admin of applications, whose check and frame it uses."""

    desk = FUNDS

    def queue_urls(self) -> list[URLPattern]:
        return [*self.desk_urls(), self._route("reports/", self.reports_view, "reports")]

    def reports_view(self, request: HttpRequest) -> HttpResponse:
        """What leaders look at, or one of its tables as a file."""
        if not reports.may_read(request.user):
            raise PermissionDenied
        context = reports.reports(request)
        slug = request.GET.get("file", "")
        section = reports.section_of(context, slug)
        if section is None:
            return self._page(request, "admin/enterprises/application/reports.html", context)
        name = f"{slug}-{context['period'].first}-{context['period'].last}.csv"
        return HttpResponse(
            section.file(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
