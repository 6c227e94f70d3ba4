"""The tools of a desk's queue as pages: stored lists, columns, labels, keys, batches, who is in a case.

Each desk mixes them into its admin.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.desk import columns, labels, stored, visits
from enterprises.desk.batches import page as batch_pages
from enterprises.desk.batches import working
from enterprises.desk.desks import Desk
from enterprises.desk.lists import Lists
from enterprises.desk.query import read_number
from portal.core.exceptions import PortalError


class DeskPages:
    """Before the class of the admin, whose check and frame it uses. `desk` says whose queue it is."""

    desk: Desk

    def desk_urls(self) -> list[URLPattern]:
        return [
            self._route("lists/", self.lists_view, "filters"),
            self._route("lists/<int:pk>/", self.list_view, "filter"),
            self._route("columns/", self.columns_view, "columns"),
            self._route("keys/", self.keys_view, "keys"),
            self._route("batches/", self.batches_view, "batches"),
            self._route("batches/<int:pk>/", self.batch_view, "batch"),
            self._route("<int:pk>/labels/", require_POST(self.labels_view), "labels"),
            self._route("<int:pk>/visit/", require_POST(self.visit_view), "visit"),
        ]

    def _route(self, route: str, method: Any, name: str) -> URLPattern:
        space = self.desk.space.partition(":")[2]
        return path(route, self.admin_site.admin_view(method), name=f"{space}_{name}")  # type: ignore[attr-defined]

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """With the desk, whose templates name its pages by it."""
        return super()._page(request, template, {"desk": self.desk} | context)  # type: ignore[misc]

    def lists_view(self, request: HttpRequest) -> HttpResponse:
        """The lists that the person keeps; a new one is sent here from the queue."""
        self._check(request)
        problem, status = "", 200
        if request.method == "POST":
            name, address = request.POST.get("name", ""), request.POST.get("address", "")
            try:
                row = stored.keep(self.desk, request.user, name, address, read_number(request.POST.get("unit", "")))
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                messages.success(request, _("The list is kept as “%(name)s”.") % {"name": row.name})
                return redirect(self.desk.list_url(row.address))
        context = self._lists(request) | {"problem": problem, "status": status}
        return self._page(request, "admin/enterprises/application/lists.html", context)

    def _lists(self, request: HttpRequest) -> dict[str, Any]:
        rows = stored.seen_by(self.desk, request.user).select_related("owner", "unit")
        found = [
            {"row": row, "url": self.desk.list_url(row.address), "own": row.owner_id == request.user.pk} for row in rows
        ]
        return {"title": _("Kept lists"), "lists": found, "units": stored.units_of(self.desk, request.user)}

    def list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Opens the list; what is sent changes or deletes one's own."""
        self._check(request)
        if request.method != "POST":
            row = get_object_or_404(stored.seen_by(self.desk, request.user), pk=pk)
            return redirect(self.desk.list_url(row.address))
        row = stored.own_list(self.desk, request.user, pk)
        try:
            if "delete" in request.POST:
                row.delete()
            else:
                unit = read_number(request.POST.get("unit", ""))
                stored.change(self.desk, request.user, pk, request.POST.get("name", ""), unit)
        except PortalError as error:
            context = self._lists(request) | {"problem": error.message, "status": error.status}
            return self._page(request, "admin/enterprises/application/lists.html", context)
        messages.success(request, _("Saved."))
        return redirect(self.desk.url("filters"))

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        problem, status, user = "", 200, request.user
        if request.method == "POST":
            try:
                if "reset" in request.POST:
                    columns.forget(self.desk, user)
                else:
                    given = {code: read_number(request.POST.get(code, "")) for code in self.desk.columns}
                    columns.choose(self.desk, user, {code: place for code, place in given.items() if place})
            except PortalError as error:
                problem, status = error.message, error.status
            else:
                return redirect(self.desk.url("changelist"))
        context = {
            "title": _("Columns of the queue"), "rows": columns.offered(self.desk, user), "most": columns.MOST,
            "problem": problem, "status": status,
        }  # fmt: skip
        return self._page(request, "admin/enterprises/application/columns.html", context)

    def keys_view(self, request: HttpRequest) -> HttpResponse:
        """The keys as a page, for whoever follows the link instead of pressing the key."""
        self._check(request)
        return self._page(request, "admin/enterprises/application/keys.html", {"title": _("Keys")})

    def labels_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for a case that is not on the person's desk, 403 for one on which they do not work: their own."""
        self._check(request)
        case = get_object_or_404(self.desk.on_the_desk(request.user), pk=pk)
        if not self.desk.works_on(request.user, case):
            raise PermissionDenied
        chosen = {read_number(text) for text in request.POST.getlist("label")} - {None}
        labels.set_labels(self.desk, request.user, pk, chosen)
        return redirect(Lists(self.desk).case_url(pk, request.GET.get("list", "")))

    def visit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page says that it is still open; the answer says who else is there."""
        self._check(request)
        case = get_object_or_404(self.desk.on_the_desk(request.user).only("pk"), pk=pk)
        others = visits.visit(case, request.user, drafting="typed" in request.POST, opened=False)
        return JsonResponse({"visitors": visits.told(others)})

    def batches_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        context = batch_pages.batch_list(self.desk, request.user)
        return self._page(request, "admin/enterprises/application/batches.html", context)

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        if request.method != "POST":
            context = batch_pages.batch_page(self.desk, request.user, pk)
            return self._page(request, "admin/enterprises/application/batch.html", context)
        batch = batch_pages.own(self.desk, request.user, pk)
        if "drop" in request.POST:
            working.drop(batch)
            return redirect(self.desk.url("changelist"))
        try:
            working.start(request.user, batch)
        except PortalError as error:
            messages.warning(request, error.message)
        return redirect(self.desk.url("batch", pk))

    def _begin_batch(self, request: HttpRequest) -> HttpResponse:
        """What the queue sends: some of its rows and what is to be done with them."""
        try:
            batch = batch_pages.begun(request, self.desk)
        except PortalError as error:
            messages.warning(request, error.message)
            return redirect(self.desk.read_query(request.GET).url())
        done = batch_pages.done_text(batch.pk)
        if done:
            messages.success(request, done)
            return redirect(request.get_full_path())
        return redirect(self.desk.url("batch", batch.pk))
