"""The tools of the funds' queue as pages: those of every desk, reports, batches."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern

from enterprises.admin.desk_pages import DeskPages
from enterprises.desk.batches import page as batch_pages
from enterprises.desk.batches import working
from enterprises.desk.funds import FUNDS
from enterprises.desk.query import read_query
from enterprises.desk.reports import page as reports
from portal.core.exceptions import PortalError

QUEUE = "admin:enterprises_application_changelist"


class QueuePages(DeskPages):
    """Mixed into the admin of applications, whose check and frame it uses."""

    desk = FUNDS

    def queue_urls(self) -> list[URLPattern]:
        return [
            *self.desk_urls(),
            self._route("batches/", self.batches_view, "batches"),
            self._route("batches/<int:pk>/", self.batch_view, "batch"),
            self._route("reports/", self.reports_view, "reports"),
        ]

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

    def batches_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/application/batches.html", batch_pages.batch_list(request.user))

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        if request.method != "POST":
            return self._page(
                request, "admin/enterprises/application/batch.html", batch_pages.batch_page(request.user, pk)
            )
        batch = batch_pages.own(request.user, pk)
        if "drop" in request.POST:
            working.drop(batch)
            return redirect(QUEUE)
        try:
            working.start(request.user, batch)
        except PortalError as error:
            messages.warning(request, error.message)
        return redirect("admin:enterprises_application_batch", pk)

    def _begin_batch(self, request: HttpRequest) -> HttpResponse:
        try:
            batch = batch_pages.begun(request)
        except PortalError as error:
            messages.warning(request, error.message)
            return redirect(read_query(request.GET).url())
        done = batch_pages.done_text(batch.pk)
        if done:
            messages.success(request, done)
            return redirect(request.get_full_path())
        return redirect("admin:enterprises_application_batch", batch.pk)
