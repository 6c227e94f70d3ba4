"""The tools of the queue as pages: kept lists, columns, labels, who is in a case, batches."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.desk import columns, labels, lists, stored, visits
from enterprises.desk.access import on_the_desk
from enterprises.desk.batches import page as batch_pages
from enterprises.desk.batches import working
from enterprises.desk.query import read_query
from enterprises.desk.reports import page as reports
from enterprises.models import StoredFilter
from portal.core.exceptions import PortalError

QUEUE = "admin:enterprises_application_changelist"


class QueuePages:
    """Mixed into the admin of applications, whose check and frame it uses."""

    def queue_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view

        def page(route: str, method: Any, name: str) -> URLPattern:
            return path(route, view(method), name=f"enterprises_application_{name}")

        return [
            page("lists/", self.lists_view, "filters"),
            page("lists/<int:pk>/", self.list_view, "filter"),
            page("columns/", self.columns_view, "columns"),
            page("batches/", self.batches_view, "batches"),
            page("batches/<int:pk>/", self.batch_view, "batch"),
            page("keys/", self.keys_view, "keys"),
            page("reports/", self.reports_view, "reports"),
            page("<int:pk>/labels/", require_POST(self.labels_view), "labels"),
            page("<int:pk>/visit/", require_POST(self.visit_view), "visit"),
        ]

    def lists_view(self, request: HttpRequest) -> HttpResponse:
        """The lists that the person keeps; a new one is sent here from the queue."""
        self._check(request)
        problem, status = "", 200
        if request.method == "POST":
            try:
                unit = _number(request.POST.get("unit", ""))
                row = stored.keep(request.user, request.POST.get("name", ""), request.POST.get("address", ""), unit)
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("The list is kept as “%(name)s”.") % {"name": row.name})
                return redirect(stored.list_url(row))
        context = self._lists(request) | {"problem": problem, "status": status}
        return self._page(request, "admin/enterprises/application/lists.html", context)

    def _lists(self, request: HttpRequest) -> dict[str, Any]:
        rows = StoredFilter.objects.visible_to(request.user).select_related("owner", "unit")
        found = [{"row": row, "url": stored.list_url(row), "own": row.owner_id == request.user.pk} for row in rows]
        return {"title": _("Kept lists"), "lists": found, "units": stored.units_of(request.user)}

    def list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Opens the list; what is sent changes or deletes one's own."""
        self._check(request)
        if request.method != "POST":
            return redirect(stored.list_url(get_object_or_404(StoredFilter.objects.visible_to(request.user), pk=pk)))
        row = stored.own_list(request.user, pk)
        try:
            if "delete" in request.POST:
                row.delete()
            else:
                unit = _number(request.POST.get("unit", ""))
                stored.change(request.user, pk, request.POST.get("name", ""), unit)
        except PortalError as error:
            context = self._lists(request) | {"problem": error.message, "status": error.status}
            return self._page(request, "admin/enterprises/application/lists.html", context)
        messages.success(request, _("Saved."))
        return redirect("admin:enterprises_application_filters")

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        problem, status, user = "", 200, request.user
        if request.method == "POST":
            try:
                if "reset" in request.POST:
                    columns.forget(user)
                else:
                    given = {code: _number(request.POST.get(code, "")) for code in columns.COLUMNS}
                    columns.choose(user, {code: place for code, place in given.items() if place})
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                return redirect(QUEUE)
        places = {code: place for place, code in enumerate(columns.chosen(user), start=1)}
        rows = [
            {"code": code, "title": column.title, "place": places.get(code, "")}
            for code, column in sorted(columns.COLUMNS.items(), key=lambda found: places.get(found[0], 99))
        ]
        context = {"title": _("Columns of the queue"), "rows": rows, "problem": problem, "status": status}
        return self._page(request, "admin/enterprises/application/columns.html", context | {"most": columns.MOST})

    def keys_view(self, request: HttpRequest) -> HttpResponse:
        """The keys as a page, for whoever follows the link instead of pressing the key."""
        self._check(request)
        return self._page(request, "admin/enterprises/application/keys.html", {"title": _("Keys")})

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

    def labels_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        get_object_or_404(on_the_desk(request.user), pk=pk)
        chosen = [int(text) for text in request.POST.getlist("label") if _number(text)]
        labels.set_labels(request.user, pk, chosen)
        return redirect(lists.case_url(pk, request.GET.get("list", "")))

    def visit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page says that it is still open; the answer says who else is there."""
        self._check(request)
        application = get_object_or_404(on_the_desk(request.user).only("pk"), pk=pk)
        others = visits.visit(application, request.user, drafting="typed" in request.POST, opened=False)
        return JsonResponse({"visitors": visits.told(others)})

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


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
