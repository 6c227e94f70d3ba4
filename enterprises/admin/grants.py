"""Awards without application: rosters come in, are computed and looked at; a second person releases."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from enterprises.admin.base import ReadOnlyAdmin
from enterprises.desk.grants import pages, sheets
from enterprises.desk.grants.forms import RosterForm, SettleForm
from enterprises.desk.grants.query import LISTS, LineQuery, read_query
from enterprises.grants.columns import columns, template
from enterprises.grants.computing import compute_again
from enterprises.grants.permissions import may_prepare_grants, may_release_grants, may_see_grants
from enterprises.grants.releasing import release
from enterprises.grants.runs import WAYS, begin, put_aside
from enterprises.grants.settling import settle
from enterprises.models import Call, GrantLine, GrantRun
from policies.rulebook import rule_set
from portal.core.exceptions import PortalError
from portal.core.imports.problems import FileRefused
from portal.core.sheets import XLSX

PAGE = "admin:enterprises_grantrun_change"
REFRESH_SECONDS = 2


@admin.register(GrantRun)
class GrantRunAdmin(ReadOnlyAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[GrantRun]:
        return GrantRun.objects.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: GrantRun | None = None) -> bool:
        return may_see_grants.test(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_prepare_grants.test(request.user)

    def get_urls(self) -> list[URLPattern]:
        view, post, one = self.admin_site.admin_view, require_POST, "<int:pk>/"
        pages_of_a_run = [
            (f"{one}release/", post(self.release_view), "release"),
            (f"{one}aside/", post(self.aside_view), "aside"),
            (f"{one}errors.csv", require_GET(self.errors_view), "errors"),
            (f"{one}export/<slug:name>/", require_GET(self.export_view), "export"),
            (f"{one}lines/<int:line>/", self.line_view, "line"),
            (f"{one}lines/<int:line>/again/", post(self.again_view), "again"),
            ("roster.xlsx", require_GET(self.template_view), "template"),
        ]
        own = [path(route, view(page), name=f"enterprises_grantrun_{name}") for route, page, name in pages_of_a_run]
        return [*own, *super().get_urls()]

    # --- pages ---

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._check(request)
        return self._page(request, "admin/enterprises/grantrun/change_list.html", pages.all_runs(request.user))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check_prepares(request)
        form = RosterForm(_calls(), initial={"call": request.GET.get("call")})
        problem = ""
        if request.method == "POST":
            form = RosterForm(_calls(), request.POST, request.FILES)
            run, problem = _begin(request, form)
            if run is not None:
                return redirect(PAGE, run.pk)
        chosen = _chosen(request)
        context = {
            "title": _("A new run"), "form": form, "problem": problem, "calls": list(_calls()), "chosen": chosen,
            "columns": _asked(chosen), "status": 422 if problem or form.errors else 200,
        }  # fmt: skip
        return self._page(request, "admin/enterprises/grantrun/add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._check(request)
        run = self._run(request, int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0)
        return self._run_page(request, run)

    def line_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        self._check(request)
        found = self._line(request, pk, line)
        form, problem = None, ""
        if request.method == "POST":
            self._check_prepares(request)
            form = SettleForm(found, request.POST)
            if form.is_valid():
                try:
                    settled = settle(found, request.user, form.given(), form.cleaned_data["source"])
                except PortalError as error:
                    problem = error.message
                else:
                    text = _("Kept and computed anew: the line is on the list “%(list)s” now.")
                    messages.success(request, text % {"list": settled.get_verdict_display()})
                    return redirect(request.path)
        status = 422 if problem or (form and form.errors) else 200
        context = pages.line_page(found, request.user, form) | {"problem": problem, "status": status}
        return self._page(request, "admin/enterprises/grantrun/line.html", context)

    # --- verbs ---

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        run = self._run(request, pk)
        if not may_release_grants.test(request.user, run):
            raise PermissionDenied
        try:
            offered = release(run, request.user)
        except PortalError as error:
            return self._run_page(request, self._run(request, pk), problem=error.message, status=409)
        text = ngettext("Released: %(n)s offer is out.", "Released: %(n)s offers are out.", offered)
        messages.success(request, text % {"n": offered})
        return redirect(PAGE, pk)

    def aside_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check_prepares(request)
        try:
            put_aside(self._run(request, pk), request.user)
        except PortalError as error:
            return self._run_page(request, self._run(request, pk), problem=error.message, status=409)
        messages.success(request, _("The run was put aside. Nothing of it is offered to anybody."))
        return redirect(PAGE, pk)

    def again_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        self._check(request)
        again = compute_again(self._line(request, pk, line))
        if again.same:
            messages.success(request, _("Computed again from the stored input: the same."))
        elif not again.rules_whole or not again.row_whole:
            messages.error(request, _("It differs: the stored row or the stored rules were changed. Tell the audit."))
        else:
            messages.error(request, _("It differs from what is stored. Do not release it; tell the audit."))
        return redirect("admin:enterprises_grantrun_line", pk, line)

    # --- files ---

    def template_view(self, request: HttpRequest) -> HttpResponse:
        self._check_prepares(request)
        call = get_object_or_404(_calls(), pk=request.GET.get("call") if request.GET.get("call", "").isdecimal() else 0)
        response = HttpResponse(template(rule_set(call.measure)), content_type=XLSX().get_content_type())
        response["Content-Disposition"] = f'attachment; filename="{call.code}-roster.xlsx"'
        return response

    def export_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        self._check(request)
        run = self._run(request, pk)
        kind = read_query(run.pk, request.GET).kind
        return sheets.workbook(run, LineQuery(run.pk, list=name if name in LISTS else "in", kind=kind))

    def errors_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._check(request)
        return sheets.errors_file(self._run(request, pk))

    # --- what they share ---

    def _run_page(self, request: HttpRequest, run: GrantRun, problem: str = "", status: int = 200) -> HttpResponse:
        context = pages.run_page(run, request.user, read_query(run.pk, request.GET))
        response = self._page(
            request, "admin/enterprises/grantrun/change_form.html", context | {"problem": problem, "status": status}
        )
        if run.is_at_work:
            # Without script; a header, because a timed refresh in the page is refused by readers' aids.
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def _run(self, request: HttpRequest, pk: int) -> GrantRun:
        related = ("call__measure", "prepared_by", "released_by", "previous__call")
        return get_object_or_404(self.get_queryset(request).select_related(*related), pk=pk)

    def _line(self, request: HttpRequest, pk: int, line: int) -> GrantLine:
        related = ("run__call__measure", "run__prepared_by", "released_by", "answered_by", "acceptance__application")
        rows = GrantLine.objects.visible_to(request.user).select_related(*related)
        return get_object_or_404(rows, pk=line, run=pk)

    def _check_prepares(self, request: HttpRequest) -> None:
        if not may_prepare_grants.test(request.user):
            raise PermissionDenied


def _calls() -> QuerySet[Call]:
    """Calls whose money goes to whoever is entitled, those without application in front."""
    found = Call.objects.filter(allocation__in=WAYS).exclude(measure__mode="competitive")
    found = found.filter(published_at__isnull=False) | found.filter(without_application=True)
    return found.select_related("measure").order_by("-without_application", "code")


def _chosen(request: HttpRequest) -> Call | None:
    given = request.GET.get("call", "") or request.POST.get("call", "")
    return _calls().filter(pk=given if given.isdecimal() and len(given) < 11 else 0).first()


def _asked(call: Call | None) -> list[dict[str, Any]]:
    """The columns of a roster for this call."""
    if call is None:
        return []
    known = columns(rule_set(call.measure))
    return [
        {"heading": str(one.heading), "code": name, "required": one.reader.required,
         "note": one.question.help if one.question else ""}
        for name, one in known.items()
    ]  # fmt: skip


def _begin(request: HttpRequest, form: RosterForm) -> tuple[GrantRun | None, str]:
    if not form.is_valid():
        return None, ""
    given = form.cleaned_data
    try:
        run = begin(
            given["call"], request.user, name=form.file_name, pieces=given["file"].chunks(),
            encoding=given["encoding"], answer_days=given["answer_days"],
        )  # fmt: skip
    except FileRefused as error:
        form.refuse(error)
        return None, ""
    except PortalError as error:
        return None, error.message
    return run, ""
